"""Keeping what the clocks say in the tickets, one or ten thousand at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from itertools import batched

from django.db import connection, transaction

from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method.shapes import Desk
from provodnik.touches.desk.models import Term, Ticket
from provodnik.touches.desk.queries.threads import Told, told_of
from provodnik.touches.desk.sla import rules
from provodnik.touches.desk.sla.types import Terms
from provodnik.touches.desk.terms import minutes_of
from provodnik.touches.desk.types import LIVE

_CHUNK = 1000
_TERMS = ("answer_minutes", "resolve_minutes", "limit_minutes", "is_working_time")


@dataclass(frozen=True, slots=True)
class _Row:
    """What a ticket keeps; the order is that of the columns in `_WRITE`."""

    ticket_id: int
    asked_at: datetime | None
    answer_due_at: datetime | None
    resolve_due_at: datetime | None
    limit_due_at: datetime | None
    is_paused: bool


@transaction.atomic
def recount(ticket_ids: Sequence[int], *, now: datetime) -> int:
    """Ask the clocks of these tickets again and keep what they say. Returns how many changed.

    Tickets that are no longer live lose their deadlines. 7 queries, whatever the number.
    """
    del now  # Deadlines do not move by themselves: nothing here depends on the moment.
    if not ticket_ids:
        return 0
    calendar, settings = working_calendar(), method.desk_settings()
    rows = [_judged(told, calendar, settings) for told in told_of(ticket_ids)]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(column) for column in zip(*map(astuple, rows), strict=True)])
        return int(cursor.rowcount)


def recount_live(*, now: datetime) -> int:
    """Every live ticket anew by the calendar and the promises of today. Returns how many changed.

    A promise that is another than before is written down with the moment it changed. Works in
    chunks inside the caller's transaction.
    """
    live = list(
        Ticket.objects.filter(state__in=[state.value for state in LIVE])
        .order_by("pk")
        .values_list("pk", "priority")
    )
    _renew_terms(live, now)
    ids = [ticket_id for ticket_id, _ in live]
    return sum(recount(chunk, now=now) for chunk in batched(ids, _CHUNK, strict=False))


def _renew_terms(live: Sequence[tuple[int, str]], now: datetime) -> None:
    standing = {
        row["ticket_id"]: row
        for row in Term.objects.filter(ticket__state__in=[state.value for state in LIVE])
        .order_by("ticket_id", "-from_at", "-pk")
        .distinct("ticket_id")
        .values("ticket_id", "school_id", *_TERMS)
    }
    Term.objects.bulk_create(_changed(live, standing, now), batch_size=_CHUNK)


def _changed(
    live: Sequence[tuple[int, str]], standing: dict[int, dict[str, int]], now: datetime
) -> Iterator[Term]:
    # A priority the school has dropped since promises what it did.
    known = {one.key for one in method.desk_settings().priorities}
    promises = {key: minutes_of(key) for key in known & {priority for _, priority in live}}
    for ticket_id, priority in live:
        was, promised = standing.get(ticket_id), promises.get(priority)
        if was and promised and any(was[name] != promised[name] for name in _TERMS):
            yield Term(school_id=was["school_id"], ticket_id=ticket_id, from_at=now, **promised)


def _judged(told: Told, calendar: WorkCalendar, settings: Desk) -> _Row:
    if not told.is_live:
        return _Row(told.ticket_id, None, None, None, None, False)
    asked = [one for one in rules.rounds(told.thread) if one.answered_at is None]
    answer = rules.answer_clock(calendar, asked[0], told.terms) if asked else None
    target, limit = (
        rules.resolution_clock(
            calendar, told.thread, told.terms, reopen=settings.reopen_clock, of=of
        )
        for of in (_resolve, _limit)
    )
    return _Row(
        told.ticket_id,
        asked[0].asked_at if asked else None,
        answer.due_at if answer else None,
        target.due_at,
        limit.due_at,
        target.is_paused,
    )


def _resolve(terms: Terms) -> timedelta | None:
    return terms.resolve


def _limit(terms: Terms) -> timedelta | None:
    return terms.limit


_WRITE = """
WITH told AS MATERIALIZED (
  SELECT * FROM unnest(
    %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[],
    %s::boolean[]
  ) AS told (id, asked_at, answer_due_at, resolve_due_at, limit_due_at, is_paused)
), fresh AS MATERIALIZED (
  SELECT told.*, CASE WHEN t.state IN ('open', 'waiting') THEN
    least(told.answer_due_at, told.limit_due_at, t.promised_until_at) END AS next_due_at
  FROM told JOIN desk_ticket t ON t.id = told.id
)
UPDATE desk_ticket t
SET asked_at = f.asked_at, answer_due_at = f.answer_due_at, resolve_due_at = f.resolve_due_at,
    limit_due_at = f.limit_due_at, is_paused = f.is_paused, next_due_at = f.next_due_at
FROM fresh f
WHERE t.id = f.id
  AND (t.asked_at, t.answer_due_at, t.resolve_due_at, t.limit_due_at, t.is_paused, t.next_due_at)
    IS DISTINCT FROM
    (f.asked_at, f.answer_due_at, f.resolve_due_at, f.limit_due_at, f.is_paused, f.next_due_at)
"""
