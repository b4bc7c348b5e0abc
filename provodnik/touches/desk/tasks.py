"""Jobs of the desk: clocks after a change of the calendar or the promises, and the rota."""

from collections.abc import Sequence

from django.utils import timezone

from provodnik.kernel import jobs, schools
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.desk import services


@jobs.periodic(cron="*/10 * * * *")
@jobs.task(queue="desk", queueing_lock="desk-duty")
def relieve_everywhere(timestamp: int) -> None:
    """Every ten minutes: one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        relieve.defer(school_id=school_id)


@jobs.task(queue="desk", retry=jobs.RETRY)
def relieve(school_id: int) -> None:
    """What is unanswered past its moment goes to who is on duty."""
    with schools.inside(school_id):
        services.take_unanswered(now=timezone.now())


@jobs.task(queue="desk", retry=jobs.RETRY)
def recount(school_id: int) -> None:
    """Every live ticket of a school anew, a chunk a transaction: nobody waits for all of them."""
    now = timezone.now()
    last_id: int | None = 0
    while last_id is not None:
        with schools.inside(school_id):
            last_id = services.recount_chunk(last_id, now=now).last_id


@jobs.task(queue="desk", retry=jobs.RETRY)
def follow_cards(school_id: int, entry_ids: list[int]) -> None:
    """Requests on cards that were joined or parted go by what their card was promised."""
    with schools.inside(school_id):
        told = JournalEntry.objects.filter(pk__in=entry_ids).values_list("client_id", "attrs")
        cards = {card for kept, attrs in told for card in (kept, attrs.get("absorbed")) if card}
        services.renew_promises(cards, now=timezone.now())


def defer_cards(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of `client_merged` and `merge_undone`. Harmless twice."""
    follow_cards.defer(school_id=school_id, entry_ids=list(entry_ids))


def defer_recount(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of changes of the calendar and of the method. Harmless twice."""
    del entry_ids
    recount.defer(school_id=school_id)
