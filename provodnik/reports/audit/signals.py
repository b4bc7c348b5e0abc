"""What of the audit needs attention by itself: a launch that stands still, an action overdue."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date
from provodnik.kernel.signals import Check
from provodnik.method import queries as method

# The term has passed and nobody who had bought before has paid for another order since the start.
_STALLED = """
WITH paid AS MATERIALIZED (
  SELECT id FROM kernel_eventname WHERE name = 'payment_received'
)
SELECT l.id AS subject_id,
       (l.starts_on + %(days)s)::timestamp AT TIME ZONE %(zone)s AS since_at,
       jsonb_build_object('starts', l.starts_on) AS evidence
FROM audit_repeatlaunch l
WHERE l.starts_on + %(days)s <= %(today)s
  AND NOT EXISTS (
    SELECT FROM kernel_journalentry e
    WHERE e.event_id = (SELECT id FROM paid) AND e.client_id IS NOT NULL
      AND e.happened_at >= l.starts_on::timestamp AT TIME ZONE %(zone)s
      AND EXISTS (SELECT FROM kernel_journalentry b
                  WHERE b.client_id = e.client_id AND b.event_id = e.event_id
                    AND b.happened_at < e.happened_at
                    AND coalesce(b.item, b.id::text) <> coalesce(e.item, e.id::text)))
"""

_OVERDUE = """
SELECT id AS subject_id, (due_on + 1)::timestamp AT TIME ZONE %(zone)s AS since_at,
       jsonb_build_object('check', check_key) AS evidence
FROM audit_finding
WHERE done_at IS NULL AND withdrawn_at IS NULL AND due_on < %(today)s
  AND audit_id = (SELECT max(id) FROM audit_audit WHERE finished_at IS NOT NULL)
"""


def _today(now: datetime) -> dict[str, Any]:
    zone = School.objects.values_list("timezone", flat=True).get(pk=schools.current())
    return {"today": local_date(now, ZoneInfo(zone)), "zone": zone}


def _launch(now: datetime) -> dict[str, Any]:
    return {**_today(now), "days": method.audit_settings().launch.first_sale_days}


CHECKS = (
    Check("repeat_launch_stalled", "launch", _STALLED, _launch),
    Check("finding_overdue", "finding", _OVERDUE, _today),
)
