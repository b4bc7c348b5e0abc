"""The sample of a day is drawn before it begins."""

from django.utils import timezone

from provodnik.decisions.quality import services
from provodnik.kernel import jobs, schools
from provodnik.kernel.calendar.days import plan_of
from provodnik.kernel.models import School
from provodnik.kernel.schools.services import working_calendar

ACTOR = "system"


@jobs.task(queue="signals", retry=jobs.RETRY)
def draw_day(school_id: int) -> None:
    """Draw a school's day, if it is a working one; running it twice is harmless."""
    with schools.inside(school_id):
        now = timezone.now()
        calendar = working_calendar()
        day = now.astimezone(calendar.zone).date()
        if plan_of(calendar, day).spans:
            services.draw_day(day, actor=ACTOR, now=now)


@jobs.periodic(cron="20 3 * * *")
@jobs.task(queue="signals", queueing_lock="quality-draw")
def draw_everywhere(timestamp: int) -> None:
    """Nightly: one job a school."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        draw_day.defer(school_id=school_id)
