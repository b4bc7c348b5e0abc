"""Rows of a filter: by the days of the school and by what they are about."""

from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from provodnik.kernel.periods import start_of_day
from provodnik.touches.voice.surveys.models import Answer, Invitation, NotAsked, Response
from provodnik.touches.voice.surveys.types import AnswerFilter


def responses_of(
    survey_id: int | None, which: AnswerFilter, *, zone: ZoneInfo
) -> QuerySet[Response]:
    """Responses of a filter, newest first. A question or «low» leaves those that have it."""
    found = (
        Response.objects.all()
        if survey_id is None
        else Response.objects.filter(survey_id=survey_id)
    )
    found = _within(found, "answered_at", which, zone)
    if which.only_low:
        found = found.filter(is_low=True)
    if which.item:
        having = Answer.objects.filter(item=which.item).values("response_id")
        found = found.filter(pk__in=having)
    return found.order_by("-answered_at", "-pk")


def asked_rows(
    rows: QuerySet[Invitation], which: AnswerFilter, zone: ZoneInfo
) -> QuerySet[Invitation]:
    return _within(rows, "asked_at", which, zone)


def left_out_rows(which: AnswerFilter, zone: ZoneInfo) -> QuerySet[NotAsked]:
    found = NotAsked.objects.all()
    if which.wave_id is not None:
        found = found.filter(wave_id=which.wave_id)
    return _between(found, "at", which, zone)


def _within[T: (Invitation, Response)](
    rows: QuerySet[T], column: str, which: AnswerFilter, zone: ZoneInfo
) -> QuerySet[T]:
    wanted = {
        "product_id": which.product_id,
        "cohort_id": which.cohort_id,
        "responsible_id": which.responsible_id,
        "wave_id": which.wave_id,
    }
    told = {name: value for name, value in wanted.items() if value is not None}
    return _between(rows.filter(**told), column, which, zone)


def _between[R: (QuerySet[Invitation], QuerySet[Response], QuerySet[NotAsked])](
    rows: R, column: str, which: AnswerFilter, zone: ZoneInfo
) -> R:
    if which.from_on is not None:
        rows = rows.filter(**{f"{column}__gte": start_of_day(which.from_on, zone)})
    if which.to_on is not None:
        rows = rows.filter(**{f"{column}__lt": start_of_day(which.to_on, zone)})
    return rows
