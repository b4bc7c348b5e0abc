"""Moving campaigns on: who joins, whose turn it is, what the gate says, what ended.

Everything in sets: a campaign costs the same statements for ten people and for a hundred
thousand. A touch is unique by campaign, client and step; members are claimed with SKIP LOCKED.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString

from django.db import connection, transaction

from provodnik.facts.sales.gates.judging import judging, settings
from provodnik.facts.sales.gates.offers import consent_of
from provodnik.kernel import journal
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method.reasons import ReasonCode
from provodnik.method.types import Deed
from provodnik.touches.campaigns.models import Campaign, CampaignMember
from provodnik.touches.campaigns.types import CampaignKind, CampaignState
from provodnik.touches.queue.planning.slots import load_slots
from provodnik.touches.queue.planning.writing import plan_touches
from provodnik.touches.queue.queries import stopped

BATCH = 20_000

# An offer without a goal is planned all the same: the talk begins by asking for it.
_SOFT = [ReasonCode.GOAL_MISSING.value]
# These do not pass with time: such people are in neither group.
_NEVER = [
    ReasonCode.ALREADY_BOUGHT.value,
    ReasonCode.PRODUCT_NOT_ON_SALE.value,
    ReasonCode.PREREQUISITE_MISSING.value,
    ReasonCode.NO_CONSENT_CALLS.value,
    ReasonCode.NO_CONSENT_MESSAGES.value,
]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a campaign can turn to: people asked about, kept out for good, able to join.

    `waiting` of those who can join are kept from an offer for now: they join and wait.
    """

    asked: int
    refused: int
    able: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Advanced:
    """One run over one campaign."""

    joined: int = 0
    planned: int = 0
    ended: int = 0


def reach(campaign: Campaign, *, now: datetime) -> Reach:
    """How many people consent, past purchases and caps leave. Writes nothing. Queries: 5."""
    with connection.cursor() as cursor:
        params = _audience(campaign, now=now)
        judged = judging(_asked(campaign))
        cursor.execute(_REACH.replace("{judged}", judged), params)
        asked, refused, waiting = cursor.fetchone()
    return Reach(int(asked), int(refused), int(asked - refused), int(waiting))


def enrol(campaign: Campaign, *, now: datetime) -> int:
    """Take in everybody who may be turned to and is not in yet. Returns how many.

    A reactivation does it once, when it starts; a closing campaign again and again.
    """
    statement = _ENROL.replace("{judged}", judging(_asked(campaign)))
    with connection.cursor() as cursor:
        cursor.execute(statement, _audience(campaign, now=now))
        return int(cursor.rowcount)


@transaction.atomic
def advance(campaign_id: int, *, now: datetime, limit: int = BATCH) -> Advanced:
    """Plan what is due in one campaign; nothing where it or all automation is stopped.

    Exactly once a client and step, however many run it at a time.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.state != CampaignState.RUNNING or stopped() is not None:
        return Advanced()
    joined = enrol(campaign, now=now) if campaign.kind == CampaignKind.CLOSING else 0
    params = {**_audience(campaign, now=now), "limit": limit}
    ended = _settle(params)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS turn, asked")
        cursor.execute(_TURN, params)
        cursor.execute("CREATE TEMP TABLE asked ON COMMIT DROP AS " + judging(_OFFERED), params)
    load_slots("SELECT client_id FROM turn", {}, now=now)
    planned = sum(
        plan_touches(_WANTED, {**params, "kind": deed.value, "slot": Deed.OFFER.value})
        for deed in (Deed.OFFER, Deed.FOLLOW_UP)
    )
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_ON, params)
    _finish(campaign, now=now)
    return Advanced(joined, planned, ended)


def _settle(params: dict[str, Any]) -> int:
    """End what is over; let those whose touch is closed wait for the next step."""
    with connection.cursor() as cursor:
        cursor.execute(_END_PAID, params)
        ended = int(cursor.rowcount)
        cursor.execute(_END_REFUSED, params)
        ended += int(cursor.rowcount)
        cursor.execute(_CLOSED, params)
        cursor.execute(_END_DONE, params)
        return ended + int(cursor.rowcount)


def _finish(campaign: Campaign, *, now: datetime) -> None:
    """A reactivation is over when nobody waits and the days of its result have passed."""
    if campaign.kind != CampaignKind.REACTIVATION or campaign.started_at is None:
        return
    if now < campaign.started_at + timedelta(days=campaign.result_days):
        return
    waiting = CampaignMember.objects.filter(campaign=campaign, is_alone=False, ended_at=None)
    if waiting.exists():
        return
    campaign.state, campaign.ended_at = CampaignState.FINISHED.value, now
    campaign.save(update_fields=["state", "ended_at"])
    attrs: dict[str, journal.Attr] = {"campaign": campaign.pk}
    journal.record(
        "campaign_finished",
        happened_at=now,
        actor="rule:campaign",
        item=campaign.name,
        attrs=attrs,
    )


def _asked(campaign: Campaign) -> LiteralString:
    return _SEGMENT if campaign.kind == CampaignKind.REACTIVATION else _CLICKED


def _audience(campaign: Campaign, *, now: datetime) -> dict[str, Any]:
    words = method.base_settings().campaigns
    queue = method.queue_settings()
    return {
        **settings(now=now, zone=working_calendar().zone),
        "campaign": campaign.pk,
        "origin": campaign.origin,
        "segment": campaign.segment_id,
        "product": campaign.product_id,
        "channel": campaign.channel,
        "consent": consent_of(campaign.channel),
        "owner": campaign.owner_id,
        "holdout": campaign.holdout_percent,
        "retry_days": words.retry_days,
        "clicked_until": now - timedelta(hours=words.clicked_after_hours),
        "clicked_from": now - timedelta(days=words.clicked_within_days),
        "offers": [str(deed.key) for deed in queue.deeds if deed.is_offer],
        "goal": queue.why.goal,
        "soft": _SOFT,
        "never": _NEVER,
    }


# The offer whose link was clicked is the one we come back to: it does not stand in its own way.
_OPEN_OFFER: LiteralString = """
  SELECT max(o.id) FROM sales_offer AS o
  WHERE o.client_id = c.client_id AND o.product_id = %(product)s AND o.state = 'made'
