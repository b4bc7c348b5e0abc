"""Every night: files of erased people and of broken attempts leave the disk."""

from datetime import timedelta

from django.utils import timezone

from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School
from provodnik.touches.desk.files import services


@jobs.periodic(cron="40 3 * * *")
@jobs.task(queue="desk", queueing_lock="message-files")
def sweep_everywhere(timestamp: int) -> None:
    """One job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        sweep.defer(school_id=school_id)


@jobs.task(queue="desk", retry=jobs.RETRY)
def sweep(school_id: int) -> None:
    """What no row names for an hour goes."""
    with schools.inside(school_id):
        services.sweep(older_than=(timezone.now() - timedelta(hours=1)).timestamp())
