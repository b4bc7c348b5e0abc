"""Jobs of homework: the sample of double checks, files nobody names any more."""

from django.utils import timezone

from provodnik.facts.learning.homework import files, services
from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School


@jobs.periodic(cron="20 3 * * *")
@jobs.task(queue="homework", queueing_lock="homework-nightly")
def tend_everywhere(timestamp: int) -> None:
    """Every night: one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        tend.defer(school_id=school_id)


@jobs.task(queue="homework", retry=jobs.RETRY)
def tend(school_id: int) -> None:
    """Draw the sample of double checks; delete files of erased and abandoned attempts."""
    with schools.inside(school_id):
        services.draw_sample(now=timezone.now())
        files.sweep(now=timezone.now())
