"""What callers and people do with messages: put in, take back, decide an unclear one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from provodnik.kernel import journal, schools
from provodnik.kernel.accounts.queries import working_id
from provodnik.kernel.outbox import waking
from provodnik.kernel.outbox.errors import NotUnclear
from provodnik.kernel.outbox.models import Message
from provodnik.kernel.outbox.telling import tell
from provodnik.kernel.outbox.types import Outgoing, State

_BATCH = 1000
UNDECIDED = (State.UNCERTAIN.value, State.REFUSED.value)


def enqueue(outgoing: Outgoing, *, now: datetime) -> int:
    """Put one message in, in the caller's transaction. Returns its id, also when it was there.

    Queries: 4
    """
    enqueue_many([outgoing], now=now)
    return int(Message.objects.values_list("pk", flat=True).get(key=outgoing.key))


@transaction.atomic
def enqueue_many(many: Sequence[Outgoing], *, now: datetime) -> int:
    """Put messages in; those whose key is known change nothing. Returns how many were new.

    Queries: one INSERT a thousand messages; two, and one for each channel, beside them; one job
    for each channel and moment.
    """
    keys = [one.key for one in many]
    known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = [one for one in many if one.key not in known]
    accounts = {
        one.channel: working_id(one.channel)
        for one in {one.channel: one for one in fresh if one.account_id is None}.values()
    }
    rows = [_row(one, accounts.get(one.channel), now=now) for one in fresh]
    Message.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    for channel, due_at in sorted({(row.channel, row.due_at) for row in rows}):
        waking.wake(channel, due_at, now=now)
    return len(rows)


@transaction.atomic
def cancel(key: str, *, now: datetime) -> bool:
    """Take a message back. False when it is too late: somebody began to send it."""
    waiting = Message.objects.filter(key=key, state=State.QUEUED.value)
    return bool(waiting.update(state=State.CANCELLED.value, settled_at=now))


@transaction.atomic
def send_again(message_id: int, *, by_id: int, now: datetime) -> Message:
    """A person wants the message sent once more, knowing that it may arrive twice.

    Raises:  Message.DoesNotExist; NotUnclear
    """
    message = _undecided(message_id)
    message.state, message.attempts = State.QUEUED.value, 0
    message.claim = message.settled_at = message.expires_at = None
    message.due_at = now
    # The account it was meant for may be gone; then it goes by the one that works.
    if message.account is None or message.account.off_at is not None:
        message.account_id = working_id(message.channel)
    _decide(message, by_id=by_id, now=now)
    waking.wake(message.channel, now, now=now)
    _tell("outgoing_sent_again", message, by_id=by_id, now=now)
    return message


@transaction.atomic
def was_delivered(message_id: int, *, by_id: int, now: datetime) -> Message:
    """A person has seen that the message arrived.

    Raises:  Message.DoesNotExist; NotUnclear: it is not known to be unclear
    """
    message = _undecided(message_id, State.UNCERTAIN.value)
    message.state, message.settled_at, message.claim = State.ACCEPTED.value, now, None
    _decide(message, by_id=by_id, now=now)
    _tell("outgoing_was_delivered", message, by_id=by_id, now=now)
    return message


def _undecided(message_id: int, *states: str) -> Message:
    found = Message.objects.select_for_update(of=("self",)).select_related("account")
    message = found.get(pk=message_id)
    if message.state not in (states or UNDECIDED):
        raise NotUnclear(str(message))
    return message


def _decide(message: Message, *, by_id: int, now: datetime) -> None:
    message.decided_by, message.decided_at = by_id, now
    message.save()
    tell([message])


def _tell(event: str, message: Message, *, by_id: int, now: datetime) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=f"staff:{by_id}",
        client_id=message.client_id,
        staff_id=by_id,
        item=str(message),
        channel=message.channel,
    )


def _row(one: Outgoing, account_id: int | None, *, now: datetime) -> Message:
    return Message(
        school_id=schools.current(),
        channel=one.channel,
        account_id=one.account_id or account_id,
        recipient=one.recipient,
        body=dict(one.body),
        key=one.key,
        about=one.about,
        client_id=one.client_id,
        staff_id=one.staff_id,
        rank=one.rank.value,
        created_at=now,
        due_at=max(one.not_before_at or now, now),
        expires_at=one.expires_at,
    )
