"""What happened to tickets, as the clocks read it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from provodnik.kernel.calendar.types import Pause
from provodnik.touches.desk.models import Message, Span, Term, Ticket
from provodnik.touches.desk.sla.types import Side, Solution, Terms, Thread, Word
from provodnik.touches.desk.types import LIVE, MessageKind, SpanKind, TicketState

type _Stretch = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Told:
    """One ticket for its clocks."""

    ticket_id: int
    is_live: bool
    thread: Thread
    terms: tuple[Terms, ...]


def told_of(ticket_ids: Sequence[int]) -> list[Told]:
    """Tickets with their words, pauses and promises, by id. Queries: 4, whatever the number."""
    words, spans, terms = _words(ticket_ids), _spans(ticket_ids), _terms(ticket_ids)
    tickets = Ticket.objects.filter(pk__in=ticket_ids).order_by("pk")
    return [
        Told(
            pk,
            TicketState(state) in LIVE,
            Thread(
                opened_at,
                tuple(words[pk]),
                tuple(Pause(*one) for one in spans[pk, SpanKind.WAIT]),
                tuple(Solution(*one) for one in spans[pk, SpanKind.SOLVED]),
            ),
            tuple(terms[pk]),
        )
        for pk, state, opened_at in tickets.values_list("pk", "state", "opened_at")
    ]


def side_of(kind: str, *, is_auto: bool) -> Side:
    """Who said a message, for the clocks."""
    if kind == MessageKind.IN.value:
        return Side.CLIENT
    if kind == MessageKind.NOTE.value:
        return Side.NOTE
    return Side.MACHINE if is_auto else Side.STAFF


def _words(ticket_ids: Sequence[int]) -> dict[int, list[Word]]:
    found: dict[int, list[Word]] = defaultdict(list)
    rows = Message.objects.filter(ticket_id__in=ticket_ids).exclude(kind=MessageKind.NOTE.value)
    for ticket_id, kind, is_auto, asks, said_at, reached_at in rows.order_by("pk").values_list(
        "ticket_id", "kind", "is_auto", "is_question", "said_at", "reached_at"
    ):
        found[ticket_id].append(Word(said_at, side_of(kind, is_auto=is_auto), asks, reached_at))
    return found


def _spans(ticket_ids: Sequence[int]) -> dict[tuple[int, SpanKind], list[_Stretch]]:
    found: dict[tuple[int, SpanKind], list[_Stretch]] = defaultdict(list)
    rows = Span.objects.filter(ticket_id__in=ticket_ids).order_by("from_at", "pk")
    for ticket_id, kind, from_at, to_at in rows.values_list(
        "ticket_id", "kind", "from_at", "to_at"
    ):
        found[ticket_id, SpanKind(kind)].append((from_at, to_at))
    return found


def _terms(ticket_ids: Sequence[int]) -> dict[int, list[Terms]]:
    found: dict[int, list[Terms]] = defaultdict(list)
    for row in Term.objects.filter(ticket_id__in=ticket_ids).order_by("from_at", "pk"):
        found[row.ticket_id].append(
            Terms(
                row.from_at,
                _minutes(row.answer_minutes),
                _minutes(row.resolve_minutes),
                _minutes(row.limit_minutes),
                row.is_working_time,
            )
        )
    return found


def _minutes(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(minutes=count)
