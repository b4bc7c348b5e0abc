"""Waves: one round of a survey over many students, by the calendar or by hand."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Max

from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date
from provodnik.method import queries as method
from provodnik.method.survey_words import AskMoment
from provodnik.touches.voice.surveys import rules
from provodnik.touches.voice.surveys.errors import NoVersion
from provodnik.touches.voice.surveys.models import Survey, Wave
from provodnik.touches.voice.surveys.services.asking import invite
from provodnik.touches.voice.surveys.services.forms import published
from provodnik.touches.voice.surveys.services.occasions import Occasion
from provodnik.touches.voice.surveys.types import Asked, Audience


@transaction.atomic
def start_wave(
    survey_id: int,
    *,
    for_on: date,
    audience: Audience | None = None,
    now: datetime,
    actor: str,
) -> tuple[Wave, Asked]:
    """Ask everybody of the audience who may be asked. The wave of a day begins once.

    Raises:  Survey.DoesNotExist; NoVersion: nothing is published
    """
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    version = published(survey.pk)
    if version is None:
        raise NoVersion(str(survey))
    whom = audience or Audience(product_id=survey.product_id)
    same_day = Wave.objects.filter(survey=survey, for_on=for_on)
    known = [one for one in same_day if (one.cohort_id, one.product_id) == _places(whom)]
    if known:
        return known[0], Asked(0, {})
    wave = Wave.objects.create(
        school_id=schools.current(),
        survey=survey,
        version=version,
        for_on=for_on,
        cohort_id=whom.cohort_id,
        product_id=whom.product_id,
        started_at=now,
        started_by_id=actor_staff_id(actor),
    )
    journal.record(
        "survey_wave_begun",
        happened_at=now,
        actor=actor,
        staff_id=actor_staff_id(actor),
        product_id=whom.product_id,
        item=survey.name,
        attrs={"for": for_on.isoformat()},
    )
    told = [
        Occasion(AskMoment.MONTH, client_id, f"wave:{wave.pk}", now, product_id=whom.product_id)
        for client_id in _audience(whom, now=now)
    ]
    return wave, invite(survey, told, wave=wave, now=now)


@transaction.atomic
def keep_rhythm(*, now: datetime) -> int:
    """Begin the waves that are due by the calendar. Returns how many began; harmless twice."""
    begun = 0
    for survey_id, for_on in list(_due(now=now)):
        start_wave(survey_id, for_on=for_on, now=now, actor="rule:surveys")
        begun += 1
    return begun


def _due(*, now: datetime) -> Iterator[tuple[int, date]]:
    """Monthly surveys whose day has come and whose wave over everybody has not begun."""
    zone = ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=schools.current()))
    today = local_date(now, zone)
    waves = Wave.objects.filter(cohort=None).values("survey_id").annotate(last=Max("for_on"))
    last_on = dict(waves.values_list("survey_id", "last"))
    monthly = Survey.objects.filter(moment=AskMoment.MONTH.value, started_at__isnull=False)
    for survey in monthly.order_by("pk"):
        if survey.every_months and survey.day_of_month and survey.started_at:
            for_on = rules.due_wave(
                survey.every_months,
                survey.day_of_month,
                started_on=local_date(survey.started_at, zone),
                last_on=last_on.get(survey.pk),
                today=today,
            )
            if for_on is not None:
                yield survey.pk, for_on


def _places(whom: Audience) -> tuple[int | None, int | None]:
    return whom.cohort_id, whom.product_id


def _audience(whom: Audience, *, now: datetime) -> list[int]:
    since = now - timedelta(days=method.survey_settings().audience_days)
    query = _COHORT if whom.cohort_id else _BUYERS if whom.product_id else _ACTIVE
    with connection.cursor() as cursor:
        cursor.execute(
            query, {"cohort": whom.cohort_id, "product": whom.product_id, "since": since}
        )
        return [row[0] for row in cursor.fetchall()]


_COHORT = """
SELECT DISTINCT m.client_id FROM learning_membership m JOIN learning_cohort c ON c.id = m.cohort_id
WHERE (c.id = %(cohort)s OR c.parent_id = %(cohort)s) AND m.left_at IS NULL ORDER BY 1
"""

_BUYERS = """
SELECT DISTINCT client_id FROM sales_order
WHERE product_id = %(product)s AND first_paid_at IS NOT NULL ORDER BY 1
"""

# Who has paid and shown a sign of life, or paid, within the window.
_ACTIVE = """
SELECT DISTINCT p.id FROM people_client p
JOIN sales_order o ON o.client_id = p.id AND o.first_paid_at IS NOT NULL
WHERE p.merged_into_id IS NULL
  AND (o.first_paid_at >= %(since)s OR p.last_active_at >= %(since)s
       OR EXISTS (SELECT FROM kernel_journalentry e WHERE e.client_id = p.id
                  AND e.happened_at >= %(since)s
                  AND e.event_id IN (SELECT id FROM kernel_eventname WHERE name IN (
                    'logged_in', 'lesson_viewed', 'homework_submitted', 'module_completed'))))
ORDER BY 1
"""
