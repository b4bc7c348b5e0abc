"""Answers on their way to the client: handed to the outbox in the transaction that keeps them.

A channel that nobody speaks to, or a client who cannot be reached by it, leaves the answer as it
was written down: by hand, somewhere else.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from provodnik.facts.people.models import Client, ClientAlias
from provodnik.facts.sales.rules import QuietHours, is_quiet, quiet_ends_at
from provodnik.kernel.accounts.queries import reached, working_id
from provodnik.kernel.models import School
from provodnik.kernel.outbox import services as outbox
from provodnik.kernel.outbox.types import Body, Outgoing, Rank
from provodnik.method import queries as method
from provodnik.touches.desk.letters import letter_of
from provodnik.touches.desk.models import Message, Ticket
from provodnik.touches.desk.types import Delivery

ABOUT = "desk_message"
# The one channel whose addresses stand on the client's card.
EMAIL = "email"


def can_send(ticket: Ticket) -> bool:
    """Whether an answer in this ticket goes out by itself. Queries: 5 at most."""
    return _where(ticket) is not None


def send(message: Message, ticket: Ticket, *, now: datetime) -> None:
    """Hand an answer to the outbox, if the client is reached by its channel.

    A person's answer goes as soon as it can no longer be taken back; a machine's waits for the
    end of the client's quiet hours.
    """
    where = _where(ticket)
    if where is None:
        return
    outgoing = Outgoing(
        channel=message.channel,
        account_id=where[0],
        recipient=where[1],
        body=_body(message, ticket),
        key=_key(message),
        not_before_at=_not_before(message, ticket, now=now),
        about=f"{ABOUT}:{message.pk}",
        client_id=ticket.client_id,
        staff_id=message.author_id or ticket.owner_id,
        rank=Rank.NOTICE if message.is_auto else Rank.ANSWER,
    )
    message.outgoing_id = outbox.enqueue(outgoing, now=now)
    message.delivery = Delivery.QUEUED.value
    message.save(update_fields=["outgoing_id", "delivery"])


def cancel(message: Message, *, now: datetime) -> bool:
    """Take an answer back. False: it has gone, or somebody is sending it."""
    return message.outgoing_id is None or outbox.cancel(_key(message), now=now)


def _body(message: Message, ticket: Ticket) -> Body:
    """The words for the channel: a letter has a subject by the standard, and its thread."""
    if message.channel == EMAIL:
        return letter_of(message, ticket)
    return {"text": message.text, "subject": ticket.subject, "item": ticket.item}


def _key(message: Message) -> str:
    return f"{ABOUT}:{message.pk}"


def _where(ticket: Ticket) -> tuple[int, str] | None:
    """By which account and where the client, or whoever stands for them by now, is reached."""
    alias = ClientAlias.objects.filter(client_id=ticket.client_id).first()
    client_id = alias.survivor_id if alias else ticket.client_id
    absorbed = ClientAlias.objects.filter(survivor_id=client_id)
    ids = [client_id, *absorbed.values_list("client_id", flat=True)]
    found = reached(ids, ticket.channel)
    if found is not None:
        return found.account_id, found.address
    account_id = working_id(EMAIL) if ticket.channel == EMAIL else None
    email = Client.objects.values_list("email", flat=True).get(pk=client_id)
    return (account_id, email) if account_id and email else None


def _not_before(message: Message, ticket: Ticket, *, now: datetime) -> datetime:
    soonest = now + timedelta(seconds=method.desk_settings().undo_seconds)
    if not message.is_auto:
        return soonest
    hours = method.sending_settings().quiet_hours
    quiet = QuietHours.of(hours.starts, hours.ends)
    zone = ZoneInfo(_zone(ticket))
    return quiet_ends_at(soonest, zone, quiet) if is_quiet(soonest, zone, quiet) else soonest


def _zone(ticket: Ticket) -> str:
    """The client's own clock, else the school's."""
    own = Client.objects.values_list("timezone", flat=True).get(pk=ticket.client_id)
    return own or School.objects.values_list("timezone", flat=True).get(pk=ticket.school_id)
