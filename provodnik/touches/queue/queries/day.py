"""A coordinator's day: how much is left, what is overdue, what is at stake, what comes later."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from provodnik.kernel import schools
from provodnik.method import queries as method
from provodnik.method.shapes.touches import DeedKind, Queue

ROWS = 50


@dataclass(frozen=True, slots=True)
class DayRow:
    """One deed of the day. `way` is how to reach the client; money in kopecks."""

    touch_id: int
    client_id: int
    client_name: str
    kind: str
    duty: str
    way: str
    reason: str
    product: str
    stake_kopecks: int
    due_from: datetime
    due_at: datetime
    is_late: bool
    claimed_by: str
    attempt: int
    is_missed: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of one owner. `counts` are of all open deeds by duty, however many rows are shown.

    `listed` is how many deeds stand under the filter and `listed_late` how many of them are
    overdue; `beyond_id` is the first one not read.
    """

    overdue: tuple[DayRow, ...]
    today: tuple[DayRow, ...]
    beyond_id: int | None
    listed: int
    listed_late: int
    counts: dict[str, int]
    open: int
    late: int
    minutes_left: int
    done: int
    paid: int
    paid_kopecks: int
    later: int
    has_students: bool

    @property
    def listed_today(self) -> int:
        return self.listed - self.listed_late

    @property
    def rows(self) -> tuple[DayRow, ...]:
        return self.overdue + self.today


def day(
    *,
    owner_id: int,
    now: datetime,
    day_starts_at: datetime,
    day_ends_at: datetime,
    duty: str | None = None,
    rows: int = ROWS,
) -> Day:
    """Deeds open by the end of the day: overdue first, then by what is at stake.

    Queries: 3, whatever the length of the queue; `rows` rows are read, and one more.
    """
    params: dict[str, Any] = {
        "owner": owner_id,
        "now": now,
        "starts": day_starts_at,
        "ends": day_ends_at,
    }
    settings = method.queue_settings()
    deeds = {str(deed.key): deed for deed in settings.deeds}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, params)
        counted = cursor.fetchall()
        cursor.execute(_DONE, {**params, "school": schools.current()})
        done, paid, paid_kopecks, has_students = cursor.fetchone()
    found = _rows({**params, "rows": rows + 1}, settings, duty)
    shown, beyond = found[:rows], found[rows:]
    counts: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for kind, n, overdue, _ in counted:
        if n:
            counts[str(deeds[kind].duty)] += n
            late[str(deeds[kind].duty)] += overdue
    return Day(
        overdue=tuple(row for row in shown if row.is_late),
        today=tuple(row for row in shown if not row.is_late),
        beyond_id=beyond[0].touch_id if beyond else None,
        listed=counts.total() if duty is None else counts[duty],
        listed_late=late.total() if duty is None else late[duty],
        counts=dict(counts),
        open=counts.total(),
        late=late.total(),
        minutes_left=sum(deeds[kind].minutes * n for kind, n, _, _ in counted),
        done=done,
        paid=paid,
        paid_kopecks=paid_kopecks,
        later=sum(later for _, _, _, later in counted),
        has_students=has_students,
    )


def _rows(params: Mapping[str, Any], settings: Queue, duty: str | None) -> list[DayRow]:
    """The first deeds in the day's order.

    A goal written down since a deed was planned takes the place of the words that ask for it.
    """
    deeds = {str(deed.key): deed for deed in settings.deeds}
    known = {
        **params,
        "kinds": [key for key, deed in deeds.items() if duty is None or str(deed.duty) == duty],
        "ranked": list(deeds),
        "ranks": [deed.rank for deed in deeds.values()],
        "held_minutes": settings.claim_minutes,
        "no_goal": settings.why.no_goal,
        "goal": settings.why.goal,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, known)
        return [_row(row, deeds, params["now"]) for row in cursor.fetchall()]


