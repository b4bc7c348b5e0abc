"""What the list of surveys shows: every survey with its figures, and what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import local_date
from provodnik.method import queries as method
from provodnik.method.shapes.surveys import SurveyForm
from provodnik.touches.voice.surveys import queries
from provodnik.touches.voice.surveys.queries import SurveyRow
from provodnik.web import formats
from provodnik.web.design.types import AbRow, Column, Figure
from provodnik.web.pages.surveys import asking, figures, words
from provodnik.web.pages.surveys.asking import Asked


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A survey in figures that open to its answers of the same filter."""

    row: SurveyRow
    href: str
    moment: str
    sent: Figure
    answered: Figure
    scores: Mapping[str, Figure | None]
    left_out: Figure


@dataclass(frozen=True, slots=True)
class ReadyForm:
    """A ready survey of the method the school has not taken yet."""

    form: SurveyForm
    moment: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """Surveys, the three figures of the days, links and low scores that wait."""

    sentence: str
    lines: tuple[SurveyLine, ...]
    measured: Sequence[AbRow]
    asked: Asked
    columns: tuple[Column, ...]
    ready: tuple[ReadyForm, ...]
    low_waiting: int
    to_hand: int

    @property
    def is_empty(self) -> bool:
        return not self.lines


def list_page(staff: Staff, told: Mapping[str, str], *, now: datetime) -> ListPage:
    """A fixed number of queries, however many surveys and answers."""
    zone = ZoneInfo(staff.school.timezone)
    asked = asking.read(told, local_date(now, zone))
    rows = queries.survey_rows(asked.which, zone=zone)
    known = queries.ready_forms_used()
    return ListPage(
        sentence=_sentence(rows),
        lines=tuple(_line(row, asked) for row in rows),
        measured=figures.measured(asked.period, now=now),
        asked=asked,
        columns=_columns(),
        ready=tuple(
            ReadyForm(form, str(words.MOMENTS[form.moment]))
            for form in method.survey_settings().forms
            if form.key not in known
        ),
        low_waiting=sum(row.low_waiting for row in rows),
        to_hand=sum(row.to_hand for row in rows),
    )


def language() -> str:
    return (get_language() or "ru").split("-")[0]


def counted(n: int, forms: str) -> str:
    return formats.counted(n, forms, language())


def _line(row: SurveyRow, asked: Asked) -> SurveyLine:
    tail = asked.query()
    href = reverse("surveys:show", args=[row.survey_id]) + tail
    people = reverse("surveys:people", args=[row.survey_id]) + tail
    left_out = reverse("surveys:left_out", args=[row.survey_id]) + tail
    return SurveyLine(
        row=row,
        href=href,
        moment=str(words.MOMENTS[row.moment]),
        sent=figures.count(row.sent, people),
        answered=figures.share(row.answered, row.sent, people),
        scores=figures.score_figures(row.scores, f"{href}#answers"),
        left_out=figures.count(row.left_out, left_out),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Survey")),
        Column(_("Sent"), is_number=True),
        Column(_("Answered"), is_number=True),
        Column("NPS", is_number=True),
        Column("CSAT", is_number=True),
        Column("CSI", is_number=True),
        Column(_("Not asked"), is_number=True),
    )


def _sentence(rows: Sequence[SurveyRow]) -> str:
    """What waits; else how many answer; else what to begin with."""
    low = sum(row.low_waiting for row in rows)
    if low:
        said = counted(low, _("low score waits|low scores wait"))
        return _("%(scores)s for an answer") % {"scores": said}
    answered = sum(row.responses for row in rows)
    if answered:
        said = counted(answered, _("student answered|students answered"))
        return _("%(students)s, nothing waits") % {"students": said}
    return _("No answers yet: send the first wave") if rows else _("No surveys yet")
