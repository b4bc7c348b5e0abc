"""Jobs of signals: one a school, so that a large school does not hold up the others."""

from django.utils import timezone

from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School
from provodnik.signals import services


@jobs.task(queue="signals", retry=jobs.RETRY)
def refresh(school_id: int) -> None:
    """Refresh every check of a school; running it twice is harmless."""
    with schools.inside(school_id):
        services.refresh_all(now=timezone.now())


@jobs.periodic(cron="*/10 * * * *")
@jobs.task(queue="signals", queueing_lock="signals")
def refresh_everywhere(timestamp: int) -> None:
    """Every ten minutes."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        refresh.defer(school_id=school_id)
