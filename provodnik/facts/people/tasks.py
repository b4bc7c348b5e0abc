"""Clock and queue at the door; the work itself is in services."""

from collections.abc import Sequence

import structlog
from django.utils import timezone

from provodnik.facts.people import services
from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School

log = structlog.get_logger(__name__)


@jobs.task(queue="facts", retry=jobs.RETRY)
def take_answers(*, school_id: int, entry_ids: list[int]) -> None:
    """Keep scores and complaints of new journal entries."""
    with schools.inside(school_id):
        services.from_answers(entry_ids)


@jobs.task(queue="facts", retry=jobs.RETRY)
def follow_lifecycle(*, school_id: int, entry_ids: list[int]) -> None:
    """Move clients on after new journal entries."""
    with schools.inside(school_id):
        services.enter_stages(entry_ids, now=timezone.now())


@jobs.task(queue="facts", retry=jobs.RETRY)
def suggest_matches(*, school_id: int) -> None:
    """Look for clients who are perhaps one person."""
    with schools.inside(school_id):
        found = services.find_suggestions(now=timezone.now())
    log.info("similar people sought", school=school_id, found=found)


@jobs.periodic(cron="20 3 * * *")
@jobs.task(queueing_lock="suggest_matches")
def suggest_matches_everywhere(timestamp: int) -> None:
    """Nightly, one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        suggest_matches.defer(school_id=school_id)


def defer_answers(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of `survey_answered`, `complaint_received`, `complaint_closed`, `entry_voided`."""
    take_answers.defer(school_id=school_id, entry_ids=list(entry_ids))


def defer_lifecycle(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of every event a lifecycle may name: payments, touches, learning."""
    follow_lifecycle.defer(school_id=school_id, entry_ids=list(entry_ids))
