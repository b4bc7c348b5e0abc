"""Clock and queue at the door; the work itself is in services."""

from collections.abc import Sequence

from django.utils import timezone

from provodnik.facts.people.lifecycle import services
from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School


@jobs.task(queue="facts", retry=jobs.RETRY)
def follow_moves(*, school_id: int, entry_ids: list[int]) -> None:
    """Pass clients on between roles after moves into stages."""
    with schools.inside(school_id):
        services.make_handoffs(entry_ids, now=timezone.now())


@jobs.task(queue="facts", retry=jobs.RETRY)
def follow_coordinators(*, school_id: int, entry_ids: list[int]) -> None:
    """Ask the new coordinators of clients to accept them from the ones before."""
    with schools.inside(school_id):
        services.pass_on(entry_ids, now=timezone.now())


@jobs.task(queue="facts", retry=jobs.RETRY)
def keep_in_touch(*, school_id: int) -> None:
    """Give those who have finished their contacts to come."""
    with schools.inside(school_id):
        services.plan_contacts(now=timezone.now())


@jobs.periodic(cron="40 3 * * *")
@jobs.task(queueing_lock="keep_in_touch")
def keep_in_touch_everywhere(timestamp: int) -> None:
    """Nightly, one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        keep_in_touch.defer(school_id=school_id)


def defer_handoffs(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of `stage_entered`."""
    follow_moves.defer(school_id=school_id, entry_ids=list(entry_ids))


def defer_coordinators(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of `coordinator_assigned`."""
    follow_coordinators.defer(school_id=school_id, entry_ids=list(entry_ids))