def _row(row: tuple[Any, ...], deeds: Mapping[str, DeedKind], now: datetime) -> DayRow:
    (
        touch_id,
        client_id,
        client,
        kind,
        reason,
        product,
        stake,
        due_from,
        due_at,
        holder,
        n,
        missed,
    ) = row
    return DayRow(
        touch_id=touch_id,
        client_id=client_id,
        client_name=client,
        kind=kind,
        duty=str(deeds[kind].duty),
        way=str(deeds[kind].way),
        reason=reason,
        product=product or "",
        stake_kopecks=stake,
        due_from=due_from,
        due_at=due_at,
        is_late=due_at < now,
        claimed_by=holder or "",
        attempt=n,
        is_missed=missed is not None,
    )


_PLANNED = """
  school_id = current_setting('app.school')::bigint AND owner_id = %(owner)s
  AND state = 'planned'
"""
_OPEN = f"{_PLANNED} AND due_from < %(ends)s"

# One walk over the owner's open touches: those of the day, the late among them, tomorrow's.
_COUNTS = f"""
SELECT kind, count(*) FILTER (WHERE due_from < %(ends)s),
       count(*) FILTER (WHERE due_from < %(ends)s AND due_at < %(now)s),
       count(*) FILTER (WHERE due_from >= %(ends)s)
FROM queue_touch WHERE {_PLANNED} AND due_from < %(ends)s + interval '1 day' GROUP BY kind
"""  # noqa: S608 (the condition stands right above)

# Overdue ones by how long they wait, the others by what is at stake, then by the method's rank.
# The order is found in the index alone; only the rows listed are read from the table.
_ROWS = f"""
SELECT t.id, t.client_id, c.name, t.kind,
       coalesce(replace(t.reason, %(no_goal)s, replace(%(goal)s, '{{goal}}', goal.text)), t.reason),
       p.name, t.stake_kopecks, t.due_from, t.due_at, holder.name, t.attempt, t.missed_at
FROM (
  SELECT id, due_at < %(now)s AS is_late FROM queue_touch
  WHERE {_OPEN} AND kind = ANY(%(kinds)s)
  ORDER BY due_at < %(now)s DESC, CASE WHEN due_at < %(now)s THEN due_at END,
           stake_kopecks DESC, (%(ranks)s::int[])[array_position(%(ranked)s::text[], kind::text)],
           due_at, id
  LIMIT %(rows)s
) AS listed
JOIN queue_touch t ON t.id = listed.id
JOIN people_client c ON c.id = t.client_id
LEFT JOIN catalog_product p ON p.id = t.product_id
LEFT JOIN team_staff holder ON holder.id = t.claimed_by_id AND holder.id <> %(owner)s
  AND t.claimed_at > %(now)s - make_interval(mins => %(held_minutes)s)
LEFT JOIN LATERAL (
  SELECT g.text FROM people_goal g
  WHERE g.client_id = t.client_id AND g.reached_at IS NULL
  ORDER BY g.recorded_at DESC, g.id DESC LIMIT 1
) AS goal ON strpos(t.reason, %(no_goal)s) > 0
ORDER BY listed.is_late DESC, CASE WHEN listed.is_late THEN t.due_at END, t.stake_kopecks DESC,
         (%(ranks)s::int[])[array_position(%(ranked)s::text[], t.kind::text)], t.due_at, t.id
"""  # noqa: S608 (the condition stands right above)

_DONE = """
SELECT (SELECT count(*) FROM queue_touch
        WHERE school_id = %(school)s AND owner_id = %(owner)s AND state = 'made'
          AND made_at >= %(starts)s AND made_at < %(ends)s),
       paid.n, paid.kopecks,
       EXISTS (SELECT FROM people_client
               WHERE school_id = %(school)s AND coordinator_id = %(owner)s)
FROM (
  SELECT count(*) AS n, coalesce(sum(o.paid_kopecks), 0)::bigint AS kopecks
  FROM sales_order o JOIN people_client c ON c.id = o.client_id AND c.coordinator_id = %(owner)s
  WHERE o.first_paid_at >= %(starts)s AND o.first_paid_at < %(ends)s
) AS paid
"""
