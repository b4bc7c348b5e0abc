"""Words of clients are taken in as they come."""

from collections.abc import Sequence

from django.utils import timezone

from provodnik.kernel import jobs, schools
from provodnik.touches.voice.feedback import services


@jobs.task(queue="care", retry=jobs.RETRY)
def take_words(school_id: int, entry_ids: list[int]) -> None:
    with schools.inside(school_id):
        services.take_words(entry_ids, now=timezone.now())


def defer_words(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of answers, reviews and complaints."""
    take_words.defer(school_id=school_id, entry_ids=list(entry_ids))
