"""Cases counted: of each cohort against its plan, of each person who collected them."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from provodnik.facts.learning.models import CohortGoal
from provodnik.kernel import journal
from provodnik.method import queries as method
from provodnik.method.shapes import Cases
from provodnik.method.voice_words import CaseKind
from provodnik.touches.voice.cases.models import Story
from provodnik.touches.voice.cases.queries.asking import is_due
from provodnik.touches.voice.cases.types import (
    CohortEntry,
    CohortLine,
    CollectorLine,
    KindCount,
)

_METRIC = "cases"


def cohort_lines(today: date, *, only: int | None = None) -> list[CohortLine]:
    """What each cohort gave, of those planned; the latest end first. Two queries.

    Counted are the journal's entries of its members since they joined, as the figure «cases»
    counts them: imported ones as well as ours. A goal «cases» of the cohort is its plan of
    cases, else the method's.
    """
    goals = dict(CohortGoal.objects.filter(metric=_METRIC).values_list("cohort_id", "target"))
    settings = method.case_settings()
    with connection.cursor() as cursor:
        cursor.execute(_COHORTS, _params(only))
        return [_line(row, goals, settings, today) for row in cursor.fetchall()]


def cohort_entries(cohort_id: int) -> list[CohortEntry]:
    """The very entries a cohort's line counts, the latest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, _params(cohort_id))
        return [CohortEntry(row[0], row[1], CaseKind(row[2]), *row[3:]) for row in cursor]


def collectors() -> list[CollectorLine]:
    """Who collected how many approved cases and reviews, the most first (R-239). One query."""
    is_case = ~Q(kind=CaseKind.TEXT.value)
    approved = Story.objects.filter(approved_at__isnull=False, collector__isnull=False)
    counted = approved.values_list("collector_id", "collector__name").annotate(
        cases=Count("pk", filter=is_case), reviews=Count("pk", filter=~is_case)
    )
    return [
        CollectorLine(*row) for row in counted.order_by("-cases", "-reviews", "collector__name")
    ]


def _params(only: int | None) -> dict[str, Any]:
    return {
        "case": journal.event_id("case_recorded"),
        "review": journal.event_id("review_received"),
        "voided": journal.event_id("entry_voided"),
        "only": only,
        "most": method.case_settings().most_shown,
    }


def _line(row: tuple[Any, ...], goals: dict[int, int], settings: Cases, today: date) -> CohortLine:
    cohort_id, name, ends_on, students, with_case, videos, cases, reviews, waiting, asked = row
    given = {CaseKind.TEXT: reviews, CaseKind.VIDEO: videos, CaseKind.CASE: cases}
    plans = {kind: settings.plan(kind).plan for kind in CaseKind}
    if cohort_id in goals:
        plans[CaseKind.CASE] = goals[cohort_id]
    return CohortLine(
        cohort_id=cohort_id,
        name=name,
        ends_on=ends_on,
        students=students,
        with_case=with_case,
        waiting=waiting,
        asked=asked,
        kinds=tuple(
            KindCount(kind, str(settings.plan(kind).title), given[kind], plans[kind])
            for kind in CaseKind
        ),
        is_due=is_due(ends_on, settings, today),
    )


# A member's entries are found by the journal's index of clients; of which cohort an entry is,
# it says itself, else its product and the day the member joined do.
_TOLD = """
WITH shown AS MATERIALIZED (
  SELECT id, name, product_id, ends_on FROM learning_cohort
  WHERE parent_id IS NULL AND (%(only)s::bigint IS NULL OR id = %(only)s::bigint)
  ORDER BY ends_on DESC NULLS LAST, name, id LIMIT %(most)s
), member AS MATERIALIZED (
  SELECT s.id AS cohort_id, s.product_id, m.client_id, m.joined_at
  FROM shown s JOIN learning_membership m ON m.cohort_id = s.id AND m.left_at IS NULL
), told AS MATERIALIZED (
  SELECT m.cohort_id, m.client_id, e.event_id, e.attrs ->> 'type' AS type, e.happened_at, e.attrs
  FROM member m
  CROSS JOIN LATERAL (
    SELECT j.* FROM kernel_journalentry j WHERE j.client_id = m.client_id
      AND j.event_id IN (%(case)s, %(review)s) OFFSET 0) AS e
  WHERE CASE WHEN e.attrs ? 'cohort' THEN (e.attrs ->> 'cohort')::bigint = m.cohort_id
             ELSE e.happened_at >= m.joined_at
                  AND coalesce(e.product_id = m.product_id, true) END
    AND NOT EXISTS (SELECT FROM kernel_journalentry v WHERE v.client_id = e.client_id
                    AND v.event_id = %(voided)s AND v.value = e.id)
), given AS (
  SELECT cohort_id,
         count(DISTINCT client_id) FILTER (WHERE event_id = %(case)s) AS with_case,
         count(*) FILTER (WHERE event_id = %(case)s AND type = 'video') AS videos,
         count(*) FILTER (WHERE event_id = %(case)s AND type IS DISTINCT FROM 'video') AS cases,
         count(*) FILTER (WHERE event_id = %(review)s) AS reviews
  FROM told GROUP BY cohort_id
), student AS (
  SELECT cohort_id, count(*) AS n FROM member GROUP BY cohort_id
), asked AS (
  SELECT cohort_id, count(*) FILTER (WHERE state = 'requested') AS waiting, count(*) AS all
  FROM cases_story WHERE requested_at IS NOT NULL GROUP BY cohort_id
)
"""

_COHORTS = (
    _TOLD
    + """
SELECT s.id, s.name, s.ends_on, coalesce(student.n, 0), coalesce(given.with_case, 0),
       coalesce(given.videos, 0), coalesce(given.cases, 0), coalesce(given.reviews, 0),
       coalesce(asked.waiting, 0), coalesce(asked.all, 0)
FROM shown s
LEFT JOIN student ON student.cohort_id = s.id
LEFT JOIN given ON given.cohort_id = s.id
LEFT JOIN asked ON asked.cohort_id = s.id
ORDER BY s.ends_on DESC NULLS LAST, s.name, s.id
"""
)

_ENTRIES = (
    _TOLD
    + """
SELECT told.client_id, p.name,
       CASE WHEN told.event_id = %(review)s THEN 'text'
            WHEN told.type = 'video' THEN 'video' ELSE 'case' END,
       told.happened_at, coalesce(told.attrs ->> 'text', ''), (told.attrs ->> 'case')::bigint
FROM told JOIN people_client p ON p.id = told.client_id
ORDER BY told.happened_at DESC, told.client_id
"""
)
