"""What the page of goals shows: the sentence, both levels, both panels, strategy, cohorts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.decisions.goals import queries
from provodnik.decisions.goals.queries import (
    Board,
    CohortGoals,
    Fact,
    GoalRow,
    InitiativeRow,
    KeyResultRow,
    KpiRow,
    ObjectiveRow,
)
from provodnik.decisions.goals.types import Every
from provodnik.kernel.periods import Period, add_months, quarter_of
from provodnik.method import queries as method
from provodnik.metrics.reaching import State
from provodnik.reports.counting import is_counted
from provodnik.web import formats
from provodnik.web.ab_rows import number_href
from provodnik.web.design.types import Figure, Missing, Tone, Unit, View
from provodnik.web.goal_figures import (
    counted_figure,
    state_tone,
    state_words,
    told_figure,
    told_text,
    version_words,
)

_WHOLE = 10_000
_QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A key result or a KPI: from, now, to, how far, and what it is known from."""

    href: str
    title: str
    note: str
    fact: Figure
    fact_note: str
    target: str
    state: State
    state_words: str
    tone: Tone
    source: str
    is_by_hand: bool
    start: Figure | None = None
    way: Fraction | None = None
    window: str = ""


@dataclass(frozen=True, slots=True)
class ObjectiveCard:
    """An objective and its lines."""

    row: ObjectiveRow
    note: str
    lines: tuple[GoalLine, ...]


