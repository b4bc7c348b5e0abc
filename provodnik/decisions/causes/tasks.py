"""Points of outflow are counted at night: one job a school."""

from django.utils import timezone

from provodnik.decisions.causes import services
from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School


@jobs.task(queue="signals", retry=jobs.RETRY)
def refresh_points(school_id: int) -> None:
    """Count a school's points anew; running it twice is harmless."""
    with schools.inside(school_id):
        services.refresh_points(now=timezone.now())


@jobs.periodic(cron="40 3 * * *")
@jobs.task(queue="signals", queueing_lock="churn-points")
def refresh_points_everywhere(timestamp: int) -> None:
    """Nightly."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        refresh_points.defer(school_id=school_id)
