"""Opening a ticket: its number, its promises, who gets it."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.people.models import Client
from provodnik.facts.people.services.clients import standing
from provodnik.facts.team.rules import actor_staff_id, staff_actor
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.touches.desk.errors import NothingSaid, UnknownTopic
from provodnik.touches.desk.models import Conversation, Message, Term, Ticket, Turn
from provodnik.touches.desk.services.clocks import recount
from provodnik.touches.desk.services.handing import holder_for
from provodnik.touches.desk.services.journaling import tell, tell_holder, tell_message
from provodnik.touches.desk.services.numbering import take_number
from provodnik.touches.desk.sla.rules import heard_at
from provodnik.touches.desk.terms import minutes_of
from provodnik.touches.desk.types import Incoming, MessageKind, Origin

_SUBJECT_LENGTH = 80
_TITLE_LENGTH = 200
OTHER = "other"


@transaction.atomic
def register(incoming: Incoming, *, by_id: int, now: datetime) -> Ticket:
    """A request a colleague writes down, from a call or somebody else's chat: always a new one.

    Raises:  Client.DoesNotExist; NothingSaid; UnknownTopic
    """
    client = standing(incoming.client_id)
    said_at = heard_at(incoming.said_at, now)
    conversation = conversation_of(client, incoming.channel, at=said_at, actor=staff_actor(by_id))
    ticket = open_ticket(client, incoming, at=said_at, actor=staff_actor(by_id), now=now)
    keep(conversation, ticket, incoming, actor=staff_actor(by_id), now=now)
    recount([ticket.pk])
    ticket.refresh_from_db()
    return ticket


@transaction.atomic
def open_from(origin: Origin, incoming: Incoming, *, by_id: int, now: datetime) -> Ticket:
    """A request made of something else in the house, such as a note of a meeting (R-141).

    The same origin again is the ticket that is there, whatever became of it.

    Raises:  Client.DoesNotExist; NothingSaid; UnknownTopic
    """
    known = Ticket.objects.filter(origin=origin.key).first()
    if known is not None:
        return known
    ticket = register(incoming, by_id=by_id, now=now)
    ticket.origin, ticket.origin_title = origin.key, origin.title[:_TITLE_LENGTH]
    ticket.origin_page, ticket.origin_page_id = origin.page, origin.page_id
    ticket.save(update_fields=["origin", "origin_title", "origin_page", "origin_page_id"])
    return ticket


def conversation_of(client: Client, channel: str, *, at: datetime, actor: str) -> Conversation:
    """The client's conversation in a channel, held until the transaction ends.

    Raises:  UnknownTopic: the method has no such channel
    """
    if method.desk_settings().channel(channel) is None:
        raise UnknownTopic(channel)
    found, is_new = Conversation.objects.get_or_create(
        school_id=schools.current(), client=client, channel=channel, defaults={"opened_at": at}
    )
    if is_new:
        journal.record(
            "conversation_opened",
            happened_at=at,
            actor=actor,
            client_id=client.pk,
            channel=channel,
        )
    return Conversation.objects.select_for_update().get(pk=found.pk)


def open_ticket(
    client: Client, incoming: Incoming, *, at: datetime, actor: str, now: datetime
) -> Ticket:
    """A ticket with the next number, its terms and its first holder.

    Raises:  UnknownTopic: the method has no such topic or priority
    """
    topic = method.desk_settings().topic(incoming.topic or OTHER)
    if topic is None:
        raise UnknownTopic(incoming.topic)
    priority = incoming.priority or topic.priority
    terms = minutes_of(priority, client_id=client.pk)
    holder_id, reason = holder_for(topic, client, now=now)
    ticket = Ticket.objects.create(
        school_id=schools.current(),
        number=take_number(),
        client=client,
        channel=incoming.channel,
        subject=_subject(incoming),
        topic=topic.key,
        priority=priority,
        owner_id=holder_id,
        opened_at=at,
        opened_by_id=actor_staff_id(actor),
    )
    Term.objects.create(school_id=ticket.school_id, ticket=ticket, from_at=at, **terms)
    Turn.objects.create(
        school_id=ticket.school_id,
        ticket=ticket,
        holder_id=holder_id,
        from_at=at,
        by_id=actor_staff_id(actor),
        reason=reason,
    )
    attrs: dict[str, journal.Attr] = {"priority": priority.upper(), "topic": topic.title}
    tell("ticket_opened", ticket, at=at, actor=actor, attrs=attrs)
    tell_holder(ticket, holder_id, reason, at=now, actor=actor)
    return ticket


def keep(
    conversation: Conversation,
    ticket: Ticket | None,
    incoming: Incoming,
    *,
    is_question: bool = True,
    actor: str,
    now: datetime,
) -> Message:
    """A client's message, in its conversation and ticket.

    Raises:  NothingSaid: no words
    """
    if not incoming.text.strip():
        raise NothingSaid
    message = Message.objects.create(
        school_id=conversation.school_id,
        conversation=conversation,
        ticket=ticket,
        channel=conversation.channel,
        kind=MessageKind.IN.value,
        text=incoming.text.strip(),
        is_question=is_question,
        is_auto=incoming.is_auto,
        said_at=heard_at(incoming.said_at, now),
        reached_at=now,
        external_id=incoming.external_id,
    )
    item = ticket.item if ticket else None
    tell_message(message, client_id=conversation.client_id, item=item, actor=actor)
    return message


def _subject(incoming: Incoming) -> str:
    text = incoming.subject.strip() or " ".join(incoming.text.split())
    return text if len(text) <= _SUBJECT_LENGTH else f"{text[: _SUBJECT_LENGTH - 1].rstrip()}…"
