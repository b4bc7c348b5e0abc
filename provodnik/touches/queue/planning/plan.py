"""One run of planning: what is due at this moment becomes touches, each exactly once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from django.db import connection, transaction

from provodnik.facts.sales.gates.judging import judging, settings
from provodnik.kernel import schools
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method.reasons import ReasonCode
from provodnik.method.types import Deed
from provodnik.touches.queue.planning import acquaintance, recovery, steps, triggers
from provodnik.touches.queue.planning.slots import load_slots
from provodnik.touches.queue.planning.writing import plan_touches
from provodnik.touches.queue.types import ClosedReason

# An offer without a goal is planned all the same: the talk begins by asking for it.
_SOFT = [ReasonCode.GOAL_MISSING.value]


@dataclass(frozen=True, slots=True)
class Planned:
    """How many touches a run planned."""

    offers: int = 0
    recoveries: int = 0
    acquaintances: int = 0

    @property
    def total(self) -> int:
        return self.offers + self.recoveries + self.acquaintances


@transaction.atomic
def plan_due(*, now: datetime, limit: int = 20_000) -> Planned:
    """Plan every step of the path that is due, and acquaintance with new students.

    A person the gate keeps offers from gets none; a dissatisfied one gets help instead.
    One offer waits for a person at a time, the dearest first; the others are looked at
    again in the next run. At most `limit` offers a run, so that no transaction is long:
    call again while it plans as many.

    Exactly once: a touch is unique by origin, client and occurrence, and one planner
    works in a school at a time. Statements: one for each kind of moment and a dozen
    more, whatever the number of clients.
    """
    _alone()
    zone = working_calendar().zone
    steps.load_steps(steps.ready_steps(now=now, zone=zone))
    triggers.find_due()
    acquaintance.find_newcomers(now=now)
    params = {**settings(now=now, zone=zone), **_words(), "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS judged")
        cursor.execute("CREATE TEMP TABLE judged ON COMMIT DROP AS " + judging(_CANDIDATES), params)
    helped = recovery.help_clients("SELECT client_id FROM due", {}, now=now)
    load_slots("SELECT client_id FROM due UNION SELECT client_id FROM newcomer", {}, now=now)
    return Planned(
        offers=plan_touches(_WANTED, params, known=_REVIVED),
        recoveries=helped,
        acquaintances=acquaintance.plan_acquaintance(now=now, limit=limit),
    )


def _alone() -> None:
    """One planner a school at a time: the second waits, then finds everything planned."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('queue.plan', %s))",
            [schools.current()],
        )


def _words() -> dict[str, Any]:
    queue = method.queue_settings()
    return {
        "goal": queue.why.goal,
        "no_goal": queue.why.no_goal,
        "soft": _SOFT,
        "offers": [str(deed.key) for deed in queue.deeds if deed.is_offer],
        "kind": Deed.OFFER.value,
        "paused": ClosedReason.DISSATISFIED.value,
        "attempts_limit": queue.attempts_limit,
        "rest_days": queue.rest_days,
    }


# Left out before the gate is asked: what is planned already (a paused offer may come back),
# who has an offer waiting, and who does not answer and is given a rest.
_CANDIDATES: LiteralString = """(
  SELECT due.*, s.origin, s.offered_id AS product_id, s.consent, NULL::bigint AS own_offer_id,
         s.sentence, s.script, s.channel, s.place
  FROM due
  JOIN step AS s ON s.step_id = due.step_id
  JOIN people_client AS alive ON alive.id = due.client_id AND alive.merged_into_id IS NULL
  WHERE NOT EXISTS (
      SELECT FROM queue_touch AS t
      WHERE t.client_id = due.client_id AND (
        t.state = 'planned' AND t.kind = ANY(%(offers)s::text[])
        OR t.origin = s.origin AND t.occurrence = due.occurrence
           AND NOT (t.state = 'cancelled' AND t.closed_reason = %(paused)s)
        OR t.state = 'made' AND t.outcome = 'no_answer' AND t.attempt >= %(attempts_limit)s
           AND t.made_at > %(now)s - make_interval(days => %(rest_days)s)))
)"""

# The goal shown is one the product serves, by its pain; else the last one told.
_WANTED: LiteralString = """
SELECT chosen.client_id, p.coordinator_id, chosen.origin, chosen.occurrence,
       left(chosen.sentence || ' '
            || coalesce(replace(%(goal)s, '{goal}', goal.text), %(no_goal)s), 500),
       chosen.step_id, chosen.product_id, goal.id, chosen.script, chosen.channel,
       coalesce(chosen.price_kopecks, 0), slot.due_from, slot.due_at
FROM (
  SELECT DISTINCT ON (client_id) * FROM judged WHERE codes <@ %(soft)s::text[]
  ORDER BY client_id, price_kopecks DESC NULLS LAST, moment_at DESC, place, step_id
) AS chosen
JOIN people_client AS p ON p.id = chosen.client_id
JOIN slot ON slot.zone = p.timezone AND slot.kind = %(kind)s
LEFT JOIN LATERAL (
  SELECT g.id, g.text FROM people_goal AS g
  LEFT JOIN catalog_productpain AS solved
    ON solved.product_id = chosen.product_id AND solved.pain_id = g.pain_id
  WHERE g.client_id = p.id AND g.reached_at IS NULL
  ORDER BY solved.id IS NULL, g.recorded_at DESC, g.id DESC LIMIT 1
) AS goal ON true
ORDER BY chosen.price_kopecks DESC NULLS LAST, chosen.client_id LIMIT %(limit)s
"""

# A touch planned before stays as it is, except an offer paused by dissatisfaction.
_REVIVED: LiteralString = """
UPDATE SET
  state = 'planned', closed_reason = '', planned_at = EXCLUDED.planned_at,
  owner_id = EXCLUDED.owner_id, reason = EXCLUDED.reason, step_id = EXCLUDED.step_id,
  product_id = EXCLUDED.product_id, goal_id = EXCLUDED.goal_id, script = EXCLUDED.script,
  channel = EXCLUDED.channel, stake_kopecks = EXCLUDED.stake_kopecks,
  due_from = EXCLUDED.due_from, due_at = EXCLUDED.due_at
WHERE t.state = 'cancelled' AND t.closed_reason = %(paused)s
"""
