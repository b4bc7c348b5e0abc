"""One ticket with everything said in it, who held it and how long, and the rota."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.touches.desk.models import Message, Shift, Ticket
from provodnik.touches.desk.models import Turn as TurnRow
from provodnik.touches.desk.queries.threads import told_of
from provodnik.touches.desk.sla.rules import ledger, rounds
from provodnik.touches.desk.sla.types import Round, Turn
from provodnik.touches.desk.types import LIVE, MessageKind, ShiftKind, TicketState


@dataclass(frozen=True, slots=True)
class MessageRow:
    """Something said, with who said it; `author` is empty for the client and for machines."""

    message_id: int
    kind: MessageKind
    author: str
    text: str
    is_auto: bool
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Pane:
    """A ticket opened: its thread, its rounds of question and answer, who held it how long."""

    messages: tuple[MessageRow, ...]
    rounds: tuple[Round, ...]
    held: Mapping[str, timedelta]
    turns: tuple[tuple[datetime, str, str], ...]
    twins: tuple[tuple[int, int, str], ...]

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
    """The thread by the moment a message reached us. Queries: 7."""
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
        messages=_messages(ticket),
        rounds=rounds(told.thread),
        held={names.get(holder, ""): took for holder, took in held.items()},
        turns=tuple((turn.from_at, names[turn.holder_id], turn.reason) for turn in turns),
        twins=_twins(ticket),
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


def _messages(ticket: Ticket) -> tuple[MessageRow, ...]:
    said = Message.objects.filter(ticket=ticket).select_related("author")
    return tuple(
        MessageRow(
            message.pk,
            MessageKind(message.kind),
            message.author.name if message.author else "",
            message.text,
            message.is_auto,
            message.said_at,
        )
        for message in said.order_by("reached_at", "pk")
    )


def _twins(ticket: Ticket) -> tuple[tuple[int, int, str], ...]:
    """Other live tickets of the client: what this one may be merged with."""
    others = Ticket.objects.filter(
        client_id=ticket.client_id, state__in=[state.value for state in LIVE]
    ).exclude(pk=ticket.pk)
    return tuple(others.order_by("number").values_list("pk", "number", "subject"))
