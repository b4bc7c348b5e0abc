"""The two panels of success, and one of their rows on a page of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.method import queries as method
from provodnik.metrics.definition import Unit
from provodnik.metrics.reaching import State
from provodnik.metrics.redefined import Redefined
from provodnik.reports import panels
from provodnik.reports.panels import Baseline, SuccessRow
from provodnik.reports.types import ProgrammeRow
from provodnik.web import formats
from provodnik.web.ab_rows import number_href
from provodnik.web.design.figures import amount_text
from provodnik.web.design.types import Figure, Metric, Missing, Tone
from provodnik.web.formats import Gender
from provodnik.web.goal_figures import (
    counted_figure,
    state_tone,
    state_words,
    told_figure,
    told_text,
    version_words,
)
from provodnik.web.pages.goals.content import language

_GENDERS = {"plural": Gender.MANY, **{str(one): one for one in Gender}}


@dataclass(frozen=True, slots=True)
class PanelLine:
    """A figure of success: before, now, in ninety days."""

    key: str
    metric: Metric
    was: Figure
    was_note: str
    fact: Figure
    beside: str
    target: str
    by: str
    way: Fraction | None
    state_words: str
    tone: Tone
    href: str


@dataclass(frozen=True, slots=True)
class Panel:
    title: str
    note: str
    lines: tuple[PanelLine, ...]


def both(opened: ProgrammeRow | None, *, today: date, now: datetime) -> tuple[Panel, Panel]:
    """The leading panel and the lagging one."""
    shown = panels.panels(opened, today=today, now=now)
    return (
        Panel(
            _("Leading figures"),
            _("change within weeks"),
            tuple(_line(row, today) for row in shown.leading),
        ),
        Panel(
            _("Lagging figures"),
            _("confirm it within months"),
            tuple(_line(row, today) for row in shown.lagging),
        ),
    )


@dataclass(frozen=True, slots=True)
class RowPage:
    """A row of A → B or of a panel, for setting its point A and target."""

    key: str
    title: str
    caption: str
    unit: Unit
    was: Figure
    was_note: str
    target: str
    due_on: date | None
    by: str
    is_fixed: bool


def row_page(key: str, opened: ProgrammeRow | None, today: date) -> RowPage | None:
    """One row by its key; None for a stranger. Two queries."""
    panel = method.goal_settings().panel_row(key)
    point = next((row for row in method.metric_words().point_rows if row.key == key), None)
    row = panel or point
    if row is None:
        return None
    baselines, targets = panels.kept(opened)
    unit, was, target = Unit(str(row.unit)), baselines.get(key), targets.get(key)
    return RowPage(
        key=key,
        title=str(row.title),
        caption=str(row.caption),
        unit=unit,
        was=_was(was, unit),
        was_note=_was_note(was, today, panels.redefined_of(str(row.metric), was)),
        target=target.target if target else "",
        due_on=target.due_on if target else None,
        by=_by(target.due_on, today) if target else "",
        is_fixed=was is not None,
    )


def _line(row: SuccessRow, today: date) -> PanelLine:
    words, aim = row.row, row.aim
    href = ""
    if row.fact.is_counted:
        asked = row.window
        href = number_href(str(words.metric), asked) if asked else reverse(
            "metrics:show", args=[str(words.metric)]
        )  # fmt: skip
    fact = counted_figure(
        row.fact.amount, row.unit, n=row.fact.n, href=href, is_counted=row.fact.is_counted
    )
    state = aim.state if aim else State.NOT_MEASURED
    return PanelLine(
        key=str(words.key),
        metric=Metric(
            str(words.metric),
            str(words.title),
            str(words.caption),
            _GENDERS.get(str(words.gender), Gender.MASCULINE),
        ),
        was=_was(row.was, row.unit),
        was_note=_was_note(row.was, today, row.redefined),
        fact=fact,
        beside=_beside(row),
        target=told_text(aim.target, row.unit, language()) if aim else "",
        by=_left(aim.due_on, aim.days_left, today) if aim else "",
        way=Fraction(1) if state is State.REACHED else aim.behind if aim else None,
        state_words=state_words(state),
        tone=state_tone(state),
        href=reverse("goals:success", args=[str(words.key)]),
    )


def _beside(row: SuccessRow) -> str:
    """The second figure in words: «CSAT 92%»."""
    if row.beside is None or not row.row.beside_title:
        return ""
    if row.beside.amount is None:
        return f"{row.row.beside_title} —"
    return f"{row.row.beside_title} {formats.share(row.beside.amount, language(), n=row.beside.n)}"


def _was(was: Baseline | None, unit: Unit) -> Figure:
    if was is None:
        return Figure(None, counted_figure(None, unit).unit, missing=Missing.NOT_MEASURED)
    return told_figure(was.told, unit) if was.told else counted_figure(was.amount, unit)


def _was_note(was: Baseline | None, today: date, redefined: Redefined | None) -> str:
    """Where point A is known from, and its day; by which formula, where that is another now."""
    if was is None:
        return ""
    if redefined is not None:
        return version_words(redefined, today, language())
    day = formats.day_words(was.measured_on, today, language())
    return f"{was.source}, {day}" if was.source else _("counted, %(day)s") % {"day": day}


def _by(due_on: date, today: date) -> str:
    return _("by %(day)s") % {"day": formats.day_words(due_on, today, language())}


def _left(due_on: date, days: int, today: date) -> str:
    """«к 29 сентября, осталось 45 дней»."""
    words = _by(due_on, today)
    if not days:
        return _("%(by)s, the term is over") % {"by": words}
    left = formats.counted(days, _("day|days"), language())
    return _("%(by)s, %(left)s left") % {"by": words, "left": left}


def table_text(figure: Figure) -> str:
    """A figure for a file, as the page prints it."""
    if figure.amount is None:
        return _("not measured") if figure.missing is Missing.NOT_MEASURED else formats.UNDEFINED
    return amount_text(figure.amount, figure.unit, language(), figure=figure)
