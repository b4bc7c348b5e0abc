"""Jobs of sales: what ends by itself, terms of subscriptions, learning what is bought next."""

from collections.abc import Sequence

import structlog
from django.utils import timezone

from provodnik.facts.sales.services import next_products, promotions, subscriptions
from provodnik.facts.sales.services.offers import expire_offers
from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School

log = structlog.get_logger(__name__)


@jobs.periodic(cron="7 * * * *")
@jobs.task(queue="facts", queueing_lock="sales-end")
def end_everywhere(timestamp: int) -> None:
    """Hourly, one job a school: a deadline in the afternoon does not wait for the night."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        end_what_is_over.defer(school_id=school_id)


@jobs.task(queue="facts", retry=jobs.RETRY)
def end_what_is_over(school_id: int) -> None:
    """Personal offers and promotions whose date has passed."""
    with schools.inside(school_id):
        now = timezone.now()
        expired = expire_offers(now=now)
        ended = promotions.end_due(now=now)
    if expired or ended:
        log.info("offers and promotions ended", school=school_id, offers=expired, promotions=ended)


@jobs.periodic(cron="50 3 * * *")
@jobs.task(queue="facts", queueing_lock="sales-learn")
def learn_everywhere(timestamp: int) -> None:
    """Nightly, one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        learn_next_products.defer(school_id=school_id)


@jobs.task(queue="facts", retry=jobs.RETRY)
def learn_next_products(school_id: int) -> None:
    """Learn what is bought next from the school's own purchases."""
    with schools.inside(school_id):
        known = next_products.relearn(now=timezone.now())
    log.info("next products learned", school=school_id, moves=known)


@jobs.task(queue="facts", retry=jobs.RETRY)
def follow_subscriptions(school_id: int, entry_ids: list[int]) -> None:
    """Tell the journal of terms paid or given back."""
    with schools.inside(school_id):
        clients = subscriptions.clients_of(entry_ids)
        subscriptions.record_terms(clients, now=timezone.now())


def defer_subscriptions(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of `payment_received`, `refund_paid`: a job only where something is renewed."""
    if subscriptions.are_sold():
        follow_subscriptions.defer(school_id=school_id, entry_ids=list(entry_ids))
