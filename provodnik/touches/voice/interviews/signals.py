"""Months without an interview (R-228) and without a pack for marketing (R-231)."""

from datetime import datetime
from typing import Any

from provodnik.kernel.periods import add_months, local_date
from provodnik.kernel.signals import Check
from provodnik.method import queries as method
from provodnik.touches.voice.days import school_zone

# A month is named by its year and number: 202611. The last one is judged as a whole, the
# current one from the method's day on; a school without any student has nobody to ask.
_NO_INTERVIEW = """
SELECT to_char(month, 'YYYYMM')::bigint AS subject_id,
       month::timestamp AT TIME ZONE %(zone)s AS since_at,
       jsonb_build_object('month', to_char(month, 'YYYY-MM')) AS evidence
FROM unnest(%(months)s::date[]) AS month
WHERE NOT EXISTS (SELECT FROM interviews_interview i
                  WHERE i.held_on >= month AND i.held_on < month + interval '1 month')
  AND EXISTS (SELECT FROM people_client c WHERE c.merged_into_id IS NULL
              AND c.created_at < (month + interval '1 month')::timestamp AT TIME ZONE %(zone)s)
"""

# Only what was heard can be handed over: a month without quotes is the check above.
_NO_PACK = """
SELECT to_char(month, 'YYYYMM')::bigint AS subject_id,
       (month + interval '1 month')::timestamp AT TIME ZONE %(zone)s AS since_at,
       jsonb_build_object('month', to_char(month, 'YYYY-MM')) AS evidence
FROM unnest(%(over)s::date[]) AS month
WHERE EXISTS (SELECT FROM interviews_interview i JOIN interviews_quote q ON q.interview_id = i.id
              WHERE i.held_on >= month AND i.held_on < month + interval '1 month')
  AND NOT EXISTS (SELECT FROM interviews_monthpack p WHERE p.month_on = month)
"""


def _months(now: datetime) -> dict[str, Any]:
    zone = school_zone()
    today = local_date(now, zone)
    first = today.replace(day=1)
    last = add_months(first, -1)
    is_late = today.day >= method.interview_settings().flag_from_day
    return {"zone": zone.key, "months": [last, *([first] if is_late else [])], "over": [last]}


CHECKS = (
    Check("month_without_interview", "month", _NO_INTERVIEW, _months),
    Check("month_without_pack", "month", _NO_PACK, _months),
)
