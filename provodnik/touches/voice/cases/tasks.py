"""Cohorts near their end are asked each morning: one job a school."""

from django.utils import timezone

from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School
from provodnik.touches.voice.cases import services
from provodnik.touches.voice.days import school_today


@jobs.task(queue="care", retry=jobs.RETRY)
def follow_cohorts(school_id: int) -> None:
    """Ask and remind; running it twice is harmless."""
    with schools.inside(school_id):
        now = timezone.now()
        services.follow_cohorts(today=school_today(now), now=now)


@jobs.periodic(cron="20 4 * * *")
@jobs.task(queue="care", queueing_lock="case-requests")
def follow_cohorts_everywhere(timestamp: int) -> None:
    """Daily."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        follow_cohorts.defer(school_id=school_id)
