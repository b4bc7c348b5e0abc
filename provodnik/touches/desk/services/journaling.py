"""How a ticket is told in the journal, and how it is taken hold of."""

from datetime import datetime

from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal
from provodnik.touches.desk.errors import NotOpen
from provodnik.touches.desk.models import Message, Ticket
from provodnik.touches.desk.types import TicketState

_TEXT_LENGTH = 500


def locked(ticket_id: int, *states: TicketState) -> Ticket:
    """The ticket, held until the transaction ends, in one of these states if any are named.

    Raises:  Ticket.DoesNotExist; NotOpen: it is in another state
    """
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket_id)
    if states and TicketState(ticket.state) not in states:
        raise NotOpen(str(ticket))
    return ticket


def tell(
    event: str,
    ticket: Ticket,
    *,
    at: datetime,
    actor: str,
    attrs: dict[str, journal.Attr] | None = None,
) -> int:
    """One entry about what the actor did to a ticket."""
    return journal.record(
        event,
        happened_at=at,
        actor=actor,
        client_id=ticket.client_id,
        staff_id=actor_staff_id(actor),
        item=ticket.item,
        channel=ticket.channel,
        attrs=attrs,
    )


def tell_holder(
    ticket: Ticket, holder_id: int | None, reason: str, *, at: datetime, actor: str
) -> None:
    """The entry of a ticket that changed hands; `staff_id` is who holds it now, or nobody."""
    journal.record(
        "ticket_assigned",
        happened_at=at,
        actor=actor,
        client_id=ticket.client_id,
        staff_id=holder_id,
        item=ticket.item,
        channel=ticket.channel,
        attrs={"reason": reason},
    )


def tell_message(message: Message, *, client_id: int, item: str | None, actor: str) -> None:
    """One entry about what was said; notes are not told, nor what a client's machine wrote."""
    if message.kind == "in" and message.is_auto:
        return
    attrs: dict[str, journal.Attr] = {"text": message.text[:_TEXT_LENGTH]}
    if message.is_auto:
        attrs["auto"] = True
    journal.record(
        "message_received" if message.kind == "in" else "message_sent",
        happened_at=message.said_at,
        actor=actor,
        client_id=client_id,
        staff_id=message.author_id,
        item=item,
        channel=message.channel,
        external_id=f"message:{message.pk}",
        attrs=attrs,
    )
