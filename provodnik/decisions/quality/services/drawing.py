"""Drawing a day's sample."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from provodnik.decisions.quality import rules, sources
from provodnik.decisions.quality.models import Drawn, SampleDay
from provodnik.decisions.quality.types import Draw
from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import Period
from provodnik.method import queries as method

_FIRST_DAYS = timedelta(days=3)


@transaction.atomic
def draw_day(day: date, *, actor: str, now: datetime) -> SampleDay:
    """Draw what is checked on a working day: of everything written since the sample before.

    The first sample looks three days back. Drawing again changes nothing.
    """
    school_id = schools.current()
    seed = f"{school_id}:{day.isoformat()}"
    sample, is_new = SampleDay.objects.get_or_create(
        school_id=school_id, day=day, defaults={"seed": seed, "drawn_at": now}
    )
    if not is_new:
        return sample
    before = SampleDay.objects.filter(day__lt=day).order_by("-day").first()
    zone = ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=school_id))
    window = Period(before.day if before else day - _FIRST_DAYS, day)
    settings = method.quality_settings().drawn
    taken = rules.draw(
        sources.candidates(*window.instants(zone)),
        Draw(settings.share_percent, settings.at_least, settings.at_most),
        seed=seed,
    )
    Drawn.objects.bulk_create(
        [
            Drawn(
                school_id=school_id,
                sample=sample,
                artefact=one.artefact.value,
                ref_id=one.ref_id,
                staff_id=one.staff_id,
                client_id=one.client_id,
                drawn_at=now,
            )
            for one in taken
        ],
        ignore_conflicts=True,
    )
    journal.record("quality_sample_drawn", happened_at=now, actor=actor, value=len(taken))
    return sample
