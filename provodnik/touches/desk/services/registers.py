"""What is noted about clients at the desk: channels, absences, conflicts, producer calls."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.people.services.clients import standing
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.touches.desk.errors import NothingSaid, ReasonMissing, UnknownTopic
from provodnik.touches.desk.models import (
    ClientAbsence,
    Conflict,
    Message,
    Presence,
    ProducerCall,
    Ticket,
    WindowAgreement,
    WrongChannel,
)
from provodnik.touches.desk.services.clocks import recount
from provodnik.touches.desk.services.journaling import locked, tell
from provodnik.touches.desk.types import LIVE, MessageKind, NewConflict

_WHY_LENGTH = 300


@transaction.atomic
def mark_wrong_channel(message_id: int, channel: str, *, by_id: int, now: datetime) -> WrongChannel:
    """A client's message came by the wrong channel; `channel` is where it belongs (R-140).

    Marked twice is marked once.

    Raises:  Message.DoesNotExist: no such message of a client; UnknownTopic: no such channel
    """
    if method.desk_settings().channel(channel) is None:
        raise UnknownTopic(channel)
    message = Message.objects.select_related("conversation", "ticket").get(
        pk=message_id, kind=MessageKind.IN.value
    )
    mark, is_new = WrongChannel.objects.get_or_create(
        school_id=message.school_id,
        message=message,
        defaults={
            "client_id": message.conversation.client_id,
            "channel": channel,
            "marked_at": now,
            "marked_by_id": by_id,
        },
    )
    if is_new and message.ticket is not None:
        attrs: dict[str, journal.Attr] = {"belongs": channel}
        actor = staff_actor(by_id)
        tell("wrong_channel_used", message.ticket, at=now, actor=actor, attrs=attrs)
    return mark


@transaction.atomic
def note_agreement(client_id: int, *, by_id: int, now: datetime) -> WindowAgreement:
    """The client confirmed that everything goes through the one window (R-140).

    Raises:  Client.DoesNotExist
    """
    client = standing(client_id)
    agreement = WindowAgreement.objects.create(
        school_id=schools.current(), client=client, agreed_at=now, noted_by_id=by_id
    )
    actor = staff_actor(by_id)
    journal.record(
        "window_agreed", happened_at=now, actor=actor, client_id=client.pk, staff_id=by_id
    )
    return agreement


@transaction.atomic
def note_absence(
    client_id: int, from_at: datetime, to_at: datetime, reason: str, *, by_id: int, now: datetime
) -> ClientAbsence:
    """The client can approve nothing in [from_at, to_at): resolutions wait for them (R-130).

    Raises:  Client.DoesNotExist; ReasonMissing: it would last nothing
    """
    client = standing(client_id)
    if to_at <= from_at:
        raise ReasonMissing
    absence = ClientAbsence.objects.create(
        school_id=schools.current(),
        client=client,
        from_at=from_at,
        to_at=to_at,
        reason=reason.strip()[:_WHY_LENGTH],
        noted_by_id=by_id,
    )
    journal.record(
        "client_absent",
        happened_at=now,
        actor=staff_actor(by_id),
        client_id=client.pk,
        staff_id=by_id,
        attrs={
            "from": from_at.isoformat(),
            "until": to_at.isoformat(),
            "reason": absence.reason,
        },
    )
    _recount_of(client.pk)
    return absence


@transaction.atomic
def call_producer(ticket_id: int, why: str, *, by_id: int, now: datetime) -> ProducerCall:
    """A request that cannot be settled without the producer; each one is counted (R-010).

    Raises:  Ticket.DoesNotExist; ReasonMissing
    """
    ticket = locked(ticket_id)
    if not why.strip():
        raise ReasonMissing
    call = ProducerCall.objects.create(
        school_id=ticket.school_id,
        ticket=ticket,
        why=why.strip()[:_WHY_LENGTH],
        called_at=now,
        called_by_id=by_id,
    )
    attrs: dict[str, journal.Attr] = {"why": call.why}
    tell("producer_called", ticket, at=now, actor=staff_actor(by_id), attrs=attrs)
    return call


@transaction.atomic
def register_conflict(told: NewConflict, *, by_id: int, now: datetime) -> Conflict:
    """A conflict with a client (R-143).

    Raises:  Client.DoesNotExist; NothingSaid: not said what happened
             ReasonMissing: warned, but not said how
    """
    client = standing(told.client_id)
    if not told.words.strip():
        raise NothingSaid
    if told.was_warned and not told.warned_how.strip():
        raise ReasonMissing
    conflict = Conflict.objects.create(
        school_id=schools.current(),
        client=client,
        ticket_id=told.ticket_id,
        happened_at=min(told.happened_at, now),
        words=told.words.strip(),
        is_expected=told.is_expected,
        was_warned=told.was_warned,
        warned_how=told.warned_how.strip()[:_WHY_LENGTH] if told.was_warned else "",
        noted_at=now,
        noted_by_id=by_id,
    )
    journal.record(
        "conflict_registered",
        happened_at=conflict.happened_at,
        actor=staff_actor(by_id),
        client_id=client.pk,
        staff_id=by_id,
        attrs={"expected": conflict.is_expected, "warned": conflict.was_warned},
    )
    return conflict


def note_presence(ticket_id: int, *, by_id: int, is_writing: bool, now: datetime) -> None:
    """Somebody looks at a ticket, and perhaps writes its answer. One statement."""
    fresh = {"seen_at": now, **({"wrote_at": now} if is_writing else {})}
    Presence.objects.bulk_create(
        [Presence(school_id=schools.current(), ticket_id=ticket_id, staff_id=by_id, **fresh)],
        update_conflicts=True,
        unique_fields=["school", "ticket", "staff"],
        update_fields=list(fresh),
    )


def _recount_of(client_id: int) -> None:
    live = Ticket.objects.filter(client_id=client_id, state__in=[state.value for state in LIVE])
    recount(list(live.values_list("pk", flat=True)))
