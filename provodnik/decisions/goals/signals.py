"""Goals that lack their other half: KPIs without objectives, objectives without KPIs, cohorts
without goals.

A quarter is the subject by its number, 20264 for the fourth of 2026.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from provodnik.decisions.goals import rules
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date, quarter_of
from provodnik.kernel.signals import Check

# An objective without a key result is a wish, and does not count.
_WITHOUT_OKR = """
SELECT %(quarter)s::bigint AS subject_id, greatest(min(k.created_at), %(begins)s) AS since_at,
       jsonb_build_object('kpis', count(*)) AS evidence
FROM goals_kpi k
WHERE k.dropped_at IS NULL AND NOT EXISTS (
  SELECT FROM goals_objective o JOIN goals_keyresult r ON r.objective_id = o.id
  WHERE o.quarter_on = %(quarter_on)s AND o.dropped_at IS NULL AND r.dropped_at IS NULL)
HAVING count(*) > 0
"""

_WITHOUT_KPI = """
SELECT %(quarter)s::bigint AS subject_id, min(r.created_at) AS since_at,
       jsonb_build_object('key_results', count(*)) AS evidence
FROM goals_objective o JOIN goals_keyresult r ON r.objective_id = o.id AND r.dropped_at IS NULL
WHERE o.quarter_on = %(quarter_on)s AND o.dropped_at IS NULL
  AND NOT EXISTS (SELECT FROM goals_kpi k WHERE k.dropped_at IS NULL)
HAVING count(*) > 0
"""

# Learns now, and neither it nor, for a group, its cohort has a goal.
_COHORT = """
SELECT c.id AS subject_id, c.starts_on::timestamp AT TIME ZONE %(zone)s AS since_at,
       jsonb_build_object('starts_on', c.starts_on) AS evidence
FROM learning_cohort c
WHERE c.starts_on <= %(today)s AND (c.ends_on IS NULL OR c.ends_on > %(today)s)
  AND NOT EXISTS (
    SELECT FROM learning_cohortgoal g
    WHERE g.cohort_id = c.id OR g.cohort_id = c.parent_id)
"""


def _this_quarter(now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(_zone())
    quarter = quarter_of(local_date(now, zone))
    return {
        "quarter": rules.quarter_key(quarter.from_on),
        "quarter_on": quarter.from_on,
        "begins": quarter.instants(zone)[0],
    }


def _today(now: datetime) -> dict[str, Any]:
    zone = _zone()
    return {"zone": zone, "today": local_date(now, ZoneInfo(zone))}


def _zone() -> str:
    return School.objects.values_list("timezone", flat=True).get(pk=schools.current())


CHECKS = (
    Check("quarter_without_okr", "quarter", _WITHOUT_OKR, _this_quarter),
    Check("quarter_without_kpi", "quarter", _WITHOUT_KPI, _this_quarter),
    Check("cohort_without_goals", "cohort", _COHORT, _today),
)