"""

_SEGMENT: LiteralString = """(
  SELECT m.client_id, %(product)s::bigint AS product_id, %(consent)s::text AS consent,
         NULL::bigint AS own_offer_id
  FROM base_membership AS m
  WHERE m.segment_id = %(segment)s AND m.left_at IS NULL
)"""

# The last click counts; who paid for the product after it has nothing to be reminded of.
_CLICKED: LiteralString = f"""(
  SELECT c.client_id, %(product)s::bigint AS product_id, %(consent)s::text AS consent,
         ({_OPEN_OFFER}) AS own_offer_id
  FROM (
    SELECT l.client_id, max(l.clicked_at) AS clicked_at FROM sales_trackedlink AS l
    WHERE l.clicked_at > %(clicked_from)s AND l.clicked_at <= %(clicked_until)s
      AND l.product_id = %(product)s AND l.client_id IS NOT NULL
    GROUP BY l.client_id
  ) AS c
)"""  # noqa: S608 (our own text)

_OFFERED: LiteralString = f"""(
  SELECT c.client_id, %(product)s::bigint AS product_id, %(consent)s::text AS consent,
         ({_OPEN_OFFER}) AS own_offer_id
  FROM turn AS c
)"""  # noqa: S608 (our own text)

_REACH: LiteralString = """
SELECT count(*), count(*) FILTER (WHERE codes && %(never)s::text[]),
       count(*) FILTER (WHERE NOT codes && %(never)s::text[] AND NOT codes <@ %(soft)s::text[])
FROM ({judged}) AS judged
"""

# Asked before anybody is chosen to be left alone: both groups are of the same people.
_ENROL: LiteralString = """
INSERT INTO campaigns_campaignmember
  (school_id, campaign_id, client_id, is_alone, joined_at, step, next_at, ending)
SELECT current_setting('app.school')::bigint, %(campaign)s, who.client_id, who.is_alone, %(now)s,
       0, CASE WHEN NOT who.is_alone THEN %(now)s::timestamptz + make_interval(days => s.wait_days)
          END, ''
FROM (
  SELECT judged.client_id,
    ('x' || substr(md5(%(campaign)s || ':' || judged.client_id), 1, 8))::bit(32)::bigint * 100
      < %(holdout)s * 4294967296 AS is_alone
  FROM ({judged}) AS judged WHERE NOT judged.codes && %(never)s::text[]
) AS who
JOIN campaigns_campaignstep AS s ON s.campaign_id = %(campaign)s AND s.number = 1
ON CONFLICT (school_id, campaign_id, client_id) DO NOTHING
"""

_END_PAID = """
UPDATE campaigns_campaignmember AS m
SET ended_at = %(now)s, ending = 'paid', next_at = NULL
WHERE m.campaign_id = %(campaign)s AND m.ended_at IS NULL AND NOT m.is_alone AND EXISTS (
  SELECT FROM sales_order AS o
  WHERE o.client_id = m.client_id AND o.product_id = %(product)s
    AND o.first_paid_at IS NOT NULL AND o.paid_kopecks > o.refunded_kopecks)
