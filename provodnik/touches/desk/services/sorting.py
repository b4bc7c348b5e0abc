"""Putting tickets right: another priority, two made one, one made two, spam."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry
from provodnik.touches.desk.errors import NothingSaid, SameTicket
from provodnik.touches.desk.models import Message, Term, Ticket
from provodnik.touches.desk.services.clocks import recount
from provodnik.touches.desk.services.journaling import locked, tell
from provodnik.touches.desk.services.opening import open_ticket
from provodnik.touches.desk.terms import minutes_of
from provodnik.touches.desk.types import LIVE, Incoming, MessageKind, TicketState

_TICKET_EVENTS = ("ticket_opened", "ticket_answered", "ticket_resolved", "ticket_reopened")


@transaction.atomic
def set_priority(ticket_id: int, priority: str, *, by_id: int, now: datetime) -> Ticket:
    """Another priority, from now on: late for a time before nobody knew is nobody.

    Raises:  Ticket.DoesNotExist; NotOpen; UnknownTopic
    """
    ticket = locked(ticket_id, *LIVE)
    terms = minutes_of(priority, client_id=ticket.client_id)
    if ticket.priority == priority:
        return ticket
    ticket.priority = priority
    ticket.save(update_fields=["priority"])
    Term.objects.create(school_id=ticket.school_id, ticket=ticket, from_at=now, **terms)
    attrs: dict[str, journal.Attr] = {"priority": priority.upper()}
    tell("ticket_prioritised", ticket, at=now, actor=staff_actor(by_id), attrs=attrs)
    recount([ticket.pk])
    ticket.refresh_from_db()
    return ticket


@transaction.atomic
def merge(first_id: int, second_id: int, *, by_id: int, now: datetime) -> Ticket:
    """Two tickets of one client become the older one; the newer keeps its number as a sign.

    Raises:  Ticket.DoesNotExist; NotOpen; SameTicket: one ticket, or two clients'
    """
    kept, other = (locked(one, *LIVE) for one in sorted((first_id, second_id)))
    if kept.pk == other.pk or kept.client_id != other.client_id:
        raise SameTicket
    Message.objects.filter(ticket=other).update(ticket=kept)
    _retire(other, TicketState.MERGED, into=kept, now=now)
    attrs: dict[str, journal.Attr] = {"outcome": "merged", "into": kept.item}
    tell("ticket_closed", other, at=now, actor=staff_actor(by_id), attrs=attrs)
    recount([kept.pk])
    kept.refresh_from_db()
    return kept


@transaction.atomic
def split(
    ticket_id: int, message_ids: Collection[int], *, topic: str, by_id: int, now: datetime
) -> Ticket:
    """Messages about something else get a ticket of their own, which keeps where it came from.

    It is opened when the first of the client's messages among them was said; answers and notes
    that are named go along.

    Raises:  Ticket.DoesNotExist; NotOpen; UnknownTopic
             NothingSaid: none of the client's messages in this ticket is named
    """
    ticket = locked(ticket_id, *LIVE)
    moved = Message.objects.filter(ticket=ticket, pk__in=message_ids)
    first = moved.filter(kind=MessageKind.IN.value).order_by("said_at", "pk").first()
    if first is None:
        raise NothingSaid(str(ticket))
    told = Incoming(ticket.client_id, ticket.channel, first.text, first.said_at, topic=topic)
    other = open_ticket(ticket.client, told, at=first.said_at, actor=staff_actor(by_id), now=now)
    other.split_from = ticket
    other.save(update_fields=["split_from"])
    moved.update(ticket=other)
    attrs: dict[str, journal.Attr] = {"into": other.item}
    tell("ticket_split", ticket, at=now, actor=staff_actor(by_id), attrs=attrs)
    recount([ticket.pk, other.pk])
    other.refresh_from_db()
    return other


@transaction.atomic
def mark_spam(ticket_id: int, *, by_id: int, now: datetime) -> Ticket:
    """Nobody asked anything: the ticket leaves every list and every figure.

    Raises:  Ticket.DoesNotExist; NotOpen
    """
    ticket = locked(ticket_id, *LIVE)
    _retire(ticket, TicketState.SPAM, into=None, now=now)
    told = JournalEntry.objects.filter(
        Q(event__name__in=_TICKET_EVENTS), client_id=ticket.client_id, item=ticket.item
    ).values_list("pk", flat=True)
    journal.void(list(told), at=now, actor=staff_actor(by_id), reason="spam")
    attrs: dict[str, journal.Attr] = {"outcome": "spam"}
    tell("ticket_closed", ticket, at=now, actor=staff_actor(by_id), attrs=attrs)
    return ticket


def _retire(ticket: Ticket, state: TicketState, *, into: Ticket | None, now: datetime) -> None:
    ticket.state, ticket.merged_into, ticket.closed_at = state.value, into, now
    ticket.next_due_at = None
    ticket.save(update_fields=["state", "merged_into", "closed_at", "next_due_at"])
    recount([ticket.pk])
