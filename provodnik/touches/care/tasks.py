"""Jobs of guidance: courses as they are learned, cases as they are recorded."""

from collections.abc import Sequence

from provodnik.kernel import jobs, schools
from provodnik.kernel.models import School
from provodnik.touches.care import outline
from provodnik.touches.care.services.cases import note_cases


@jobs.periodic(cron="40 3 * * *")
@jobs.task(queue="care", queueing_lock="care-outlines")
def outline_everywhere(timestamp: int) -> None:
    """Nightly: one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        outline_courses.defer(school_id=school_id)


@jobs.task(queue="care", retry=jobs.RETRY)
def outline_courses(school_id: int) -> None:
    with schools.inside(school_id):
        outline.refresh()


@jobs.task(queue="care", retry=jobs.RETRY)
def take_cases(school_id: int, entry_ids: list[int]) -> None:
    with schools.inside(school_id):
        note_cases(entry_ids)


def defer_cases(school_id: int, entry_ids: Sequence[int]) -> None:
    """Listener of recorded cases and reviews."""
    take_cases.defer(school_id=school_id, entry_ids=list(entry_ids))
