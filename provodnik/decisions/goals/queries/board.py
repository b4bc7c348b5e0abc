"""The goals of a quarter with their facts: counted where a metric counts them, else as told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import F

from provodnik.decisions.goals import rules
from provodnik.decisions.goals.models import KeyResult, Kpi, Objective, ToldFact
from provodnik.decisions.goals.types import Every
from provodnik.kernel.periods import Period, quarter_of
from provodnik.lake.definitions import changed_since
from provodnik.metrics import reaching, told
from provodnik.metrics.definition import Direction, Unit
from provodnik.metrics.reaching import State
from provodnik.metrics.redefined import Redefined
from provodnik.reports.counting import NOT_COUNTED, Ask, Counted, facts, is_counted


@dataclass(frozen=True, slots=True)
class Fact:
    """What a goal's value is. `told` holds the words of one entered by hand, with its day.

    `amount` is what is compared: of a range the end that is worse.
    """

    amount: Fraction | None
    n: int | None = None
    told: str = ""
    on_date: date | None = None
    source: str = ""
    is_counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """What a key result and a KPI have in common: the target and how the fact stands to it."""

    goal_id: int
    title: str
    metric: str
    part: str
    unit: Unit
    direction: Direction
    target: str
    threshold: str
    source: str
    window: Period | None
    fact: Fact
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultRow:
    """A key result: `behind` is the share of the way gone, None where it cannot be told.

    `redefined` tells that its metric was defined otherwise when the start was written down.
    """

    goal: GoalRow
    start: str
    months: int | None
    behind: Fraction | None
    redefined: Redefined | None = None

    @property
    def whole_way(self) -> Fraction | None:
        """The way gone, no more than whole; whole where the goal is reached."""
        if self.goal.state is State.REACHED:
            return Fraction(1)
        return None if self.behind is None else min(self.behind, Fraction(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRow:
    """A KPI in the week or month that goes on, and in the one before."""

    goal: GoalRow
    every: Every
    owner_id: int | None
    owner: str
    before: Fact


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective with its key results."""

    objective_id: int
    title: str
    quarter_on: date
    owner_id: int | None
    owner: str
    initiative_id: int | None
    initiative: str
    results: tuple[KeyResultRow, ...]

    @property
    def reached(self) -> int:
        return sum(1 for result in self.results if result.goal.state is State.REACHED)

    @property
    def behind(self) -> Fraction | None:
        """The mean of its results' ways, each no more than whole; None where none is known."""
        ways = [way for result in self.results if (way := result.whole_way) is not None]
        return sum(ways, Fraction(0)) / len(ways) if ways else None


@dataclass(frozen=True, slots=True)
class Board:
    """Both levels: the quarter's objectives and the permanent KPIs."""

    quarter: Period
    days_left: int
    objectives: tuple[ObjectiveRow, ...]
    kpis: tuple[KpiRow, ...]

    @property
    def results(self) -> tuple[KeyResultRow, ...]:
        return tuple(result for objective in self.objectives for result in objective.results)


def quarters() -> list[date]:
    """First days of quarters that have objectives, the latest first. One query."""
    found = Objective.objects.filter(dropped_at=None).order_by("-quarter_on")
    return list(found.values_list("quarter_on", flat=True).distinct())


def board(quarter_on: date, *, today: date, now: datetime) -> Board:
    """A quarter's goals. Four queries, and a question to the lake for each metric and window."""
    quarter = quarter_of(quarter_on)
    results, kpis = _results(quarter), _kpis()
    asks = {
        **{_key(one): _result_ask(one, quarter) for one in results},
        **{_key(one): _kpi_ask(one, today) for one in kpis},
    }
    earlier = {_key(one): _before(asks[_key(one)]) for one in kpis}
    counted = facts([*asks.values(), *earlier.values()], now=now)
    words = _told(results, kpis)

    def fact_of(goal: KeyResult | Kpi, ask: Ask, window: Period | None) -> Fact:
        if is_counted(goal.metric):
            return _counted(counted.get(ask, NOT_COUNTED))
        return _as_told(words.get(_key(goal), ()), goal, window)

    rows = {
        one.pk: _result_row(one, asks[_key(one)], fact_of(one, asks[_key(one)], None))
        for one in results
    }
    return Board(
        quarter=quarter,
        days_left=reaching.days_left(quarter.to_on, today),
        objectives=_objectives(quarter, results, rows),
        kpis=tuple(
            _kpi_row(
                one,
                asks[_key(one)],
                fact_of(one, asks[_key(one)], asks[_key(one)].window),
                fact_of(one, earlier[_key(one)], earlier[_key(one)].window),
            )
            for one in kpis
        ),
    )


