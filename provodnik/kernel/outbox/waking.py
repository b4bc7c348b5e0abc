"""Waking the job that sends: in the caller's transaction, so a kill loses neither of both."""

from datetime import datetime

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from provodnik.kernel import jobs, schools

DRAIN = "provodnik.kernel.outbox.tasks.drain"
RING = "provodnik.kernel.outbox.tasks.ring"
QUEUE = "outbox"


def wake(channel: str, due_at: datetime, *, now: datetime) -> None:
    """See to it that somebody sends at `due_at`.

    A job without any lock: the caller's transaction may be long, and another one's would wait
    for it. However many ring, one sends.
    """
    rung = jobs.app.configure_task(
        RING,
        queue=QUEUE,
        schedule_at=due_at if due_at > now else None,
        priority=jobs.SOMEBODY_WAITS,
    )
    rung.defer(school_id=schools.current(), channel=channel)


def drain_soon(school_id: int, channel: str) -> None:
    """One waiting drain of a channel is enough, however many wake it."""
    once = jobs.app.configure_task(
        DRAIN,
        queue=QUEUE,
        queueing_lock=place(school_id, channel),
        priority=jobs.SOMEBODY_WAITS,
    )
    try:
        with transaction.atomic():
            once.defer(school_id=school_id, channel=channel)
    except AlreadyEnqueued:
        pass


def place(school_id: int, channel: str) -> str:
    """The name of the place of whoever drains a channel."""
    return f"outbox:{school_id}:{channel}"
