"""One ticket with everything said in it, who held it and how long, and the rota."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Subquery

from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.touches.desk.models import Contradiction, Message, Shift, Ticket, WrongChannel
from provodnik.touches.desk.models import Turn as TurnRow
from provodnik.touches.desk.queries.threads import told_of
from provodnik.touches.desk.sla.rules import ledger, rounds
from provodnik.touches.desk.sla.types import Round, Turn
from provodnik.touches.desk.types import LIVE, Delivery, MessageKind, ShiftKind, TicketState


@dataclass(frozen=True, slots=True)
class MessageRow:
    """Something said, with who said it; `author` is empty for the client and for machines.

    `taken_from` is the title of the approved answer it was made of, with its version. `belongs` is
    the channel a client should have written by, "" where nobody marked it.
    """

    message_id: int
    kind: MessageKind
    author: str
    text: str
    is_auto: bool
    said_at: datetime
    reached_at: datetime
    author_id: int | None = None
    taken_from: str = ""
    taken_version: int = 0
    delivery: Delivery = Delivery.HAND
    delivery_words: str = ""
    outgoing_id: int | None = None
    belongs: str = ""
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class Pane:
    """A ticket opened: its thread, its rounds of question and answer, who held it how long."""

    messages: tuple[MessageRow, ...]
    rounds: tuple[Round, ...]
    held: Mapping[str, timedelta]
    turns: tuple[tuple[datetime, str, str], ...]
    twins: tuple[tuple[int, int, str], ...]
    parts: tuple[tuple[int, int, str], ...] = ()

    @property
    def last_id(self) -> int:
        """The last message the reader sees, for noticing a colleague's answer."""
        return max((message.message_id for message in self.messages), default=0)


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A line of the rota."""

    shift_id: int
    kind: ShiftKind
    staff: str
    from_at: datetime
    to_at: datetime
    reason: str


def pane(ticket: Ticket, calendar: WorkCalendar, *, now: datetime) -> Pane:
    """The thread by the moment a message reached us. Queries: 9."""
    (told,) = told_of([ticket.pk])
    turns = TurnRow.objects.filter(ticket=ticket).select_related("holder").order_by("from_at", "pk")
    names = {turn.holder_id: turn.holder.name if turn.holder else "" for turn in turns}
    ends_at = now if TicketState(ticket.state) in LIVE else ticket.resolved_at or now
    held = ledger(
        [Turn(turn.holder_id, turn.from_at) for turn in turns],
        ticket.opened_at,
        ends_at,
        hours_of=lambda _: calendar,
        pauses=told.thread.waits,
    )
    return Pane(
        messages=thread(ticket),
        rounds=rounds(told.thread),
        held={names.get(holder, ""): took for holder, took in held.items()},
        turns=tuple((turn.from_at, names[turn.holder_id], turn.reason) for turn in turns),
        twins=_twins(ticket),
        parts=_parts(ticket),
    )


def shifts(*, now: datetime) -> list[ShiftRow]:
    """Duties and absences that run or are ahead. One query."""
    ahead = Shift.objects.filter(to_at__gt=now).select_related("staff").order_by("from_at", "pk")
    return [
        ShiftRow(
            shift.pk,
            ShiftKind(shift.kind),
            shift.staff.name,
            shift.from_at,
            shift.to_at,
            shift.reason,
        )
        for shift in ahead
    ]


def thread(ticket: Ticket) -> tuple[MessageRow, ...]:
    """Everything said in a ticket, by the moment it reached us. One query."""
    said = (
        Message.objects.filter(ticket=ticket)
        .select_related("author", "taken_from__answer")
        .annotate(
            belongs=Subquery(
                WrongChannel.objects.filter(message=OuterRef("pk")).values("channel")[:1]
            ),
            contradicted=Exists(
                Contradiction.objects.filter(message=OuterRef("pk"), closed_at=None)
            ),
        )
    )
    return tuple(_row(message) for message in said.order_by("reached_at", "pk"))


def _row(message: Message) -> MessageRow:
    version = message.taken_from
    return MessageRow(
        message_id=message.pk,
        kind=MessageKind(message.kind),
        author=message.author.name if message.author else "",
        text=message.text,
        is_auto=message.is_auto,
        said_at=message.said_at,
        reached_at=message.reached_at,
        author_id=message.author_id,
        taken_from=version.answer.title if version else "",
        taken_version=version.number if version else 0,
        delivery=Delivery(message.delivery),
        delivery_words=message.delivery_words,
        outgoing_id=message.outgoing_id,
        belongs=getattr(message, "belongs", None) or "",
        contradicted=getattr(message, "contradicted", False),
    )


def _parts(ticket: Ticket) -> tuple[tuple[int, int, str], ...]:
    """Tickets that were split off this one."""
    parts = Ticket.objects.filter(split_from=ticket).order_by("number")
    return tuple(parts.values_list("pk", "number", "subject"))


def _twins(ticket: Ticket) -> tuple[tuple[int, int, str], ...]:
    """Other live tickets of the client: what this one may be merged with."""
    others = Ticket.objects.filter(
        client_id=ticket.client_id, state__in=[state.value for state in LIVE]
    ).exclude(pk=ticket.pk)
    return tuple(others.order_by("number").values_list("pk", "number", "subject"))