"""

_END_REFUSED = """
UPDATE campaigns_campaignmember AS m
SET ended_at = %(now)s, ending = 'refused', next_at = NULL
FROM queue_touch AS t
WHERE m.campaign_id = %(campaign)s AND m.ended_at IS NULL AND m.step > 0
  AND t.client_id = m.client_id AND t.product_id = %(product)s AND t.outcome = 'refused'
  AND t.made_at >= m.joined_at
"""

# A touch by hand or by rule closed is closed: the next step counts its days from then.
_CLOSED = """
UPDATE campaigns_campaignmember AS m
SET next_at = coalesce(t.made_at, %(now)s) + make_interval(days => s.wait_days)
FROM queue_touch AS t, campaigns_campaignstep AS s
WHERE m.campaign_id = %(campaign)s AND m.ended_at IS NULL AND m.next_at IS NULL AND m.step > 0
  AND t.client_id = m.client_id AND t.origin = %(origin)s AND t.occurrence = 'step:' || m.step
  AND t.state <> 'planned'
  AND s.campaign_id = m.campaign_id AND s.number = m.step + 1
"""

_END_DONE = """
UPDATE campaigns_campaignmember AS m
SET ended_at = %(now)s, ending = 'steps_done'
FROM queue_touch AS t
WHERE m.campaign_id = %(campaign)s AND m.ended_at IS NULL AND m.next_at IS NULL AND m.step > 0
  AND t.client_id = m.client_id AND t.origin = %(origin)s AND t.occurrence = 'step:' || m.step
  AND t.state <> 'planned'
"""

_TURN = """
CREATE TEMP TABLE turn ON COMMIT DROP AS
SELECT m.id AS member_id, m.client_id, s.number, s.deed, s.script, s.reason
FROM (
  SELECT id, client_id, step, campaign_id FROM campaigns_campaignmember
  WHERE campaign_id = %(campaign)s AND next_at <= %(now)s AND ended_at IS NULL
  ORDER BY next_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
) AS m JOIN campaigns_campaignstep AS s
  ON s.campaign_id = m.campaign_id AND s.number = m.step + 1
"""

_WANTED: LiteralString = """
SELECT p.id, coalesce(p.coordinator_id, %(owner)s), %(origin)s, 'step:' || turn.number,
       left(turn.reason || coalesce(' ' || replace(%(goal)s, '{goal}', goal.text), ''), 500),
       NULL::bigint, %(product)s::bigint, goal.id, turn.script, %(channel)s,
       coalesce(asked.price_kopecks, 0), slot.due_from, slot.due_at
FROM turn JOIN asked ON asked.client_id = turn.client_id AND asked.codes <@ %(soft)s::text[]
JOIN people_client AS p ON p.id = turn.client_id AND p.merged_into_id IS NULL
JOIN slot ON slot.zone = p.timezone AND slot.kind = %(slot)s
LEFT JOIN LATERAL (
  SELECT g.id, g.text FROM people_goal AS g
  WHERE g.client_id = p.id AND g.reached_at IS NULL ORDER BY g.recorded_at DESC, g.id DESC LIMIT 1
) AS goal ON true
WHERE turn.deed = %(kind)s AND NOT EXISTS (
  SELECT FROM queue_touch AS t
  WHERE t.client_id = p.id AND t.state = 'planned' AND t.kind = ANY(%(offers)s::text[]))
"""

# A planned one waits for its outcome; one the gate keeps for good is over; the others are
# asked about again after some days.
_MOVE_ON = """
UPDATE campaigns_campaignmember AS m SET
  step = CASE WHEN told.is_planned THEN told.number ELSE m.step END,
  next_at = CASE WHEN NOT told.is_planned AND NOT told.is_over
                 THEN %(now)s::timestamptz + make_interval(days => %(retry_days)s) END,
  ended_at = CASE WHEN told.is_over THEN %(now)s::timestamptz END,
  ending = CASE WHEN told.is_over THEN 'not_allowed' ELSE '' END
FROM (
  SELECT turn.member_id, turn.number, t.id IS NOT NULL AS is_planned,
         t.id IS NULL AND coalesce(asked.codes && %(never)s::text[], true) AS is_over
  FROM turn LEFT JOIN asked ON asked.client_id = turn.client_id
  LEFT JOIN queue_touch AS t ON t.client_id = turn.client_id AND t.origin = %(origin)s
    AND t.occurrence = 'step:' || turn.number
) AS told
WHERE m.id = told.member_id
"""
