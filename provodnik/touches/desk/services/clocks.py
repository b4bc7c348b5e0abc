"""Keeping what the clocks say in the tickets, one or a hundred thousand at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.method import queries as method
from provodnik.method.shapes import Desk
from provodnik.touches.desk.hours import desk_calendar
from provodnik.touches.desk.models import Term, Ticket
from provodnik.touches.desk.queries.threads import Told, told_of
from provodnik.touches.desk.sla import rules
from provodnik.touches.desk.sla.types import Clock, Terms
from provodnik.touches.desk.terms import of_method, own_of, with_own
from provodnik.touches.desk.types import LIVE

# As many as are held at once: about a third of a second.
CHUNK = 1000
_TERMS = ("answer_minutes", "resolve_minutes", "limit_minutes", "is_working_time")
_LIVE = [state.value for state in LIVE]


class _Row(NamedTuple):
    """What a ticket keeps; the order is that of the columns in `_WRITE`."""

    ticket_id: int
    asked_at: datetime | None = None
    answer_due_at: datetime | None = None
    resolve_due_at: datetime | None = None
    limit_due_at: datetime | None = None
    next_due_at: datetime | None = None
    warn_at: datetime | None = None
    escalate_at: datetime | None = None
    is_paused: bool = False


@transaction.atomic
def recount(ticket_ids: Sequence[int]) -> int:
    """Ask the clocks of these tickets again and keep what they say. Returns how many changed.

    Deadlines do not move by themselves, so the moment does not matter. Tickets that are no longer
    live lose their deadlines. Queries: 9, whatever the number.
    """
    if not ticket_ids:
        return 0
    calendar, settings = desk_calendar(), method.desk_settings()
    rows = [_judged(told, calendar, settings) for told in told_of(ticket_ids, hold=True)]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(column) for column in zip(*rows, strict=True)])
        return int(cursor.rowcount)


@dataclass(frozen=True, slots=True)
class Recounted:
    """How many tickets of a chunk changed, and the last of them; None: there is nothing after."""

    changed: int
    last_id: int | None


@transaction.atomic
def recount_chunk(after_id: int, *, now: datetime, limit: int = CHUNK) -> Recounted:
    """The next live tickets after this one, by the calendar and the promises of today.

    A promise that is another than before is written down with the moment it changed. The caller
    gives each chunk a transaction of its own, so that nobody waits for all of them.
    """
    live = list(
        Ticket.objects.filter(state__in=_LIVE, pk__gt=after_id)
        .order_by("pk")
        .values_list("pk", flat=True)[:limit]
    )
    return Recounted(renew(live, now=now), live[-1]) if live else Recounted(0, None)


def recount_live(*, now: datetime) -> int:
    """Every live ticket, chunk by chunk, in the caller's transaction. Returns how many changed."""
    changed, done = 0, recount_chunk(0, now=now)
    while done.last_id is not None:
        changed += done.changed
        done = recount_chunk(done.last_id, now=now)
    return changed


@transaction.atomic
def renew(ticket_ids: Sequence[int], *, now: datetime) -> int:
    """`recount` by what is promised now. Returns how many changed. Queries: 15 at most."""
    renew_terms(ticket_ids, now=now)
    return recount(ticket_ids)


def renew_terms(ticket_ids: Sequence[int], *, now: datetime) -> None:
    """Write down what is promised now about live tickets, where it is another than before.

    It holds from now on, not from the beginning: late for a time before anybody knew is nobody.
    The tickets are held until the transaction ends. Queries: 6, whatever the number.
    """
    Term.objects.bulk_create(_changed(_asked(ticket_ids), _standing(ticket_ids), now))


class _Asked(NamedTuple):
    """By what a ticket's promise is found."""

    ticket_id: int
    client_id: int
    priority: str


