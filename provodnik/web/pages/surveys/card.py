"""What the page of one survey shows: scores by question, answers, waves, people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import local_date
from provodnik.method import queries as method
from provodnik.touches.voice.surveys import queries
from provodnik.touches.voice.surveys.queries import (
    InvitationRow,
    NotAskedRow,
    ResponseRow,
    SurveyCard,
    WaveRow,
)
from provodnik.web.design.types import Figure, Filter, Tone
from provodnik.web.pages.surveys import asking, figures, words
from provodnik.web.pages.surveys.asking import Asked
from provodnik.web.pages.surveys.content import counted


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in figures: how many answered it and its score, each opening to the answers."""

    item: str
    href: str
    n: Figure
    scores: Mapping[str, Figure | None]


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave and its answers."""

    row: WaveRow
    href: str


@dataclass(frozen=True, slots=True)
class CardPage:
    """One survey under a filter; `answers` is one page of them."""

    card: SurveyCard
    sentence: str
    moment: str
    responsible: str
    total: Mapping[str, Figure | None]
    sent: Figure
    answered: Figure
    left_out: Figure
    questions: tuple[QuestionLine, ...]
    waves: tuple[WaveLine, ...]
    answers: tuple[ResponseRow, ...]
    asked: Asked
    filters: tuple[Filter, ...]
    next_query: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who was asked, and where it stands."""

    row: InvitationRow
    state: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class LeftOutLine:
    """Somebody who was not asked, and why."""

    row: NotAskedRow
    why: str


def card_page(
    staff: Staff, card: SurveyCard, told: Mapping[str, str], *, now: datetime
) -> CardPage:
    """A fixed number of queries, whatever the number of answers."""
    zone = ZoneInfo(staff.school.timezone)
    asked = asking.read(told, local_date(now, zone))
    most = method.survey_settings().most_shown
    responses = queries.responses_of(card.survey_id, asked.which, zone=zone)
    shown = queries.response_rows(responses[asked.offset : asked.offset + most + 1])
    row = queries.survey_row(card.survey_id, asked.which, zone=zone)
    address = reverse("surveys:show", args=[card.survey_id])
    tail = asked.query()
    people = reverse("surveys:people", args=[card.survey_id]) + tail
    return CardPage(
        card=card,
        sentence=_sentence(row.responses),
        moment=str(words.MOMENTS[card.fields.moment]),
        responsible=str(words.ABOUT[card.fields.responsible]),
        total=figures.score_figures(row.scores, f"{address}{tail}#answers"),
        sent=figures.count(row.sent, people),
        answered=figures.share(row.answered, row.sent, people),
        left_out=figures.count(
            row.left_out, reverse("surveys:left_out", args=[card.survey_id]) + tail
        ),
        questions=_questions(queries.scores_of(responses), asked, address),
        waves=tuple(
            WaveLine(one, f"{address}{asked.query(wave=one.wave_id)}") for one in card.waves
        ),
        answers=tuple(shown[:most]),
        asked=asked,
        filters=_filters(asked, address),
        next_query=asked.query(offset=asked.offset + most) if len(shown) > most else "",
    )


def people(
    staff: Staff, card: SurveyCard, told: Mapping[str, str], *, now: datetime
) -> tuple[PersonLine, ...]:
    """Who was asked in the days of the filter, newest first."""
    zone = ZoneInfo(staff.school.timezone)
    asked = asking.read(told, local_date(now, zone))
    most = method.survey_settings().most_shown * 4
    rows = queries.invited(card.survey_id, asked.which, zone=zone, now=now, limit=most)
    return tuple(
        PersonLine(one, str(words.STATES[one.state]), words.TONES[one.state]) for one in rows
    )


def left_out(
    staff: Staff, card: SurveyCard, told: Mapping[str, str], *, now: datetime
) -> tuple[LeftOutLine, ...]:
    """Who was not asked in the days of the filter, newest first, with the reason in words."""
    zone = ZoneInfo(staff.school.timezone)
    asked = asking.read(told, local_date(now, zone))
    settings = method.survey_settings()
    rows = queries.left_out(card.survey_id, asked.which, zone=zone, limit=settings.most_shown * 4)
    return tuple(LeftOutLine(one, settings.why(one.reason)) for one in rows)


def _questions(scores: list[queries.Score], asked: Asked, address: str) -> tuple[QuestionLine, ...]:
    of_item: dict[str, list[queries.Score]] = {}
    for score in scores:
        of_item.setdefault(score.item, []).append(score)
    lines = []
    for item, told in of_item.items():
        href = f"{address}{asked.query(item=item)}#answers"
        n = sum(score.count for score in told)
        scores_told = figures.score_figures(queries.scored(told), href)
        lines.append(QuestionLine(item, href, figures.count(n, href), scores_told))
    return tuple(sorted(lines, key=lambda one: one.item))


def _filters(asked: Asked, address: str) -> tuple[Filter, ...]:
    named = []
    if asked.which.item:
        named.append(Filter(asked.which.item, address + asked.query(item="")))
    if asked.which.only_low:
        named.append(Filter(_("only low ones"), address + asked.query(low="")))
    if asked.which.wave_id is not None:
        named.append(Filter(_("one wave"), address + asked.query(wave="")))
    return tuple(named)


def _sentence(responses: int) -> str:
    if not responses:
        return _("No answers for these days")
    return counted(responses, _("student answered|students answered"))
