"""The plan of warm-ups by week, weeks without one, and how many a group's events gather."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from provodnik.facts.learning.models import Cohort
from provodnik.facts.sales.models import Launch
from provodnik.facts.sales.rules import share
from provodnik.kernel.periods import Period
from provodnik.method import queries as method

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PlannedLaunch:
    """A launch in the plan of weeks."""

    launch_id: int
    name: str
    kind: str
    channel: str
    starts_on: date
    ends_on: date
    cohort_id: int | None
    cohort: str | None
    owner: str | None
    result: str
    is_for_all: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """An active cohort that has no warm-up in a week."""

    cohort_id: int
    cohort: str


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday: what goes on in it, and which cohorts have no warm-up (R-099)."""

    monday: date
    launches: tuple[PlannedLaunch, ...]
    gaps: tuple[Gap, ...]

    @property
    def next_monday(self) -> date:
        return self.monday + WEEK


def week_plan(today: date) -> list[Week]:
    """Weeks around today as far as the method says, the earliest first. Two queries."""
    settings = method.launch_settings()
    first = monday_of(today) - settings.weeks_back * WEEK
    mondays = [first + n * WEEK for n in range(settings.weeks_back + settings.weeks_ahead + 1)]
    planned = _planned(Period(first, mondays[-1] + WEEK))
    cohorts = list(_cohorts(first, mondays[-1] + WEEK))
    warming = frozenset(str(kind.key) for kind in settings.kinds if kind.is_warm_up)
    return [_week(monday, planned, cohorts, warming) for monday in mondays]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _planned(period: Period) -> list[PlannedLaunch]:
    found = (
        Launch.objects.filter(cancelled_at=None, starts_on__lt=period.to_on)
        .annotate(last_on=Coalesce("ends_on", "starts_on"), cohort_name=F("cohort__name"))
        .annotate(owner_name=F("owner__name"))
        .filter(last_on__gte=period.from_on)
        .order_by("starts_on", "pk")
    )
    return [
        PlannedLaunch(
            launch_id=row.pk,
            name=row.name,
            kind=row.kind,
            channel=row.channel,
            starts_on=row.starts_on,
            ends_on=row.last_on,
            cohort_id=row.cohort_id,
            cohort=row.cohort_name,
            owner=row.owner_name,
            result=row.result,
            is_for_all=row.cohort_id is None and not row.audience,
        )
        for row in found
    ]


def _cohorts(from_on: date, to_on: date) -> QuerySet[Cohort]:
    still = Q(ends_on__isnull=True) | Q(ends_on__gt=from_on)
    return Cohort.objects.filter(still, parent=None, starts_on__lt=to_on).order_by("name", "pk")


def _week(
    monday: date, planned: list[PlannedLaunch], cohorts: list[Cohort], warming: frozenset[str]
) -> Week:
    until = monday + WEEK
    here = tuple(one for one in planned if one.starts_on < until and one.ends_on >= monday)
    warm = [one for one in here if one.kind in warming]
    gaps = (
        ()
        if any(one.is_for_all for one in warm)
        else tuple(
            Gap(cohort.pk, cohort.name)
            for cohort in cohorts
            if cohort.starts_on is not None
            and cohort.starts_on < until
            and (cohort.ends_on is None or cohort.ends_on > monday)
            and all(one.cohort_id != cohort.pk for one in warm)
        )
    )
    return Week(monday, here, gaps)


@dataclass(frozen=True, slots=True)
class Engagement:
    """How many of a cohort's or group's members come to its events (R-121).

    `marks` are attendances: a member who came to two events gives two.
    """

    cohort_id: int
    name: str
    members: int
    marks: int
    events: int

    @property
    def share(self) -> float | None:
        """Attendance of an average event, of all members; 0..1, None without either."""
        return share(self.marks, self.members * self.events)

    @property
    def usually(self) -> int:
        """How many come to an average event."""
        return round(self.marks / self.events) if self.events else 0


