"""Clock and queue at the door of sending; the work itself is in `draining`."""

from datetime import datetime, timedelta

import structlog
from django.db.models import Q
from django.utils import timezone

from provodnik.kernel import jobs, schools
from provodnik.kernel.alone import alone
from provodnik.kernel.models import School
from provodnik.kernel.outbox import claiming, waking
from provodnik.kernel.outbox.draining import drain as drain_channel
from provodnik.kernel.outbox.models import Message
from provodnik.kernel.outbox.types import State

log = structlog.get_logger(__name__)

_LONGEST_RUN_SECONDS = 20
# A bell rung at once for what is still held back would spin.
_SOONEST = timedelta(seconds=1)


@jobs.task(name=waking.DRAIN, queue=waking.QUEUE, retry=jobs.RETRY)
def drain(school_id: int, channel: str) -> None:
    """Send what is due in a channel; for the rest a later run is booked.

    While another process drains it there is nothing to do: that one looks again before it ends.
    """
    with alone(waking.place(school_id, channel)) as is_free:
        if not is_free:
            return
        done = drain_channel(school_id, channel, clock=timezone.now, seconds=_LONGEST_RUN_SECONDS)
    if done.attempted:
        log.info("messages attempted", school=school_id, channel=channel, count=done.attempted)
    if done.again_at is not None:
        with schools.inside(school_id):
            now = timezone.now()
            waking.wake(channel, max(done.again_at, now + _SOONEST), now=now)


@jobs.task(name=waking.RING, queue=waking.QUEUE, retry=jobs.RETRY)
def ring(school_id: int, channel: str) -> None:
    """The moment has come: have the channel drained."""
    waking.drain_soon(school_id, channel)


@jobs.periodic(cron="* * * * * */15")
@jobs.task(queue=waking.QUEUE, queueing_lock="outbox-sweep")
def sweep(timestamp: int) -> None:
    """Every 15 s: claims of dead processes become uncertain, what nobody was woken for is sent."""
    del timestamp
    now = timezone.now()
    for school_id in School.objects.values_list("pk", flat=True):
        with schools.inside(school_id):
            claiming.lapse(now=now)
            for channel in _due(now):
                waking.drain_soon(school_id, channel)


def _due(now: datetime) -> list[str]:
    due = Q(state=State.QUEUED.value, due_at__lte=now)
    return list(Message.objects.filter(due).order_by().values_list("channel", flat=True).distinct())
