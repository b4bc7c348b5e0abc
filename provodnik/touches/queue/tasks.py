"""Jobs of the queue: planning by the clock, and what happens when something happened."""

from collections.abc import Sequence

import structlog
from django.utils import timezone

from provodnik.facts.sales.services.offers import expire_offers
from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School
from provodnik.touches.queue.planning import (
    agreeing,
    closing,
    contacts,
    missing,
    moments,
    recovery,
    silence,
)
from provodnik.touches.queue.planning.plan import plan_due

log = structlog.get_logger(__name__)

_LONGEST_RUN = 50


@jobs.periodic(cron="*/5 * * * *")
@jobs.task(queue="queue", queueing_lock="queue-plan")
def plan_everywhere(timestamp: int) -> None:
    """Every five minutes: one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        plan.defer(school_id=school_id)


@jobs.task(queue="queue", retry=jobs.RETRY)
def plan(school_id: int) -> None:
    """Plan what is due in one school, a bounded transaction at a time."""
    for _ in range(_LONGEST_RUN):
        with schools.inside(school_id):
            planned = plan_due(now=timezone.now())
        if not planned.total:
            break
        log.info("touches planned", school=school_id, count=planned.total)


@jobs.periodic(cron="10 3 * * *")
@jobs.task(queue="queue", queueing_lock="queue-sweep")
def sweep_everywhere(timestamp: int) -> None:
    """Nightly: one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        sweep.defer(school_id=school_id)


@jobs.task(queue="queue", retry=jobs.RETRY)
def sweep(school_id: int) -> None:
    """What a lost job missed: moments, people to help, offers whose date has passed.

    And what only time tells: who fell silent, whose week of agreeing has come,
    whom to contact after completion, which touches nobody made.
    """
    with schools.inside(school_id):
        now = timezone.now()
        moments.renote_moments(now=now)
        recovery.sweep(now=now)
        silence.bring_up_silent(now=now)
        agreeing.plan_agreements(now=now)
        contacts.plan_due_contacts(now=now)
        missing.mark_missed(now=now)
        expire_offers(now=now)


@jobs.task(queue="queue", retry=jobs.RETRY)
def note_moments(school_id: int, entry_ids: list[int]) -> None:
    with schools.inside(school_id):
        moments.note_moments(entry_ids)


@jobs.task(queue="queue", retry=jobs.RETRY)
def hear_answers(school_id: int, entry_ids: list[int]) -> None:
    with schools.inside(school_id):
        recovery.hear_answers(entry_ids, now=timezone.now())


@jobs.task(queue="queue", retry=jobs.RETRY)
def close_bought(school_id: int, entry_ids: list[int]) -> None:
    with schools.inside(school_id):
        closing.close_bought(entry_ids, now=timezone.now())


@jobs.task(queue="queue", retry=jobs.RETRY)
def follow_coordinators(school_id: int, entry_ids: list[int]) -> None:
    with schools.inside(school_id):
        closing.follow_coordinators(entry_ids)


def defer_moments(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of `module_completed`, `course_completed`, `graduated`, `goal_reached`."""
    note_moments.defer(school_id=school_id, entry_ids=list(entry_ids))


def defer_answers(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of `survey_answered`, `complaint_received`."""
    hear_answers.defer(school_id=school_id, entry_ids=list(entry_ids))


def defer_bought(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of `payment_received`."""
    close_bought.defer(school_id=school_id, entry_ids=list(entry_ids))


def defer_coordinators(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of `coordinator_assigned`."""
    follow_coordinators.defer(school_id=school_id, entry_ids=list(entry_ids))
