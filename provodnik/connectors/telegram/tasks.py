"""Clock and queue at the door of Telegram."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from provodnik.connectors.telegram import polling, services
from provodnik.connectors.telegram.hearing import CHANNEL
from provodnik.connectors.telegram.models import Update
from provodnik.kernel import jobs, schools
from provodnik.kernel.accounts.models import ChannelAccount
from provodnik.kernel.alone import alone
from provodnik.kernel.models import School

ACT = "provodnik.connectors.telegram.tasks.act"
LISTEN = "provodnik.connectors.telegram.tasks.listen"
_QUEUE = "telegram"
_LISTEN_SECONDS = 50
_BATCHES = 400


@jobs.task(name=ACT, queue=_QUEUE, retry=jobs.RETRY)
def act(school_id: int, account_id: int) -> None:
    """Act on what is kept of an account, a bounded transaction at a time."""
    with alone(_name(ACT, account_id)) as is_free:
        if not is_free:
            return
        for _ in range(_BATCHES):
            with schools.inside(school_id):
                if not services.act(account_id, now=timezone.now()):
                    break
    # What came while we held the place found nobody else to act on it.
    with schools.inside(school_id):
        if services.waiting(account_id, now=timezone.now()).exists():
            act_soon(school_id, account_id)


@jobs.task(name=LISTEN, queue=_QUEUE)
def listen(school_id: int, account_id: int) -> None:
    """Ask for updates of a polled account for a while, then let others have the place."""
    with alone(_name(LISTEN, account_id)) as is_free:
        if is_free:
            polling.listen(
                school_id,
                account_id,
                woken=lambda found_id: act_soon(school_id, found_id),
                clock=timezone.now,
                seconds=_LISTEN_SECONDS,
            )


@jobs.periodic(cron="* * * * * */15")
@jobs.task(queue=_QUEUE, queueing_lock="telegram-sweep")
def sweep(timestamp: int) -> None:
    """Every 15 s: each polled bot is listened to, each update nobody was woken for is acted on."""
    del timestamp
    now = timezone.now()
    for school_id in School.objects.values_list("pk", flat=True):
        with schools.inside(school_id):
            for row in ChannelAccount.objects.filter(channel=CHANNEL, off_at=None):
                if row.settings.get(polling.MODE, polling.POLLING) == polling.POLLING:
                    _once(LISTEN, school_id, row.pk)
                if services.waiting(row.pk, now=now).exists():
                    act_soon(school_id, row.pk)


@jobs.periodic(cron="20 4 * * *")
@jobs.task(queue=_QUEUE, queueing_lock="telegram-forget")
def forget(timestamp: int) -> None:
    """Nightly: what Telegram told goes when it was acted on and kept long enough."""
    del timestamp
    before = timezone.now() - timedelta(days=settings.TELEGRAM_UPDATES_KEPT_DAYS)
    for school_id in School.objects.values_list("pk", flat=True):
        with schools.inside(school_id):
            Update.objects.filter(settled_at__lt=before).delete()


def act_soon(school_id: int, account_id: int) -> None:
    """Called after what was kept is committed: one waiting job is enough."""
    _once(ACT, school_id, account_id)


def _once(task: str, school_id: int, account_id: int) -> None:
    once = jobs.app.configure_task(
        task,
        queue=_QUEUE,
        queueing_lock=_name(task, account_id),
        priority=jobs.SOMEBODY_WAITS,
    )
    try:
        with transaction.atomic():
            once.defer(school_id=school_id, account_id=account_id)
    except AlreadyEnqueued:
        pass


def _name(task: str, account_id: int) -> str:
    return f"{task}:{account_id}"