def _asked(ticket_ids: Sequence[int]) -> list[_Asked]:
    live = Ticket.objects.filter(pk__in=ticket_ids, state__in=_LIVE).order_by("pk")
    held = live.select_for_update(of=("self",))
    return [_Asked(*row) for row in held.values_list("pk", "client_id", "priority")]


def _standing(ticket_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """The promise in force of each ticket."""
    rows = (
        Term.objects.filter(ticket_id__in=ticket_ids)
        .order_by("ticket_id", "-from_at", "-pk")
        .distinct("ticket_id")
        .values("ticket_id", "school_id", *_TERMS)
    )
    return {row["ticket_id"]: row for row in rows}


def _changed(
    asked: Sequence[_Asked], standing: dict[int, dict[str, int]], now: datetime
) -> Iterator[Term]:
    # A priority the school has dropped since promises what it did.
    common = of_method()
    own = own_of({one.client_id for one in asked})
    for ticket_id, client_id, priority in asked:
        was = standing.get(ticket_id)
        if was is None or priority not in common:
            continue
        promised = with_own(common[priority], own.get((client_id, priority)))
        if any(was[name] != value for name, value in promised.items()):
            yield Term(school_id=was["school_id"], ticket_id=ticket_id, from_at=now, **promised)


def _judged(told: Told, calendar: WorkCalendar, settings: Desk) -> _Row:
    if not told.is_live:
        return _Row(told.ticket_id)
    asked = [one for one in rules.rounds(told.thread) if one.answered_at is None]
    answer = rules.answer_clock(calendar, asked[0], told.terms) if asked else None
    target, limit = (
        rules.resolution_clock(
            calendar, told.thread, told.terms, reopen=settings.reopen_clock, of=of
        )
        for of in (_resolve, _limit)
    )
    answer_due_at = answer.due_at if answer else None
    ahead = (answer_due_at, limit.due_at, told.promised_until_at)
    next_due_at = min((at for at in ahead if at is not None), default=None)
    return _Row(
        told.ticket_id,
        asked_at=asked[0].asked_at if asked else None,
        answer_due_at=answer_due_at,
        resolve_due_at=target.due_at,
        limit_due_at=limit.due_at,
        next_due_at=next_due_at,
        warn_at=_warn_at(calendar, told.thread.opened_at, next_due_at, settings),
        escalate_at=next_due_at and rules.notify_at(calendar, next_due_at),
        is_paused=target.is_paused,
    )


def _warn_at(
    calendar: WorkCalendar, opened_at: datetime, due_at: datetime | None, settings: Desk
) -> datetime | None:
    before = timedelta(minutes=settings.warn_minutes)
    at = rules.warn_at(calendar, Clock(opened_at, due_at), before)
    return at and rules.notify_at(calendar, at)


def _resolve(terms: Terms) -> timedelta | None:
    return terms.resolve


def _limit(terms: Terms) -> timedelta | None:
    return terms.limit


_WRITE = """
WITH told AS MATERIALIZED (
  SELECT * FROM unnest(
    %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[],
    %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::boolean[]
  ) AS told (id, asked_at, answer_due_at, resolve_due_at, limit_due_at, next_due_at, warn_at,
             escalate_at, is_paused)
)
UPDATE desk_ticket t
SET asked_at = f.asked_at, answer_due_at = f.answer_due_at, resolve_due_at = f.resolve_due_at,
    limit_due_at = f.limit_due_at, next_due_at = f.next_due_at, warn_at = f.warn_at,
    escalate_at = f.escalate_at, is_paused = f.is_paused
FROM told f
WHERE t.id = f.id
  AND (t.asked_at, t.answer_due_at, t.resolve_due_at, t.limit_due_at, t.next_due_at, t.warn_at,
       t.escalate_at, t.is_paused)
    IS DISTINCT FROM
    (f.asked_at, f.answer_due_at, f.resolve_due_at, f.limit_due_at, f.next_due_at, f.warn_at,
     f.escalate_at, f.is_paused)
"""
