"""Whom to ask: signs of a result, cohorts near their end."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from provodnik.facts.learning.models import Cohort
from provodnik.kernel import journal
from provodnik.method import queries as method
from provodnik.method.shapes import Cases
from provodnik.touches.voice.cases.types import Candidate, Sign

_HUNDREDTHS = 100
_SIGNS = (Sign.GOAL, Sign.MARK, Sign.PROMOTER)


def near_end(today: date) -> list[int]:
    """Cohorts, not groups of them, that end soon or ended lately, the earliest first. One query."""
    return list(_ending(today).order_by("ends_on", "pk").values_list("pk", flat=True))


def is_due(ends_on: date | None, settings: Cases, today: date) -> bool:
    """Whether a cohort that ends on this day is asked for cases now."""
    if ends_on is None:
        return False
    opens = ends_on - timedelta(days=settings.days_before_end)
    return opens <= today <= ends_on + timedelta(days=settings.days_after_end)


def to_ask(cohort_id: int, *, now: datetime) -> list[int]:
    """Members who gave nothing yet and have no open complaint; signs of a result first."""
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, {**_params(now), "cohort": cohort_id})
        return [row[0] for row in cursor.fetchall()]


def candidates(*, now: datetime, limit: int | None = None) -> list[Candidate]:
    """Clients with signs of a result and no case, the most signs first (R-237). One query.

    Signs lie within the method's window: a goal reached, a high mean of checked works, a
    promoter's answer. Whoever has an open complaint is left out.
    """
    params = {**_params(now), "cohort": None, "limit": limit or method.case_settings().most_shown}
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, params)
        return [_candidate(row) for row in cursor.fetchall()]


def _ending(today: date) -> QuerySet[Cohort]:
    settings = method.case_settings()
    return Cohort.objects.filter(
        Q(ends_on__lte=today + timedelta(days=settings.days_before_end)),
        ends_on__gte=today - timedelta(days=settings.days_after_end),
        parent__isnull=True,
    )


def _params(now: datetime) -> dict[str, Any]:
    signs = method.case_settings().signs
    return {
        "since": now - timedelta(days=signs.window_days),
        "mark": round(signs.high_mark * _HUNDREDTHS),
        "marks": signs.marks_at_least,
        "nps": signs.promoter_from * _HUNDREDTHS,
        "reviewed": journal.event_id("homework_reviewed"),
        "voided": journal.event_id("entry_voided"),
    }


def _candidate(row: Sequence[Any]) -> Candidate:
    client_id, name, goal, mark, nps, cohort_id, cohort = row
    has = (bool(goal), mark is not None, nps is not None)
    return Candidate(
        client_id=client_id,
        name=name,
        signs=tuple(sign for sign, there in zip(_SIGNS, has, strict=True) if there),
        goal=goal or "",
        mark_hundredths=mark,
        nps_hundredths=nps,
        cohort_id=cohort_id,
        cohort=cohort or "",
    )


# Marks are looked up client by client, by the journal's index of clients: of those only who may
# be asked at all, the members of a cohort, or whoever learns now, has an answer or a goal.
_SIGNED = """
WITH signed AS MATERIALIZED (
  SELECT p.id, p.name, p.sort_key, goal.text AS goal, mark.mean AS mark,
         CASE WHEN p.last_nps >= %(nps)s AND p.last_nps_at >= %(since)s THEN p.last_nps END AS nps
  FROM people_client p
  LEFT JOIN LATERAL (
    SELECT g.text FROM people_goal g
    WHERE g.client_id = p.id AND g.reached_at >= %(since)s
    ORDER BY g.reached_at DESC LIMIT 1
  ) AS goal ON true
  LEFT JOIN LATERAL (
    SELECT round(avg(e.value))::integer AS mean FROM kernel_journalentry e
    WHERE e.client_id = p.id AND e.event_id = %(reviewed)s AND e.happened_at >= %(since)s
      AND e.value IS NOT NULL
      AND NOT EXISTS (SELECT FROM kernel_journalentry v WHERE v.client_id = e.client_id
                      AND v.event_id = %(voided)s AND v.value = e.id)
    HAVING count(*) >= %(marks)s AND avg(e.value) >= %(mark)s
  ) AS mark ON true
  WHERE p.merged_into_id IS NULL AND p.open_complaints = 0
    AND CASE WHEN %(cohort)s::bigint IS NULL
        THEN p.last_nps >= %(nps)s AND p.last_nps_at >= %(since)s
          OR p.id IN (SELECT client_id FROM people_goal WHERE reached_at >= %(since)s)
          OR p.id IN (SELECT client_id FROM learning_membership WHERE left_at IS NULL)
        ELSE p.id IN (SELECT client_id FROM learning_membership
                      WHERE cohort_id = %(cohort)s AND left_at IS NULL) END
), ranked AS (
  SELECT signed.*,
         (goal IS NOT NULL)::int + (mark IS NOT NULL)::int + (nps IS NOT NULL)::int AS signs
  FROM signed
), learning AS (
  SELECT DISTINCT ON (m.client_id) m.client_id, c.id AS cohort_id, c.name
  FROM learning_membership m
  JOIN learning_cohort c ON c.id = m.cohort_id AND c.parent_id IS NULL
  WHERE m.left_at IS NULL AND m.client_id IN (SELECT id FROM signed)
  ORDER BY m.client_id, m.joined_at DESC, c.id DESC
)
"""

_MEMBERS = (
    _SIGNED
    + """
SELECT id FROM ranked
WHERE NOT EXISTS (SELECT FROM cases_story s WHERE s.client_id = ranked.id
                  AND (s.cohort_id = %(cohort)s OR s.state = 'requested'))
ORDER BY signs DESC, sort_key, id
"""
)

_CANDIDATES = (
    _SIGNED
    + """
SELECT ranked.id, ranked.name, goal, mark, nps, learning.cohort_id, learning.name
FROM ranked LEFT JOIN learning ON learning.client_id = ranked.id
WHERE signs > 0
  AND NOT EXISTS (SELECT FROM cases_story s WHERE s.client_id = ranked.id AND s.kind <> 'text')
ORDER BY signs DESC, sort_key, ranked.id
LIMIT %(limit)s
"""
)