@dataclass(frozen=True, slots=True)
class CohortLine:
    """Plan and fact of a cohort's goals."""

    row: CohortGoals
    goals: tuple[tuple[str, Figure, Figure, Fraction | None], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template needs; nothing in it can query."""

    sentence: str
    quarter: Period
    quarter_words: str
    quarters: tuple[View, ...]
    is_current: bool
    board: Board
    objectives: tuple[ObjectiveCard, ...]
    kpis: tuple[GoalLine, ...]
    strategy: tuple[InitiativeRow, ...]
    strategy_words: tuple[str, ...]
    cohorts: tuple[CohortLine, ...]
    lacks_okr: bool
    lacks_kpi: bool

    @property
    def initiatives(self) -> Sequence[tuple[InitiativeRow, str]]:
        return list(zip(self.strategy, self.strategy_words, strict=True))

    @property
    def is_empty(self) -> bool:
        return not self.objectives and not self.kpis


def page(quarter_on: date, *, today: date, now: datetime) -> Page:
    """The goals of a quarter. A fixed number of queries, whatever the number of goals."""
    board = queries.board(quarter_on, today=today, now=now)
    quarter, strategy = board.quarter, queries.strategy()
    is_current = today in quarter
    return Page(
        sentence=_sentence(board, is_current=is_current),
        quarter=quarter,
        quarter_words=quarter_words(quarter.from_on),
        quarters=_quarters(quarter, today),
        is_current=is_current,
        board=board,
        objectives=tuple(_card(one, today) for one in board.objectives),
        kpis=tuple(kpi_line(one, today) for one in board.kpis),
        strategy=tuple(strategy),
        strategy_words=tuple(_horizon(one, today) for one in strategy),
        cohorts=tuple(_cohort(one) for one in queries.cohort_goals(today)),
        lacks_okr=is_current and bool(board.kpis) and not board.results,
        lacks_kpi=is_current and bool(board.results) and not board.kpis,
    )


def _horizon(row: InitiativeRow, today: date) -> str:
    return formats.day_range(row.starts_on, row.ends_on, today, language())


def quarter_words(first_on: date) -> str:
    """«4 квартал 2026»."""
    number = (first_on.month - 1) // _QUARTER_MONTHS + 1
    return _("Q%(n)s %(year)s") % {"n": number, "year": first_on.year}


def result_line(row: KeyResultRow, today: date) -> GoalLine:
    """A key result as a line of its objective."""
    months = formats.window(row.months, language()) if row.months else ""
    line = _line(row.goal, "goals:result", today)
    return replace(
        line,
        note=" · ".join(filter(None, (line.note, version_words(row.redefined, today, language())))),
        start=told_figure(row.start, row.goal.unit),
        way=Fraction(1) if row.goal.state is State.REACHED else row.behind,
        window=_("over %(window)s") % {"window": months} if months else "",
    )


def kpi_line(row: KpiRow, today: date) -> GoalLine:
    """A KPI as a line: this week or month, beside the one before."""
    is_week = row.every is Every.WEEK
    note = _("each week") if is_week else _("each month")
    return replace(
        _line(row.goal, "goals:kpi", today),
        start=_fact_figure(row.before, row.goal),
        note=f"{note} · {row.owner}" if row.owner else note,
        window=_("this week") if is_week else _("this month"),
    )


def language() -> str:
    return (get_language() or "ru").split("-")[0]


def _line(goal: GoalRow, url: str, today: date) -> GoalLine:
    """What every goal shows."""
    told_on = goal.fact.on_date
    fact_note = ""
    if told_on is not None:
        fact_note = f"{formats.day_words(told_on, today, language())}, {goal.fact.source}"
    return GoalLine(
        href=reverse(url, args=[goal.goal_id]),
        title=goal.title,
        note=goal.source,
        fact=_fact_figure(goal.fact, goal),
        fact_note=fact_note,
        target=told_text(goal.target, goal.unit, language()),
        state=goal.state,
        state_words=state_words(goal.state),
        tone=state_tone(goal.state),
        source=goal.fact.source or goal.source,
        is_by_hand=not is_counted(goal.metric),
    )


def _fact_figure(fact: Fact, goal: GoalRow) -> Figure:
    if fact.told:
        return told_figure(fact.told, goal.unit)
    href = number_href(goal.metric, goal.window) if fact.is_counted and goal.window else ""
    return counted_figure(fact.amount, goal.unit, n=fact.n, href=href, is_counted=fact.is_counted)


def _card(row: ObjectiveRow, today: date) -> ObjectiveCard:
    parts = [row.owner]
    if row.results:
        parts.append(
            _("%(reached)s of %(all)s reached") % {"reached": row.reached, "all": len(row.results)}
        )
    return ObjectiveCard(
        row=row,
        note=" · ".join(part for part in parts if part),
        lines=tuple(result_line(one, today) for one in row.results),
    )


def _sentence(board: Board, *, is_current: bool) -> str:
    """The conclusion: how many results are reached and how long there is."""
    results = board.results
    if not results:
        return _("The quarter has no goals yet") if is_current else _("No goals of this quarter")
    reached = sum(1 for one in results if one.goal.state is State.REACHED)
    words = {
        "reached": reached,
        "all": formats.counted(len(results), _("result|results"), language()),
        "left": formats.counted(board.days_left, _("day|days"), language()),
    }
    if is_current:
        return _("Reached %(reached)s of %(all)s, %(left)s to the end of the quarter") % words
    return _("Reached %(reached)s of %(all)s") % words


def _quarters(chosen: Period, today: date) -> tuple[View, ...]:
    """Quarters with goals, the one that goes on and the next."""
    current = quarter_of(today).from_on
    known = {*queries.quarters(), current, add_months(current, _QUARTER_MONTHS), chosen.from_on}
    return tuple(
        View(
            quarter_words(on),
            f"{reverse('goals:show')}?quarter={on.isoformat()}",
            is_current=on == chosen.from_on,
        )
        for on in sorted(known)
    )


def _cohort(row: CohortGoals) -> CohortLine:
    goals = []
    for goal in row.goals:
        words = method.metric_words().metric(goal.metric)
        title = words.title if words else goal.metric
        fact = _cohort_figure(goal.metric, goal.fact)
        way = None if goal.reached_share is None else Fraction(str(goal.reached_share))
        goals.append((title, _cohort_figure(goal.metric, goal.target), fact, way))
    return CohortLine(row, tuple(goals))


def _cohort_figure(metric: str, hundredths: int | None) -> Figure:
    unit = Unit.KOPECKS if metric == "repeat_sales" else Unit.SHARE
    if hundredths is None:
        return Figure(None, unit, missing=Missing.NOT_MEASURED)
    return Figure(hundredths if unit is Unit.KOPECKS else Fraction(hundredths, _WHOLE), unit)
