"""Clock and queue at the door; the work itself is in services."""

from django.utils import timezone

from provodnik.kernel import jobs
from provodnik.lake import services


@jobs.periodic(cron="* * * * *")
@jobs.task(queue="lake", queueing_lock="lake", pass_context=False)
def keep_lake_fresh(timestamp: int) -> None:
    """Every minute. Running twice, or late, is harmless."""
    del timestamp
    services.keep_fresh(now=timezone.now())


@jobs.periodic(cron="* * * * *")
@jobs.task(queue="lake", queueing_lock="lake-prepare", pass_context=False)
def prepare_metrics(timestamp: int) -> None:
    """Compile definitions of a new version before a page needs them; else nothing is to be done.

    The moment a version first answers here is written down with it.
    """
    del timestamp
    services.note_versions(now=timezone.now())
    services.prepare()
