"""Students on the way to the result: goal, progress, what hinders, what is next (R-118)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from provodnik.facts.people.queries.searching import found_ids
from provodnik.method import queries as method
from provodnik.method.types import NeedKind
from provodnik.touches.care.types import Lead

PAGE = 50
_MOST_FOUND = 200
_EXPORTED_AT_ONCE = 1000

type Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Whom to list. `month` is that of the first payment, its first day, in `timezone`."""

    timezone: str
    state: Lead | None = None
    month: date | None = None
    coordinator_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A student who has paid. `obstacle` is the latest one still open, in the student's words
    or the method's; `next_step` the reason of the nearest planned touch."""

    client_id: int
    name: str
    sort_key: str
    coordinator: str
    state: Lead
    goal: str
    reached_at: datetime | None
    product: str
    modules: int
    modules_of: int
    obstacle: str
    next_step: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class LeadPage:
    """A page by name; `counts` are by state under the other filters; `after` begins the next."""

    rows: tuple[LeadRow, ...]
    counts: dict[Lead, int]
    after: Place | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def leads(who: LeadFilter, *, after: Place | None = None, limit: int = PAGE) -> LeadPage:
    """A page of students and how many there are in each state.

    Queries: 2, and one more for a search.
    """
    params = _params(who)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, params)
        counts = {Lead(state): n for state, n in cursor.fetchall()}
    rows = _read(params, after, limit + 1)
    more = len(rows) > limit
    last = rows[limit - 1] if more else None
    return LeadPage(tuple(rows[:limit]), counts, (last.sort_key, last.client_id) if last else None)


def export_leads(who: LeadFilter) -> Iterator[LeadRow]:
    """Every student the filter lets through, by name, some at a time."""
    params, after = _params(who), None
    while rows := _read(params, after, _EXPORTED_AT_ONCE):
        yield from rows
        after = (rows[-1].sort_key, rows[-1].client_id)


def _params(who: LeadFilter) -> dict[str, Any]:
    choices = method.care_settings().choices
    return {
        "zone": who.timezone,
        "month": who.month,
        "coordinator": who.coordinator_id,
        "found": found_ids(who.text, limit=_MOST_FOUND) if who.text else None,
        "state": who.state.value if who.state else None,
        "obstacles": [str(one.key) for one in choices if one.kind is NeedKind.OBSTACLE],
    }


def _read(params: dict[str, Any], after: Place | None, limit: int) -> list[LeadRow]:
    titles = {str(one.key): one.title for one in method.care_settings().choices}
    sort_key, client_id = after or (None, None)
    known = {**params, "sort_key": sort_key, "client": client_id, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, known)
        return [_row(row, titles) for row in cursor.fetchall()]


def _row(row: tuple[Any, ...], titles: dict[str, str]) -> LeadRow:
    state, goal, reached_at, product, modules, of, choice, text, step, due_at = row[4:]
    obstacle = text or titles.get(choice, choice)
    told = (Lead(state), goal, reached_at, product, modules, of, obstacle, step, due_at)
    return LeadRow(*(*row[:4], *told))


# An obstacle is open until it is answered or its touch is over.
_TOLD = """
WITH paid AS MATERIALIZED (
  SELECT client_id, min(first_paid_at) AS at FROM sales_order
  WHERE first_paid_at IS NOT NULL GROUP BY client_id
), hindered AS MATERIALIZED (
  SELECT DISTINCT ON (n.client_id) n.client_id, n.choice, n.text
  FROM care_need n LEFT JOIN queue_touch t ON t.id = n.touch_id
  WHERE n.choice = ANY(%(obstacles)s) AND coalesce(NOT n.helped, true)
    AND (n.helped IS FALSE OR n.answered_at IS NULL AND coalesce(t.state = 'planned', true))
  ORDER BY n.client_id, n.told_at DESC
), wanted AS MATERIALIZED (
  SELECT client_id, max(reached_at) AS reached_at,
    (array_agg(text ORDER BY reached_at IS NOT NULL, recorded_at DESC, id DESC))[1] AS text
  FROM people_goal GROUP BY client_id
), arrived AS MATERIALIZED (
  SELECT client_id, max(happened_at) AS at FROM queue_moment
  WHERE trigger = 'goal_reached' GROUP BY client_id
), led AS (
  SELECT c.id, c.name, c.sort_key, c.coordinator_id, coalesce(wanted.text, '') AS goal,
    coalesce(wanted.reached_at, arrived.at) AS reached_at, hindered.choice, hindered.text,
    CASE WHEN wanted.reached_at IS NOT NULL OR arrived.at IS NOT NULL THEN 'reached'
         WHEN hindered.client_id IS NOT NULL THEN 'hindered'
         WHEN wanted.client_id IS NULL THEN 'no_goal' ELSE 'on_way' END AS state
  FROM paid JOIN people_client c ON c.id = paid.client_id
  LEFT JOIN wanted ON wanted.client_id = c.id
  LEFT JOIN arrived ON arrived.client_id = c.id
  LEFT JOIN hindered ON hindered.client_id = c.id
  WHERE (%(coordinator)s::bigint IS NULL OR c.coordinator_id = %(coordinator)s)
    AND (%(month)s::date IS NULL
         OR date_trunc('month', paid.at AT TIME ZONE %(zone)s)::date = %(month)s::date)
    AND (%(found)s::bigint[] IS NULL OR c.id = ANY(%(found)s::bigint[]))
)
"""

_COUNTS = f"{_TOLD} SELECT state, count(*) FROM led GROUP BY state"  # noqa: S608 (stands above)

# What costs a look per student is asked only for the students of the page.
_ROWS = f"""{_TOLD}, page AS MATERIALIZED (
  SELECT * FROM led
  WHERE (%(state)s::text IS NULL OR state = %(state)s)
    AND (%(sort_key)s::text IS NULL
         OR (sort_key, id) > (%(sort_key)s::text, %(client)s::bigint))
  ORDER BY sort_key, id LIMIT %(limit)s
)
SELECT page.id, page.name, page.sort_key, coalesce(staff.name, ''), page.state, page.goal,
  page.reached_at, coalesce(course.name, ''), coalesce(course.modules, 0),
  coalesce(course.modules_of, 0), coalesce(page.choice, ''), coalesce(page.text, ''),
  coalesce(step.reason, ''), step.due_at
FROM page
LEFT JOIN team_staff staff ON staff.id = page.coordinator_id
LEFT JOIN LATERAL (
  SELECT p.name, count(DISTINCT m.item) AS modules,
    (SELECT count(*) FROM care_coursemodule o WHERE o.product_id = p.id) AS modules_of
  FROM queue_moment m JOIN catalog_product p ON p.id = m.product_id
  WHERE m.client_id = page.id AND m.trigger = 'module_completed'
  GROUP BY p.id, p.name ORDER BY max(m.happened_at) DESC LIMIT 1
) AS course ON true
LEFT JOIN LATERAL (
  SELECT t.reason, t.due_at FROM queue_touch t
  WHERE t.client_id = page.id AND t.state = 'planned' ORDER BY t.due_at, t.id LIMIT 1
) AS step ON true
ORDER BY page.sort_key, page.id
"""  # noqa: S608 (the parts stand right above)
