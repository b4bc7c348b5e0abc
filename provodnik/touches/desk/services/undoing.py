"""Taking an answer back within the seconds it waits."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.dateparse import parse_datetime

from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry
from provodnik.method import queries as method
from provodnik.touches.desk.errors import TooLate
from provodnik.touches.desk.models import Message, Span, Ticket, Turn
from provodnik.touches.desk.services import sending
from provodnik.touches.desk.services.clocks import recount
from provodnik.touches.desk.services.journaling import locked, tell
from provodnik.touches.desk.types import MessageKind

_MOMENTS = ("first_answered_at", "resolved_at", "promised_until_at", "snoozed_until_at")
_PLAIN = ("state", "owner_id", "promised_by_id", "promised_text", "snoozed_by_id")
# What the answer itself told, at its own moment.
_TOLD = (
    *("message_sent", "ticket_answered", "ticket_assigned"),
    *("ticket_waited", "ticket_resolved"),
)


def snapshot(ticket: Ticket) -> dict[str, str | int | None]:
    """What an answer may change of a ticket, for taking it back."""
    moments = {name: getattr(ticket, name) for name in _MOMENTS}
    told = {name: at and at.isoformat() for name, at in moments.items()}
    return {**told, **{name: getattr(ticket, name) for name in _PLAIN}}


@transaction.atomic
def undo(message_id: int, *, by_id: int, now: datetime) -> str:
    """Take back an answer of one's own. The ticket is what it was; returns the words.

    Raises:  Message.DoesNotExist
             TooLate: the seconds are over, it has gone, or somebody did something since
    """
    asked = Message.objects.get(pk=message_id)
    ticket = locked(asked.ticket_id or 0)
    message = Message.objects.get(pk=message_id)
    _refuse_late(message, ticket, by_id=by_id, now=now)
    if not sending.cancel(message, now=now):
        raise TooLate(str(ticket))
    _restore(ticket, message)
    _void(ticket, message, by_id=by_id, now=now)
    text: str = message.text
    message.delete()
    tell("answer_taken_back", ticket, at=now, actor=staff_actor(by_id))
    recount([ticket.pk])
    return text


def _refuse_late(message: Message, ticket: Ticket, *, by_id: int, now: datetime) -> None:
    within = timedelta(seconds=method.desk_settings().undo_seconds)
    is_own = message.kind == MessageKind.OUT.value and message.author_id == by_id
    newer = Message.objects.filter(ticket=ticket, pk__gt=message.pk).exclude(
        kind=MessageKind.NOTE.value
    )
    if not is_own or message.before is None or now - message.reached_at > within or newer.exists():
        raise TooLate(str(ticket))


def _restore(ticket: Ticket, message: Message) -> None:
    before = message.before or {}
    for name in _MOMENTS:
        setattr(ticket, name, before[name] and parse_datetime(before[name]))
    for name in _PLAIN:
        setattr(ticket, name, before[name])
    ticket.save(update_fields=[*_MOMENTS, *_PLAIN])
    begun = Span.objects.filter(ticket=ticket, from_at=message.reached_at, by_id=message.author_id)
    begun.delete()
    ended = Span.objects.filter(ticket=ticket, to_at=message.reached_at)
    ended.update(to_at=None)
    Turn.objects.filter(ticket=ticket, from_at=message.reached_at, by_id=message.author_id).delete()


def _void(ticket: Ticket, message: Message, *, by_id: int, now: datetime) -> None:
    told = JournalEntry.objects.filter(
        event__name__in=_TOLD,
        client_id=ticket.client_id,
        item=ticket.item,
        actor=staff_actor(by_id),
        happened_at__in=(message.said_at, message.reached_at),
    ).values_list("pk", flat=True)
    journal.void(list(told), at=now, actor=staff_actor(by_id), reason="taken back")
