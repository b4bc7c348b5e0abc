"""What follows an erasure outside the database: the lake's files and copies of imported ones."""

import structlog
from django.utils import timezone

from provodnik.facts.people.erasure import following
from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School

log = structlog.get_logger(__name__)


@jobs.task(queue="lake", retry=jobs.RETRY)
def finish(*, school_id: int, erasure_id: int) -> None:
    """Rewrite the lake and remove the copies. Killed anywhere, it is run again from the start."""
    done = following.finish(school_id, erasure_id, now=timezone.now())
    log.info("erasure followed up", school=school_id, erasure=erasure_id, done=done)


@jobs.periodic(cron="40 * * * *")
@jobs.task(queueing_lock="finish_erasures")
def finish_everywhere(timestamp: int) -> None:
    """Hourly: erasures whose files are not done yet, because an import was reading them."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        with schools.inside(school_id):
            for erasure_id in following.unfinished():
                finish.defer(school_id=school_id, erasure_id=erasure_id)