def _key(goal: KeyResult | Kpi) -> tuple[bool, int]:
    return isinstance(goal, Kpi), goal.pk


def _results(quarter: Period) -> list[KeyResult]:
    found = KeyResult.objects.filter(
        objective__quarter_on=quarter.from_on, objective__dropped_at=None, dropped_at=None
    )
    return list(found.order_by("pk"))


def _kpis() -> list[Kpi]:
    return list(Kpi.objects.filter(dropped_at=None).select_related("owner").order_by("every", "pk"))


def _result_ask(result: KeyResult, quarter: Period) -> Ask:
    window = rules.result_window(quarter.from_on, result.months)
    return Ask(result.metric, result.part, Unit(result.unit), window)


def _kpi_ask(kpi: Kpi, today: date) -> Ask:
    return Ask(kpi.metric, kpi.part, Unit(kpi.unit), rules.kpi_window(Every(kpi.every), today))


def _before(ask: Ask) -> Ask:
    window = ask.window.previous() if ask.window else None
    return Ask(ask.metric, ask.part, ask.unit, window)


def _told(
    results: Iterable[KeyResult], kpis: Iterable[Kpi]
) -> Mapping[tuple[bool, int], Sequence[ToldFact]]:
    """Facts entered by hand, the latest first."""
    mine = ToldFact.objects.filter(key_result__in=[one.pk for one in results])
    mine |= ToldFact.objects.filter(kpi__in=[one.pk for one in kpis])
    found: dict[tuple[bool, int], list[ToldFact]] = {}
    for fact in mine.order_by(F("on_date").desc(), F("pk").desc()):
        goal_id = fact.key_result_id or fact.kpi_id or 0
        found.setdefault((fact.kpi_id is not None, goal_id), []).append(fact)
    return found


def _as_told(words: Sequence[ToldFact], goal: KeyResult | Kpi, window: Period | None) -> Fact:
    fact = next((one for one in words if window is None or one.on_date in window), None)
    if fact is None:
        return Fact(None)
    span = told.read(fact.value).span(Unit(goal.unit))
    is_down = goal.direction == Direction.DOWN.value
    amount = None if span is None else span.high if is_down else span.low
    return Fact(amount, told=fact.value, on_date=fact.on_date, source=fact.source)


def _counted(counted: Counted) -> Fact:
    return Fact(counted.amount, counted.n, is_counted=True)


def _objectives(
    quarter: Period, results: Iterable[KeyResult], rows: Mapping[int, KeyResultRow]
) -> tuple[ObjectiveRow, ...]:
    by_objective: dict[int, list[KeyResultRow]] = {}
    for result in results:
        by_objective.setdefault(result.objective_id, []).append(rows[result.pk])
    found = Objective.objects.filter(quarter_on=quarter.from_on, dropped_at=None)
    return tuple(
        ObjectiveRow(
            objective_id=one.pk,
            title=one.title,
            quarter_on=one.quarter_on,
            owner_id=one.owner_id,
            owner=one.owner.name if one.owner else "",
            initiative_id=one.initiative_id,
            initiative=one.initiative.title if one.initiative else "",
            results=tuple(by_objective.get(one.pk, ())),
        )
        for one in found.select_related("owner", "initiative").order_by("pk")
    )


def _result_row(result: KeyResult, ask: Ask, fact: Fact) -> KeyResultRow:
    goal, from_where = _goal_row(result, ask, fact)
    start = told.read(result.start).span(ask.unit)
    return KeyResultRow(
        goal=goal,
        start=result.start,
        months=result.months,
        behind=reaching.progress(start, fact.amount, from_where),
        redefined=changed_since(result.metric, result.created_at),
    )


def _kpi_row(kpi: Kpi, ask: Ask, fact: Fact, before: Fact) -> KpiRow:
    goal, _from_where = _goal_row(kpi, ask, fact)
    return KpiRow(
        goal=goal,
        every=Every(kpi.every),
        owner_id=kpi.owner_id,
        owner=kpi.owner.name if kpi.owner else "",
        before=before,
    )


def _goal_row(goal: KeyResult | Kpi, ask: Ask, fact: Fact) -> tuple[GoalRow, Fraction]:
    """The row, and from where on it is reached."""
    direction = Direction(goal.direction)
    from_where = reaching.bound(goal.target, goal.threshold, ask.unit, direction)
    row = GoalRow(
        goal_id=goal.pk,
        title=goal.title,
        metric=goal.metric,
        part=goal.part,
        unit=ask.unit,
        direction=direction,
        target=goal.target,
        threshold=goal.threshold,
        source=goal.source,
        window=ask.window,
        fact=fact,
        state=reaching.state(fact.amount, from_where, direction),
    )
    return row, from_where
