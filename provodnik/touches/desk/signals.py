"""Checks of the desk: too much on one person (R-133), promises coming due and broken (R-128)."""

from datetime import datetime, timedelta
from typing import Any

from provodnik.kernel.calendar.rules import is_open
from provodnik.kernel.signals import Check
from provodnik.method import queries as method
from provodnik.touches.desk.hours import desk_calendar

# Who holds more of the window's requests than the method allows, once there are enough of them.
_BOTTLENECK = """
WITH held AS (
  SELECT owner_id, count(*) AS own, sum(count(*)) OVER () AS total, min(opened_at) AS since_at
  FROM desk_ticket
  WHERE opened_at >= %(since)s AND owner_id IS NOT NULL AND state NOT IN ('merged', 'spam')
  GROUP BY owner_id
)
SELECT owner_id AS subject_id, since_at,
       jsonb_build_object('requests', own, 'share', round(own * 100 / total)) AS evidence
FROM held WHERE total >= %(at_least)s AND own * 100 > %(percent)s * total
"""

# `warn_at` and `escalate_at` lie in the desk's hours. A worker that looks late, at night, opens
# nothing either: nobody is told outside these hours; what is open already stays open.
_SOON = """
SELECT id AS subject_id, warn_at AS since_at,
       jsonb_build_object('number', number, 'owner', owner_id) AS evidence
FROM desk_ticket t
WHERE state IN ('open', 'waiting') AND warn_at <= %(now)s AND next_due_at >= %(now)s
  AND (%(open)s OR EXISTS (
    SELECT FROM kernel_signal s
    WHERE s.check_name = 'desk_answer_soon' AND s.subject_id = t.id AND s.closed_at IS NULL))
"""
_OVERDUE = """
SELECT id AS subject_id, next_due_at AS since_at,
       jsonb_build_object('number', number, 'owner', owner_id) AS evidence
FROM desk_ticket t
WHERE state IN ('open', 'waiting') AND escalate_at <= %(now)s AND next_due_at < %(now)s
  AND (%(open)s OR EXISTS (
    SELECT FROM kernel_signal s
    WHERE s.check_name = 'desk_overdue' AND s.subject_id = t.id AND s.closed_at IS NULL))
"""


def _load(now: datetime) -> dict[str, Any]:
    load = method.desk_settings().load
    return {
        "since": now - timedelta(days=load.window_days),
        "at_least": load.tickets_at_least,
        "percent": load.percent,
    }


def _hours(now: datetime) -> dict[str, Any]:
    return {"now": now, "open": is_open(desk_calendar(), now)}


CHECKS = (
    Check("desk_bottleneck", "staff", _BOTTLENECK, _load),
    Check("desk_answer_soon", "ticket", _SOON, _hours),
    Check("desk_overdue", "ticket", _OVERDUE, _hours),
)
