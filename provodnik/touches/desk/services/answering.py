"""Answers, notes among colleagues, and what was promised next."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import schools
from provodnik.touches.desk.errors import AnsweredMeanwhile, NothingSaid
from provodnik.touches.desk.models import Conversation, Message, Ticket
from provodnik.touches.desk.services import sending
from provodnik.touches.desk.services.clocks import recount
from provodnik.touches.desk.services.handing import assign
from provodnik.touches.desk.services.journaling import locked, tell, tell_message
from provodnik.touches.desk.services.settling import resolve, wait
from provodnik.touches.desk.services.undoing import snapshot
from provodnik.touches.desk.sla.rules import heard_at
from provodnik.touches.desk.types import LIVE, SOLVED, After, Answer, MessageKind, Promise

SYSTEM = "system"
TAKEN = "answered"


@transaction.atomic
def reply(ticket_id: int, answer: Answer, *, by_id: int, now: datetime) -> Message:
    """Answer a client. Whoever answers a ticket nobody holds takes it, and it sleeps no more.

    Where the channel can be written to, the answer goes out by the outbox; where it cannot, it is
    written down as given. An earlier promise is kept by this; the answer may make another.

    Raises:  Ticket.DoesNotExist; NotOpen; NothingSaid; AnsweredMeanwhile
    """
    ticket = locked(ticket_id, *LIVE, *SOLVED)
    _refuse_unseen(ticket, by_id=by_id, seen_id=answer.seen_id)
    at = heard_at(answer.said_at or now, now)
    before = snapshot(ticket)
    message = _write(ticket, MessageKind.OUT, answer.text, by_id=by_id, said_at=at, now=now)
    message.before, message.taken_from_id = before, answer.taken_from_id
    message.save(update_fields=["before", "taken_from"])
    tell_message(message, client_id=ticket.client_id, item=ticket.item, actor=staff_actor(by_id))
    tell("ticket_answered", ticket, at=at, actor=staff_actor(by_id))
    ticket.first_answered_at = min(ticket.first_answered_at or at, at)
    _set_promise(ticket, answer.promised, by_id=by_id)
    ticket.snoozed_until_at = ticket.snoozed_by_id = None
    ticket.save(update_fields=["first_answered_at", "snoozed_until_at", "snoozed_by", *_PROMISE])
    sending.send(message, ticket, now=now)
    if ticket.owner_id is None:
        assign([ticket.pk], to_id=by_id, reason=TAKEN, by_id=by_id, now=now)
    recount([ticket.pk])
    if answer.after is After.WAIT:
        wait(ticket.pk, by_id=by_id, now=now)
    elif answer.after is After.RESOLVE:
        resolve(ticket.pk, by_id=by_id, now=now)
    return message


@transaction.atomic
def auto_reply(ticket_id: int, text: str, *, now: datetime) -> Message:
    """What a machine wrote: the client hears it, the clocks do not.

    Raises:  Ticket.DoesNotExist; NotOpen; NothingSaid
    """
    ticket = locked(ticket_id, *LIVE, *SOLVED)
    message = _write(ticket, MessageKind.OUT, text, by_id=None, said_at=now, now=now)
    tell_message(message, client_id=ticket.client_id, item=ticket.item, actor=SYSTEM)
    sending.send(message, ticket, now=now)
    return message


@transaction.atomic
def note(ticket_id: int, text: str, *, by_id: int, now: datetime) -> Message:
    """A note for colleagues. It answers nothing and the client never sees it.

    Raises:  Ticket.DoesNotExist; NothingSaid
    """
    ticket = locked(ticket_id)
    return _write(ticket, MessageKind.NOTE, text, by_id=by_id, said_at=now, now=now)


@transaction.atomic
def promise(ticket_id: int, promised: Promise, *, by_id: int, now: datetime) -> Ticket:
    """Who answers next and by when (R-145).

    Raises:  Ticket.DoesNotExist; NotOpen
    """
    ticket = locked(ticket_id, *LIVE)
    _set_promise(ticket, promised, by_id=by_id)
    ticket.save(update_fields=list(_PROMISE))
    told = {"until": promised.until_at.isoformat(), "text": promised.text}
    tell("ticket_promised", ticket, at=now, actor=staff_actor(by_id), attrs={**told})
    recount([ticket.pk])
    ticket.refresh_from_db()
    return ticket


_PROMISE = ("promised_until_at", "promised_by", "promised_text")


def _set_promise(ticket: Ticket, promised: Promise | None, *, by_id: int) -> None:
    ticket.promised_until_at = promised.until_at if promised else None
    ticket.promised_by_id = by_id if promised else None
    ticket.promised_text = promised.text if promised else ""


def _refuse_unseen(ticket: Ticket, *, by_id: int, seen_id: int | None) -> None:
    if seen_id is None:
        return
    others = Message.objects.filter(
        ticket=ticket, kind=MessageKind.OUT.value, is_auto=False, pk__gt=seen_id
    ).exclude(author_id=by_id)
    found = others.select_related("author").order_by("pk").first()
    if found is not None and found.author is not None:
        raise AnsweredMeanwhile(found.author.name, found.said_at)


def _write(
    ticket: Ticket,
    kind: MessageKind,
    text: str,
    *,
    by_id: int | None,
    said_at: datetime,
    now: datetime,
) -> Message:
    if not text.strip():
        raise NothingSaid(str(ticket))
    conversation, _ = Conversation.objects.get_or_create(
        school_id=schools.current(),
        client_id=ticket.client_id,
        channel=ticket.channel,
        defaults={"opened_at": now},
    )
    return Message.objects.create(
        school_id=ticket.school_id,
        conversation=conversation,
        ticket=ticket,
        channel=ticket.channel,
        kind=kind.value,
        author_id=by_id,
        text=text.strip(),
        is_auto=kind is MessageKind.OUT and by_id is None,
        said_at=said_at,
        reached_at=now,
    )
