"""Jobs of crediting."""

from collections.abc import Sequence

from django.utils import timezone

from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School
from provodnik.outcomes import services


@jobs.task(queue="outcomes", retry=jobs.RETRY)
def credit_payments(school_id: int, entry_ids: list[int]) -> None:
    """A listener's job: credit what these payments and refunds belong to."""
    with schools.inside(school_id):
        services.credit_payments(entry_ids, now=timezone.now())


@jobs.task(queue="outcomes", retry=jobs.RETRY)
def rebuild(school_id: int) -> None:
    """The sweep of one school: late touches and clicks, and what a lost job missed."""
    with schools.inside(school_id):
        services.rebuild(now=timezone.now())


@jobs.periodic(cron="40 3 * * *")
@jobs.task(queue="outcomes", queueing_lock="credit-sweep")
def sweep(timestamp: int) -> None:
    """Nightly: one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        rebuild.defer(school_id=school_id)


def defer_credit(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of money: deferred in the transaction that recorded it."""
    credit_payments.defer(school_id=school_id, entry_ids=list(entry_ids))
