"""What happened to tickets, as the clocks read it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from provodnik.kernel.calendar.types import Pause
from provodnik.touches.desk.models import ClientAbsence, Message, Span, Term, Ticket
from provodnik.touches.desk.sla.types import Side, Solution, Terms, Thread, Word
from provodnik.touches.desk.types import LIVE, MessageKind, SpanKind, TicketState

type _Stretch = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Told:
    """One ticket for its clocks. `promised_until_at` is the next answer somebody promised."""

    ticket_id: int
    is_live: bool
    thread: Thread
    terms: tuple[Terms, ...]
    promised_until_at: datetime | None


def told_of(ticket_ids: Sequence[int], *, hold: bool = False) -> list[Told]:
    """Tickets with their words, pauses and promises, by id. Queries: 5, whatever the number.

    `hold` keeps the tickets from being changed until the transaction ends.
    """
    tickets = Ticket.objects.filter(pk__in=ticket_ids).order_by("pk")
    if hold:
        tickets = tickets.select_for_update(of=("self",))
    rows = list(tickets.values_list("pk", "client_id", "state", "opened_at", "promised_until_at"))
    words, spans, terms = _words(ticket_ids), _spans(ticket_ids), _terms(ticket_ids)
    absences = _absences([client_id for _, client_id, *_ in rows])
    return [
        Told(
            pk,
            TicketState(state) in LIVE,
            Thread(
                opened_at,
                tuple(words[pk]),
                (*(Pause(*one) for one in spans[pk, SpanKind.WAIT]), *absences[client_id]),
                tuple(Solution(*one) for one in spans[pk, SpanKind.SOLVED]),
            ),
            tuple(terms[pk]),
            promised_until_at,
        )
        for pk, client_id, state, opened_at, promised_until_at in rows
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


def _absences(client_ids: Sequence[int]) -> dict[int, tuple[Pause, ...]]:
    """Stretches in which a client can approve nothing: what waits for them stands (R-130)."""
    found: dict[int, tuple[Pause, ...]] = defaultdict(tuple)
    rows = ClientAbsence.objects.filter(client_id__in=set(client_ids)).order_by("from_at", "pk")
    for client_id, from_at, to_at in rows.values_list("client_id", "from_at", "to_at"):
        found[client_id] += (Pause(from_at, to_at),)
    return found


def _terms(ticket_ids: Sequence[int]) -> dict[int, list[Terms]]:
    found: dict[int, list[Terms]] = defaultdict(list)
    rows = (
        Term.objects.filter(ticket_id__in=ticket_ids)
        .order_by("from_at", "pk")
        .values_list(
            *("ticket_id", "from_at", "answer_minutes", "resolve_minutes", "limit_minutes"),
            "is_working_time",
        )
    )
    for ticket_id, from_at, answer, resolve, limit, is_working_time in rows:
        found[ticket_id].append(
            Terms(from_at, _minutes(answer), _minutes(resolve), _minutes(limit), is_working_time)
        )
    return found


def _minutes(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(minutes=count)
