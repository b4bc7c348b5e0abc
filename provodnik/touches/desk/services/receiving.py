"""What a client says: into the ticket it belongs to, or a new one, or none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from provodnik.facts.people.services.clients import standing
from provodnik.method import queries as method
from provodnik.touches.desk.models import Conversation, Message, Ticket
from provodnik.touches.desk.rules import is_thanks
from provodnik.touches.desk.services.clocks import recount
from provodnik.touches.desk.services.journaling import locked
from provodnik.touches.desk.services.opening import conversation_of, keep, open_ticket
from provodnik.touches.desk.services.settling import bring_back, end_wait
from provodnik.touches.desk.sla.rules import heard_at, is_new_request
from provodnik.touches.desk.types import LIVE, Incoming, TicketState


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a message. `ticket` None: nothing was asked."""

    message: Message
    ticket: Ticket | None
    is_new: bool = True


@transaction.atomic
def receive(incoming: Incoming, *, actor: str, now: datetime) -> Received:
    """Take a client's message in. The same one told twice is one.

    A live ticket of the conversation takes it; a solved one comes back, unless it was solved
    too long ago; thanks open nothing and bring nothing back.

    Raises:  Client.DoesNotExist; NothingSaid; UnknownTopic
    """
    client = standing(incoming.client_id)
    said_at = heard_at(incoming.said_at, now)
    conversation = conversation_of(client, incoming.channel, at=said_at, actor=actor)
    known = _known(incoming)
    if known is not None:
        return Received(known, known.ticket, is_new=False)
    asks = not incoming.is_auto and not only_thanks(incoming.text)
    ticket = _meant(incoming) or _latest(conversation)
    if asks:
        if ticket is None or _is_another(ticket, said_at):
            ticket = open_ticket(client, incoming, at=said_at, actor=actor, now=now)
        elif TicketState(ticket.state) not in LIVE:
            bring_back(ticket, at=said_at, actor=actor, now=now)
        else:
            end_wait(ticket, at=said_at)
    message = keep(conversation, ticket, incoming, is_question=asks, actor=actor, now=now)
    if ticket is not None:
        recount([ticket.pk])
        ticket.refresh_from_db()
    return Received(message, ticket)


def only_thanks(text: str) -> bool:
    """Whether a message only thanks, by the words of the method."""
    thanks = method.desk_settings().thanks
    return is_thanks(text, words=thanks.words, fillers=thanks.fillers, longest=thanks.longest)


def _known(incoming: Incoming) -> Message | None:
    if incoming.external_id is None:
        return None
    told = Message.objects.filter(channel=incoming.channel, external_id=incoming.external_id)
    return told.select_related("ticket").first()


def _meant(incoming: Incoming) -> Ticket | None:
    """The client's ticket the channel says a word continues; of a merged one, what it went into."""
    if incoming.ticket_id is None:
        return None
    found = Ticket.objects.filter(pk=incoming.ticket_id, client=incoming.client_id).first()
    return _standing(None if found is None or found.state == TicketState.SPAM.value else found)


def _latest(conversation: Conversation) -> Ticket | None:
    """The ticket a word of this conversation belongs to; of a merged one, what it went into."""
    mine = Ticket.objects.filter(client=conversation.client_id, channel=conversation.channel)
    found = mine.exclude(state=TicketState.SPAM.value).order_by("-opened_at", "-number").first()
    return _standing(found)


def _standing(found: Ticket | None) -> Ticket | None:
    """The ticket itself, held, or the one it was merged into."""
    while found is not None and found.merged_into_id is not None:
        found = Ticket.objects.get(pk=found.merged_into_id)
    return found and locked(found.pk)


def _is_another(ticket: Ticket, said_at: datetime) -> bool:
    if TicketState(ticket.state) in LIVE:
        return False
    days = timedelta(days=method.desk_settings().reopen_days)
    return ticket.resolved_at is None or is_new_request(ticket.resolved_at, said_at, after=days)
