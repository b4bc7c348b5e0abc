"""What asks for attention: a day nobody checked, a remark nobody answered, work that got worse."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date
from provodnik.kernel.signals import Check
from provodnik.method import queries as method

# A day is over when the next one has begun; after a week it is history, not a reminder.
_REMEMBERED = timedelta(days=7)

_DAY_MISSED = """
SELECT s.id AS subject_id, s.drawn_at AS since_at,
       jsonb_build_object('day', s.day, 'drawn', count(d.id)) AS evidence
FROM quality_sampleday s JOIN quality_drawn d ON d.sample_id = s.id
WHERE s.day < %(today)s AND s.day >= %(oldest)s
  AND NOT EXISTS (
    SELECT FROM quality_check c JOIN quality_drawn o ON o.id = c.drawn_id
    WHERE o.sample_id = s.id)
GROUP BY s.id, s.drawn_at, s.day
"""

_REMARK_WAITS = """
SELECT r.id AS subject_id, r.said_at AS since_at,
       jsonb_build_object('staff', r.staff_id) AS evidence
FROM quality_remark r WHERE r.answered_at IS NULL AND r.said_at <= %(before)s
"""

_FELL = """
WITH told AS (
  SELECT d.staff_id, c.checked_at > %(turn)s AS is_late,
         count(*) AS n, max(c.checked_at) AS last_at,
         100.0 * sum(c.passed_weight) / nullif(sum(c.applicable_weight), 0) AS percent
  FROM quality_check c JOIN quality_drawn d ON d.id = c.drawn_id
  WHERE c.is_first AND c.checked_at > %(since)s AND c.checked_at <= %(now)s
  GROUP BY d.staff_id, c.checked_at > %(turn)s
)
SELECT late.staff_id AS subject_id, late.last_at AS since_at,
       jsonb_build_object('was', round(was.percent, 1), 'is', round(late.percent, 1)) AS evidence
FROM told late JOIN told was ON was.staff_id = late.staff_id AND NOT was.is_late
WHERE late.is_late AND late.n >= %(least)s AND was.n >= %(least)s
  AND was.percent - late.percent >= %(points)s
"""


def _days(now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=schools.current()))
    today = local_date(now, zone)
    return {"today": today, "oldest": today - _REMEMBERED}


def _answered(now: datetime) -> dict[str, Any]:
    after = method.signal_settings().quality_remark_waits.after_days
    return {"before": now - timedelta(days=after)}


def _fall(now: datetime) -> dict[str, Any]:
    fall = method.quality_settings().fall
    side = timedelta(weeks=fall.weeks)
    return {
        "now": now,
        "turn": now - side,
        "since": now - 2 * side,
        "points": fall.points,
        "least": fall.checks_at_least,
    }


CHECKS = (
    Check("quality_day_missed", "quality_day", _DAY_MISSED, _days),
    Check("quality_remark_waits", "remark", _REMARK_WAITS, _answered),
    Check("artefact_quality_fell", "staff", _FELL, _fall),
)
