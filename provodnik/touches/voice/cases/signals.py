"""Cohorts near their end of whom nobody was asked for a case (R-234)."""

from datetime import datetime, timedelta
from typing import Any

from provodnik.kernel.periods import local_date
from provodnik.kernel.signals import Check
from provodnik.method import queries as method
from provodnik.touches.voice.days import school_zone

_UNASKED = """
SELECT c.id AS subject_id, (c.ends_on - %(before)s)::timestamp AT TIME ZONE %(zone)s AS since_at,
       jsonb_build_object('ends_on', c.ends_on) AS evidence
FROM learning_cohort c
WHERE c.parent_id IS NULL AND c.ends_on BETWEEN %(from)s AND %(to)s
  AND EXISTS (SELECT FROM learning_membership m WHERE m.cohort_id = c.id AND m.left_at IS NULL)
  AND NOT EXISTS (SELECT FROM cases_story s
                  WHERE s.cohort_id = c.id AND s.requested_at IS NOT NULL)
"""


def _near_end(now: datetime) -> dict[str, Any]:
    settings = method.case_settings()
    zone = school_zone()
    today = local_date(now, zone)
    return {
        "zone": zone.key,
        "before": settings.days_before_end,
        "from": today - timedelta(days=settings.days_after_end),
        "to": today + timedelta(days=settings.days_before_end),
    }


CHECKS = (Check("cohort_without_cases", "cohort", _UNASKED, _near_end),)
