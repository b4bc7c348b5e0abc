"""Students who bought and stopped learning are brought up before they are lost (R-122)."""

from datetime import datetime, timedelta
from typing import Any, LiteralString

from django.db import connection, transaction

from provodnik.kernel import journal
from provodnik.method import queries as method
from provodnik.method import words
from provodnik.method.types import Deed
from provodnik.touches.queue.planning.slots import load_slots
from provodnik.touches.queue.planning.writing import plan_touches
from provodnik.touches.queue.types import Origin

# What a student does who learns; a platform's own «last activity» counts beside them.
_SIGNS = ("logged_in", "lesson_viewed", "homework_submitted", "module_completed")


@transaction.atomic
def bring_up_silent(*, now: datetime) -> int:
    """Plan support for students silent as long as the method says, once a silence.

    Left alone: who finished what they bought, whom somebody is to help already, and whom
    somebody has talked to since. Each coordinator gets so many a run, the dearest first.
    Returns touches planned.
    """
    queue = method.queue_settings()
    params = {
        "now": now,
        "signs": [journal.event_id(name) for name in _SIGNS],
        "since": now - timedelta(days=queue.silence.forget_days),
        "until": now - timedelta(days=queue.silence.days),
        "per_run": queue.silence.per_run,
        "kind": Deed.SUPPORT.value,
        "origin": Origin.SILENCE.value,
        "script": queue.silence.script,
        "helps": [Deed.SUPPORT.value, Deed.CALM.value, Deed.RECOVERY.value, Deed.ACQUAINT.value],
        **_sentences(queue.silence.days, queue.silence.forget_days),
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS silent")
        cursor.execute(_SILENT, params)
    load_slots("SELECT client_id FROM silent", {}, now=now)
    return plan_touches(_WANTED, params)


def _sentences(days: int, forget_days: int) -> dict[str, Any]:
    """The reason for each number of days: SQL does not decline Russian words."""
    why = method.queue_settings().why
    numbers = range(days, forget_days + 1)
    return {
        "numbers": list(numbers),
        "stopped": [words.fill(why.silent, {"days": n, "module": "{module}"}) for n in numbers],
        "early": [words.fill(why.silent_early, {"days": n}) for n in numbers],
    }


# The one statement of the queue that reads the journal through, back to where silence is
# given up, and so a nightly one. At stake is what was paid for the product the silence is
# about: the last one not finished.
_SILENT: LiteralString = """
CREATE TEMP TABLE silent ON COMMIT DROP AS
WITH heard AS MATERIALIZED (
  SELECT coalesce(a.survivor_id, e.client_id) AS client_id, max(e.happened_at) AS at
  FROM kernel_journalentry AS e LEFT JOIN people_clientalias AS a ON a.client_id = e.client_id
  WHERE e.event_id = ANY(%(signs)s) AND e.happened_at > %(since)s AND e.happened_at <= %(now)s
  GROUP BY coalesce(a.survivor_id, e.client_id)
), quiet AS MATERIALIZED (
  SELECT p.id, p.coordinator_id, greatest(p.last_active_at, heard.at) AS active_at
  FROM people_client AS p LEFT JOIN heard ON heard.client_id = p.id
  WHERE p.merged_into_id IS NULL AND p.coordinator_id IS NOT NULL
    AND greatest(p.last_active_at, heard.at) > %(since)s
    AND greatest(p.last_active_at, heard.at) <= %(until)s
)
SELECT * FROM (
  SELECT p.id AS client_id, p.coordinator_id, p.active_at, unfinished.product_id,
         unfinished.stake,
         row_number() OVER (
           PARTITION BY p.coordinator_id ORDER BY unfinished.stake DESC, p.id) AS place
  FROM quiet AS p
  CROSS JOIN LATERAL (
    SELECT o.product_id, o.paid_kopecks - o.refunded_kopecks AS stake FROM sales_order AS o
    WHERE o.client_id = p.id AND o.first_paid_at IS NOT NULL AND o.first_paid_at <= %(now)s
      AND o.paid_kopecks > o.refunded_kopecks AND o.product_id IS NOT NULL
      AND NOT EXISTS (
        SELECT FROM queue_moment AS m
        WHERE m.client_id = p.id AND m.product_id = o.product_id
          AND m.trigger IN ('course_completed', 'graduated'))
    ORDER BY o.first_paid_at DESC, o.id DESC LIMIT 1
  ) AS unfinished
  WHERE NOT EXISTS (
    SELECT FROM queue_touch AS t
    WHERE t.client_id = p.id AND (
      t.state = 'planned' AND t.kind = ANY(%(helps)s::text[])
      OR t.state = 'made' AND t.outcome <> 'no_answer' AND t.made_at > p.active_at
      OR t.origin = %(origin)s
         AND t.occurrence = 'since:' || extract(epoch FROM p.active_at)::bigint))
) AS found
WHERE place <= %(per_run)s
"""

_WANTED: LiteralString = """
SELECT s.client_id, s.coordinator_id, %(origin)s,
       'since:' || extract(epoch FROM s.active_at)::bigint,
       left(CASE WHEN furthest.item IS NULL THEN said.early
                 ELSE replace(said.stopped, '{module}', furthest.item) END, 500),
       NULL::bigint, s.product_id, goal.id, %(script)s, '', s.stake, slot.due_from, slot.due_at
FROM silent AS s
JOIN people_client AS p ON p.id = s.client_id
JOIN slot ON slot.zone = p.timezone AND slot.kind = %(kind)s
JOIN unnest(%(numbers)s::int[], %(stopped)s::text[], %(early)s::text[])
  AS said (days, stopped, early)
  ON said.days = floor(extract(epoch FROM %(now)s::timestamptz - s.active_at) / 86400)::int
LEFT JOIN LATERAL (
  SELECT m.item FROM queue_moment AS m
  WHERE m.client_id = s.client_id AND m.product_id = s.product_id
    AND m.trigger = 'module_completed' AND m.item <> ''
  ORDER BY m.happened_at DESC, m.id DESC LIMIT 1
) AS furthest ON true
LEFT JOIN LATERAL (
  SELECT g.id FROM people_goal AS g WHERE g.client_id = s.client_id AND g.reached_at IS NULL
  ORDER BY g.recorded_at DESC, g.id DESC LIMIT 1
) AS goal ON true
"""