def engagement(period: Period) -> list[Engagement]:
    """Groups whose members were invited to events of the period that are over, best first.

    An event counts once somebody's coming was marked. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ENGAGEMENT, {"from": period.from_on, "to": period.to_on})
        return [Engagement(*row) for row in cursor.fetchall()]


_ENGAGEMENT = """
WITH came AS MATERIALIZED (
  SELECT client_id, launch_id, came_at IS NOT NULL AS has_come FROM sales_participant AS p
  WHERE launch_id IN (
    SELECT id FROM sales_launch WHERE cancelled_at IS NULL
      AND starts_on < %(to)s AND coalesce(ends_on, starts_on) >= %(from)s
      AND EXISTS (SELECT FROM sales_participant AS q
                  WHERE q.launch_id = sales_launch.id AND q.came_at IS NOT NULL))
)
SELECT c.id, c.name, count(DISTINCT m.client_id),
       count(DISTINCT (came.client_id, came.launch_id)) FILTER (WHERE came.has_come),
       count(DISTINCT came.launch_id)
FROM learning_cohort AS c
JOIN learning_membership AS m ON m.cohort_id = c.id AND m.left_at IS NULL
LEFT JOIN came ON came.client_id = m.client_id
GROUP BY c.id, c.name HAVING count(came.launch_id) > 0
ORDER BY count(DISTINCT (came.client_id, came.launch_id)) FILTER (WHERE came.has_come)::float
         / count(DISTINCT m.client_id) / count(DISTINCT came.launch_id) DESC, c.name
"""


@dataclass(frozen=True, slots=True)
class WarmedMonth:
    """Leads that product and service warmed in a month (R-108): people, each counted once."""

    month: date
    joined: int
    came: int
    bought: int


def warmed_clients(told: str) -> list[int]:
    """Ids of people of one number of a month, «came:2026-10»; of nobody when it is not read.

    One query.
    """
    step, _, month = told.partition(":")
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_WARMED_CLIENTS, {"month": first, "step": step})
        return [client_id for (client_id,) in cursor.fetchall()]


def warmed(period: Period, *, timezone: str) -> list[WarmedMonth]:
    """By the month they joined, came and paid, every month of the period. One query."""
    params: dict[str, Any] = {"from": period.from_on, "to": period.to_on, "zone": timezone}
    with connection.cursor() as cursor:
        cursor.execute(_WARMED, params)
        return [WarmedMonth(*row) for row in cursor.fetchall()]


_GUESTS = """
guest AS MATERIALIZED (
  SELECT p.client_id, p.joined_at, p.came_at, l.product_id, l.channel
  FROM sales_participant AS p JOIN sales_launch AS l ON l.id = p.launch_id
  WHERE l.cancelled_at IS NULL
), paid AS MATERIALIZED (
  SELECT guest.client_id, o.first_paid_at FROM guest
  JOIN sales_order AS o ON o.client_id = guest.client_id AND o.first_paid_at >= guest.joined_at
    AND (o.product_id = guest.product_id
      OR guest.product_id IS NULL AND o.channel = guest.channel)
  WHERE o.paid_kopecks > o.refunded_kopecks
)
"""

_WARMED = f"""
WITH month AS (
  SELECT m::date AS month, m AT TIME ZONE %(zone)s AS from_at,
         (m + interval '1 month') AT TIME ZONE %(zone)s AS to_at
  FROM generate_series(date_trunc('month', %(from)s::timestamp),
                       %(to)s::timestamp - interval '1 day', interval '1 month') AS m
), {_GUESTS}
SELECT month.month,
  (SELECT count(DISTINCT client_id) FROM guest
   WHERE joined_at >= month.from_at AND joined_at < month.to_at),
  (SELECT count(DISTINCT client_id) FROM guest
   WHERE came_at >= month.from_at AND came_at < month.to_at),
  (SELECT count(DISTINCT client_id) FROM paid
   WHERE first_paid_at >= month.from_at AND first_paid_at < month.to_at)
FROM month ORDER BY month.month
"""  # noqa: S608 (our own conditions)

_WARMED_CLIENTS = f"""
WITH month AS (
  SELECT m AT TIME ZONE s.timezone AS from_at,
         (m + interval '1 month') AT TIME ZONE s.timezone AS to_at
  FROM kernel_school AS s, (SELECT %(month)s::timestamp AS m) AS asked
  WHERE s.id = current_setting('app.school')::bigint
), {_GUESTS}
SELECT DISTINCT found.client_id FROM month, (
  SELECT client_id, 'joined' AS step, joined_at AS at FROM guest
  UNION ALL SELECT client_id, 'came', came_at FROM guest
  UNION ALL SELECT client_id, 'bought', first_paid_at FROM paid
) AS found
WHERE found.step = %(step)s AND found.at >= month.from_at AND found.at < month.to_at
"""  # noqa: S608 (our own conditions)
