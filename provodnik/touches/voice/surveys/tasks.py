"""Jobs of surveys: asking after a moment, the rhythm of waves, sending and reminding."""

from collections.abc import Sequence

import structlog
from django.utils import timezone

from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School
from provodnik.touches.voice.surveys import services

log = structlog.get_logger(__name__)


@jobs.task(queue="touches", retry=jobs.RETRY)
def ask(*, school_id: int, entry_ids: list[int]) -> None:
    """Ask those of whom new journal entries tell."""
    with schools.inside(school_id):
        services.ask_after(entry_ids, now=timezone.now())


@jobs.periodic(cron="*/5 * * * *")
@jobs.task(queue="touches", queueing_lock="surveys-send")
def send_everywhere(timestamp: int) -> None:
    """Every five minutes: one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        send.defer(school_id=school_id)


@jobs.task(queue="touches", retry=jobs.RETRY)
def send(*, school_id: int) -> None:
    """Begin what is due by the calendar; send, remind and close what is due by the clock."""
    with schools.inside(school_id):
        now = timezone.now()
        begun = services.keep_rhythm(now=now)
        sent = services.send_due(now=now)
    if begun or sent:
        log.info("surveys", school=school_id, waves=begun, sent=sent)


def defer_asking(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of `module_completed`, `ticket_resolved`, `graduated`."""
    ask.defer(school_id=school_id, entry_ids=list(entry_ids))
