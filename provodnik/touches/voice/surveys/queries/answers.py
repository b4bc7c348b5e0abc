"""Answers one by one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from provodnik.method.survey_words import Measure
from provodnik.touches.voice.surveys.models import Answer, Response
from provodnik.touches.voice.surveys.types import HUNDREDTHS


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """The answer to one question: a score of a scale, or words."""

    item: str
    measure: Measure
    value_hundredths: int | None
    top: int | None
    text: str
    is_low: bool

    @property
    def mark(self) -> str:
        """«4», or «4,5» of a file; empty where there is no score."""
        if self.value_hundredths is None:
            return ""
        whole, rest = divmod(self.value_hundredths, HUNDREDTHS)
        return f"{whole},{rest:02}".rstrip("0") if rest else str(whole)


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One student's answers."""

    response_id: int
    client_id: int
    client: str
    product: str
    cohort: str
    responsible: str
    answered_at: datetime
    changed_at: datetime | None
    is_from_file: bool
    answers: tuple[GivenAnswer, ...]


def response_rows(responses: QuerySet[Response]) -> list[ResponseRow]:
    """These responses with every answer. Two queries."""
    rows = list(responses.select_related("client", "product", "cohort", "responsible"))
    given: dict[int, list[GivenAnswer]] = {row.pk: [] for row in rows}
    answers = Answer.objects.filter(response__in=[row.pk for row in rows])
    for one in answers.order_by("response_id", "position", "pk"):
        given[one.response_id].append(_given(one))
    return [
        ResponseRow(
            row.pk,
            row.client_id,
            row.client.name,
            row.product.name if row.product else "",
            row.cohort.name if row.cohort else "",
            row.responsible.name if row.responsible else "",
            row.answered_at,
            row.changed_at,
            row.source == "file",
            tuple(given[row.pk]),
        )
        for row in rows
    ]


def _given(row: Answer) -> GivenAnswer:
    return GivenAnswer(
        row.item, Measure(row.measure), row.value_hundredths, row.top, row.text, row.is_low
    )
