"""Clock and queue at the door of the base; the work itself is in `recounting`."""

from collections.abc import Sequence

import structlog
from django.utils import timezone

from provodnik.facts.sales.base import recounting
from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School

log = structlog.get_logger(__name__)

_LONGEST_RUN = 200


@jobs.periodic(cron="* * * * *")
@jobs.task(queue="facts", queueing_lock="base-recount")
def recount_everywhere(timestamp: int) -> None:
    """Every minute: one job a school. A school where nothing happened costs a few statements."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        recount.defer(school_id=school_id)


@jobs.task(queue="facts", retry=jobs.RETRY)
def recount(school_id: int) -> None:
    """Bring what changed into the segments, a bounded transaction at a time."""
    for _ in range(_LONGEST_RUN):
        with schools.inside(school_id):
            counted = recounting.recount(now=timezone.now())
        if counted.clients:
            log.info("segments recounted", school=school_id, clients=counted.clients)
        if counted.is_done:
            break


@jobs.periodic(cron="40 3 * * *")
@jobs.task(queue="facts", queueing_lock="base-sweep")
def sweep_everywhere(timestamp: int) -> None:
    """Nightly: one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        sweep.defer(school_id=school_id)


@jobs.task(queue="facts", retry=jobs.RETRY)
def sweep(school_id: int) -> None:
    """Find cards that changed without a journal entry: an import of contacts, say."""
    with schools.inside(school_id):
        found = recounting.note_strays()
    log.info("strays of the base", school=school_id, found=found)


def note(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of everything a rule may ask about: its clients wait for the next recount.

    Writes at once, in the transaction of the entries, instead of deferring a job: one
    narrow row a client, lost or kept together with what happened.
    """
    del school_id
    recounting.note_changes(entry_ids)


def note_cards() -> None:
    """End of an import: clients whose cards it made or changed wait for the next recount."""
    recounting.note_strays()
