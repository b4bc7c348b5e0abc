"""The two panels of success: four figures that lead and four that follow (R-354, R-355)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from provodnik.kernel.periods import Period
from provodnik.lake.definitions import changed_since
from provodnik.method import queries as method
from provodnik.method.shapes.goals import PanelRow
from provodnik.metrics import reaching, told
from provodnik.metrics.change import Span
from provodnik.metrics.definition import Direction, Unit
from provodnik.metrics.reaching import State
from provodnik.metrics.redefined import Redefined
from provodnik.reports.counting import NOT_COUNTED, Ask, Counted, facts
from provodnik.reports.models import PointA, SuccessTarget
from provodnik.reports.types import ProgrammeRow


@dataclass(frozen=True, slots=True)
class Baseline:
    """Point A of a row: counted, or in the words it was told; when and where from.

    `fixed_at` is when a counted one was written down: by the definition of then.
    """

    amount: Fraction | None
    told: str
    measured_on: date
    source: str
    fixed_at: datetime | None = None

    def span(self, unit: Unit) -> Span | None:
        if self.told:
            return told.read(self.told).span(unit)
        return None if self.amount is None else Span(self.amount, self.amount)


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a row should be and until when, and how far it is.

    `behind` is the share of the way gone; None where it cannot be told.
    """

    target: str
    due_on: date
    days_left: int
    behind: Fraction | None
    state: State


@dataclass(frozen=True, slots=True)
class SuccessRow:
    """A figure of success: before, now, and its aim; a second figure may stand beside.

    `redefined` tells that its metric was defined otherwise when point A was counted.
    """

    row: PanelRow
    unit: Unit
    window: Period | None
    was: Baseline | None
    fact: Counted
    beside: Counted | None
    aim: Aim | None
    redefined: Redefined | None = None

    @property
    def direction(self) -> Direction:
        return direction_of(self.row.direction)


@dataclass(frozen=True, slots=True)
class Panels:
    """Exactly four rows each: the method's shape sees to it."""

    leading: tuple[SuccessRow, ...]
    lagging: tuple[SuccessRow, ...]


def panels(opened: ProgrammeRow | None, *, today: date, now: datetime) -> Panels:
    """Both panels. Two queries, and a question to the lake for each metric and window."""
    settings = method.goal_settings()
    baselines, targets = kept(opened)
    rows = (*settings.leading, *settings.lagging)
    asks = {row.key: _ask(row, today) for row in rows}
    besides = {row.key: _ask_beside(row, today) for row in rows if row.beside_metric}
    found = facts([*asks.values(), *besides.values()], now=now)

    def shown(row: PanelRow) -> SuccessRow:
        ask, was = asks[row.key], baselines.get(row.key)
        fact = found.get(ask, NOT_COUNTED)
        return SuccessRow(
            row=row,
            unit=ask.unit,
            window=ask.window,
            was=was,
            fact=fact,
            beside=found[besides[row.key]] if row.key in besides else None,
            aim=aim_of(row, was, fact, targets.get(row.key), today=today),
            redefined=redefined_of(str(row.metric), was),
        )

    return Panels(tuple(map(shown, settings.leading)), tuple(map(shown, settings.lagging)))


def before(opened: ProgrammeRow, *, now: datetime) -> Mapping[str, Counted]:
    """Each row of the panels over its days right before the programme."""
    settings = method.goal_settings()
    eve = opened.starts_on - timedelta(days=1)
    asks = {row.key: _ask(row, eve, as_of=eve) for row in (*settings.leading, *settings.lagging)}
    found = facts(asks.values(), now=now)
    return {key: found[ask] for key, ask in asks.items()}


def kept(
    opened: ProgrammeRow | None,
) -> tuple[Mapping[str, Baseline], Mapping[str, SuccessTarget]]:
    """Baselines and targets of the programme by row. Two queries, none without a programme."""
    if opened is None:
        return {}, {}
    of_programme = {"programme_id": opened.programme_id, "replaced_at": None}
    return (
        {one.row: baseline_of(one) for one in PointA.objects.filter(**of_programme)},
        {one.row: one for one in SuccessTarget.objects.filter(**of_programme)},
    )


def aim_of(
    row: PanelRow,
    was: Baseline | None,
    fact: Counted,
    target: SuccessTarget | None,
    *,
    today: date,
) -> Aim | None:
    """How far a figure is from its target; nothing where none was set."""
    if target is None:
        return None
    unit, direction = Unit(str(row.unit)), direction_of(row.direction)
    from_where = reaching.bound(target.target, "", unit, direction)
    return Aim(
        target=target.target,
        due_on=target.due_on,
        days_left=reaching.days_left(target.due_on, today),
        behind=reaching.progress(was.span(unit) if was else None, fact.amount, from_where),
        state=reaching.state(fact.amount, from_where, direction),
    )


def baseline_of(point: PointA) -> Baseline:
    amount = None if point.amount is None else Fraction(point.amount)
    fixed_at = None if point.told else point.fixed_at
    return Baseline(amount, point.told, point.measured_on, point.source, fixed_at)


def redefined_of(metric: str, was: Baseline | None) -> Redefined | None:
    """How the definition changed since a counted point A was fixed; None where it did not."""
    return changed_since(metric, was.fixed_at) if was else None


def direction_of(better: str) -> Direction:
    return Direction.DOWN if str(better) == "down" else Direction.UP


def _ask(row: PanelRow, last_on: date, *, as_of: date | None = None) -> Ask:
    return Ask(
        str(row.metric), str(row.part or ""), Unit(str(row.unit)), _days(row, last_on), as_of
    )


def _ask_beside(row: PanelRow, last_on: date) -> Ask:
    """A second figure is a share: it stands beside points that have none."""
    return Ask(str(row.beside_metric), str(row.beside_part or ""), Unit.SHARE, _days(row, last_on))


def _days(row: PanelRow, last_on: date) -> Period | None:
    """So many days up to and with the last one."""
    after = last_on + timedelta(days=1)
    return Period(after - timedelta(days=int(row.days)), after) if row.days else None
