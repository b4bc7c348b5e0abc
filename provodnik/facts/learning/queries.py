"""Reads about cohorts and about how far clients have come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, F, Q

from provodnik.facts.learning.models import Cohort, CohortGoal, Membership

PAGE = 50


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort, or a group when `parent_id` is set. Members are those in it now."""

    cohort_id: int
    name: str
    parent_id: int | None
    product_id: int | None
    product: str | None
    curator_id: int | None
    curator: str | None
    starts_on: date | None
    ends_on: date | None
    members: int


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A goal and where it stands, both in the figure's own unit; no fact is not measured yet."""

    metric: str
    target: int
    fact: int | None

    @property
    def reached_share(self) -> float | None:
        """0..1 and above, None when there is nothing to compare."""
        return None if self.fact is None or not self.target else self.fact / self.target


@dataclass(frozen=True, slots=True)
class CohortPage:
    """A cohort with its groups and goals."""

    cohort: CohortRow
    groups: tuple[CohortRow, ...]
    goals: tuple[PlanFact, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A client in a cohort."""

    client_id: int
    name: str
    joined_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a client came in one product; None gathers what names no product.

    `score_hundredths` is the mean of checked homework. Modules are in the order finished.
    """

    product_id: int | None
    enrolled_at: datetime | None
    lessons: int
    homework_submitted: int
    homework_reviewed: int
    score_hundredths: int | None
    modules: tuple[str, ...]
    last_module_at: datetime | None
    completed_at: datetime | None
    graduated_at: datetime | None
    last_at: datetime


def cohort_list(*, with_groups: bool = False) -> list[CohortRow]:
    """Cohorts, the latest start first, undated ones last. Two queries."""
    return _cohorts(Q() if with_groups else Q(parent__isnull=True))


def cohort_page(cohort_id: int, *, facts: Mapping[str, int | None]) -> CohortPage:
    """A cohort with its plan and fact. `facts` are figures by name, counted by the caller.

    Queries: 3
    Raises:  Cohort.DoesNotExist
    """
    family = _cohorts(Q(pk=cohort_id) | Q(parent_id=cohort_id))
    cohort = next((row for row in family if row.cohort_id == cohort_id), None)
    if cohort is None:
        raise Cohort.DoesNotExist(str(cohort_id))
    goals = CohortGoal.objects.filter(cohort_id=cohort_id).order_by("metric")
    return CohortPage(
        cohort=cohort,
        groups=tuple(row for row in family if row is not cohort),
        goals=tuple(PlanFact(g.metric, g.target, facts.get(g.metric)) for g in goals),
    )


def members(cohort_id: int, *, after: int | None = None, limit: int = PAGE) -> list[MemberRow]:
    """Members by name, those who left included, from the one after `after` (a client's id) on.

    Queries: 1, and one more for a later page.
    """
    rows = Membership.objects.filter(cohort_id=cohort_id).select_related("client")
    if after is not None:
        last = Membership.objects.select_related("client").get(cohort_id=cohort_id, client_id=after)
        key = last.client.sort_key
        rows = rows.filter(
            Q(client__sort_key__gt=key) | Q(client__sort_key=key, client_id__gt=after)
        )
    rows = rows.order_by("client__sort_key", "client_id")
    return [MemberRow(m.client_id, m.client.name, m.joined_at, m.left_at) for m in rows[:limit]]


def cohorts_of(client_id: int) -> list[CohortRow]:
    """Where a client learns now, cohorts and groups. Two queries."""
    mine = Membership.objects.filter(client_id=client_id, left_at=None)
    return _cohorts(Q(pk__in=mine.values("cohort_id")))


def progress(client_ids: Sequence[int]) -> list[Progress]:
    """How far a client came in each product, the latest activity first.

    `client_ids` are the ids the journal knows the client under (`people.known_as`).

    Queries: 1
    """
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS, [list(client_ids)])
        rows = cursor.fetchall()
    return [Progress(*(*row[:6], tuple(row[6] or ()), *row[7:])) for row in rows]


def finished_products(client_ids: Sequence[int]) -> dict[int, datetime]:
    """Products a client finished or graduated from, and when first. One query."""
    moments = {
        row.product_id: min(filter(None, (row.completed_at, row.graduated_at)), default=None)
        for row in progress(client_ids)
    }
    return {
        product_id: moment
        for product_id, moment in moments.items()
        if product_id is not None and moment is not None
    }


def _cohorts(which: Q) -> list[CohortRow]:
    cohorts = Cohort.objects.filter(which).annotate(
        product_name=F("product__name"), curator_name=F("curator__name")
    )
    counts = Membership.objects.filter(left_at=None, cohort_id__in=cohorts.values("pk"))
    counted = dict(counts.values("cohort_id").annotate(n=Count("pk")).values_list("cohort_id", "n"))
    rows = cohorts.order_by(F("starts_on").desc(nulls_last=True), "name", "pk").values_list(
        "pk",
        "name",
        "parent_id",
        "product_id",
        "product_name",
        "curator_id",
        "curator_name",
        "starts_on",
        "ends_on",
    )
    return [CohortRow(*row, members=counted.get(row[0], 0)) for row in rows]


_PROGRESS = """
WITH mine AS MATERIALIZED (
  SELECT e.id, e.product_id, n.name AS event, e.item, e.value, e.happened_at
  FROM kernel_journalentry e JOIN kernel_eventname n ON n.id = e.event_id
  WHERE e.client_id = ANY(%s)
), told AS (
  SELECT * FROM mine
  WHERE event IN ('enrolled', 'lesson_viewed', 'homework_submitted', 'homework_reviewed',
                  'module_completed', 'course_completed', 'graduated')
    AND id NOT IN (SELECT value FROM mine WHERE event = 'entry_voided')
), module AS (
  SELECT product_id, array_agg(item ORDER BY first_at, item) AS items FROM (
    SELECT product_id, item, min(happened_at) AS first_at FROM told
    WHERE event = 'module_completed' GROUP BY product_id, item
  ) AS finished GROUP BY product_id
)
SELECT told.product_id,
  min(happened_at) FILTER (WHERE event = 'enrolled'),
  count(DISTINCT item) FILTER (WHERE event = 'lesson_viewed'),
  count(DISTINCT item) FILTER (WHERE event = 'homework_submitted'),
  count(DISTINCT item) FILTER (WHERE event = 'homework_reviewed'),
  round(avg(value) FILTER (WHERE event = 'homework_reviewed'))::integer,
  (SELECT items FROM module WHERE module.product_id IS NOT DISTINCT FROM told.product_id),
  max(happened_at) FILTER (WHERE event = 'module_completed'),
  min(happened_at) FILTER (WHERE event = 'course_completed'),
  min(happened_at) FILTER (WHERE event = 'graduated'),
  max(happened_at)
FROM told GROUP BY told.product_id ORDER BY max(happened_at) DESC
"""
