"""Jobs of campaigns: what happens when somebody answered."""

from collections.abc import Sequence

from django.utils import timezone

from provodnik.kernel import jobs, schools
from provodnik.touches.campaigns.interest import planning


@jobs.task(queue="queue", retry=jobs.RETRY)
def plan_interests(school_id: int, entry_ids: list[int]) -> None:
    with schools.inside(school_id):
        planning.plan_interests(entry_ids, now=timezone.now())


def defer_interests(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of `interest_told`, `survey_answered`."""
    plan_interests.defer(school_id=school_id, entry_ids=list(entry_ids))
