"""Low scores: those that wait for a word, and those settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from provodnik.touches.voice.surveys.models import Answer, Concern


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """A low score and what became of it."""

    concern_id: int
    survey_id: int
    survey: str
    client_id: int
    client: str
    responsible: str
    opened_at: datetime
    touch_id: int | None
    touch_state: str
    lowest: str
    score_hundredths: int
    top: int
    comment: str
    told: str
    settled_at: datetime | None
    settled_by: str


def concerns(
    *,
    responsible_id: int | None = None,
    survey_id: int | None = None,
    is_open: bool = True,
    limit: int = 200,
) -> list[ConcernRow]:
    """Low scores, the oldest open first; settled ones newest first. Two queries.

    `responsible_id` leaves those this member answers for.
    """
    found = Concern.objects.filter(settled_at__isnull=is_open).select_related(
        "response__survey", "client", "responsible", "touch", "settled_by"
    )
    if responsible_id is not None:
        found = found.filter(
            Q(responsible_id=responsible_id) | Q(client__coordinator_id=responsible_id)
        )
    if survey_id is not None:
        found = found.filter(response__survey_id=survey_id)
    order = ("opened_at", "pk") if is_open else ("-settled_at", "-pk")
    rows = list(found.order_by(*order)[:limit])
    answers: dict[int, list[Answer]] = {}
    for one in Answer.objects.filter(response__in=[row.response_id for row in rows]):
        answers.setdefault(one.response_id, []).append(one)
    return [_concern(row, answers.get(row.response_id, [])) for row in rows]


def _concern(row: Concern, answers: Sequence[Answer]) -> ConcernRow:
    low = [one for one in answers if one.value_hundredths is not None]
    worst = min(low, key=lambda one: (one.value_hundredths or 0) / (one.top or 1), default=None)
    return ConcernRow(
        concern_id=row.pk,
        survey_id=row.response.survey_id,
        survey=row.response.survey.name,
        client_id=row.client_id,
        client=row.client.name,
        responsible=row.responsible.name if row.responsible else "",
        opened_at=row.opened_at,
        touch_id=row.touch_id,
        touch_state=row.touch.state if row.touch else "",
        lowest=worst.item if worst else "",
        score_hundredths=(worst.value_hundredths or 0) if worst else 0,
        top=(worst.top or 0) if worst else 0,
        comment="\n".join(one.text for one in answers if one.text),
        told=row.told,
        settled_at=row.settled_at,
        settled_by=row.settled_by.name if row.settled_by else "",
    )
