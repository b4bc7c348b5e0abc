"""The rows of A → B: which metric, which part of it, before and now."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from provodnik.kernel import schools
from provodnik.kernel.periods import Period
from provodnik.lake import services as lake
from provodnik.method import queries as method
from provodnik.method.shapes.numbers import PointRow
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import Unit
from provodnik.metrics.figures import Count, Money, Share, Value
from provodnik.metrics.measurement import Measurement
from provodnik.reports import panels
from provodnik.reports.counting import TO_DATE, in_unit, picked
from provodnik.reports.models import SuccessTarget
from provodnik.reports.panels import Baseline
from provodnik.reports.types import NOT_MEASURED, AbFigure, Amount, ProgrammeRow

type Measure = Callable[[str, str | None], Measurement]

_BY_CHANNEL = frozenset({"repeat_sales", "channel_conversion"})


def before(window: Period, *, now: datetime) -> Mapping[str, Amount]:
    """Each figure over a window as long as the programme, right before it."""
    earlier = window.previous()
    return _amounts(_measure(earlier, as_of=earlier.last_on, now=now))


def since(window: Period, *, now: datetime) -> Mapping[str, Amount]:
    """Each figure over the programme, as far as it has gone."""
    return _amounts(_measure(window, as_of=None, now=now))


def ab_figures(programme: ProgrammeRow, *, now: datetime) -> list[AbFigure]:
    """A → B in the order of the method; A as it was fixed, «not measured» where it was not."""
    fixed, targets = panels.kept(programme)
    current = since(Period(programme.starts_on, programme.ends_on), now=now)
    return [
        _figure(row, fixed.get(row.key), current.get(row.key, NOT_MEASURED), targets.get(row.key))
        for row in method.metric_words().point_rows
    ]


def as_decimal(number: Fraction | None) -> Decimal | None:
    """A counted amount as point A keeps it."""
    return None if number is None else Decimal(number.numerator) / Decimal(number.denominator)


def _figure(
    row: PointRow, fixed: Baseline | None, now: Amount, target: SuccessTarget | None
) -> AbFigure:
    was = NOT_MEASURED
    if fixed is not None:
        was = Amount(as_decimal(fixed.amount), told=fixed.told)
    return AbFigure(
        row=row.key,
        metric=row.metric,
        unit=row.unit,
        was=was,
        now=now,
        measured_on=fixed.measured_on if fixed else None,
        source=fixed.source if fixed else "",
        target=target.target if target else "",
        due_on=target.due_on if target else None,
        redefined=panels.redefined_of(row.metric, fixed),
    )


def _measure(window: Period, *, as_of: date | None, now: datetime) -> Measure:
    """Ask the lake, each metric once however many rows need it."""
    asked: dict[str, Measurement] = {}

    def measure(name: str, by: str | None) -> Measurement:
        if name not in asked:
            is_to_date = name in TO_DATE
            asked[name] = lake.measure(
                name,
                school_id=schools.current(),
                period_from=None if is_to_date else window.from_on,
                period_to=None if is_to_date else window.to_on,
                as_of=as_of,
                by=by,
                now=now,
            )
        return asked[name]

    return measure


def _amounts(measure: Measure) -> dict[str, Amount]:
    rows = [
        row for row in method.metric_words().point_rows if row.ready and row.metric in DEFINITIONS
    ]
    return {row.key: _amount(row, measure) for row in rows}


def _amount(row: PointRow, measure: Measure) -> Amount:
    by = "channel" if row.metric in _BY_CHANNEL else None
    measured = measure(row.metric, by)
    if row.metric == "channel_conversion":
        return _conversion(measured)
    if row.group is not None:
        return _of_group(measured, str(row.group))
    counted = in_unit(picked(measured.value, row.part or ""), Unit(str(row.unit)))
    return Amount(as_decimal(counted.amount), counted.n)


def _conversion(measured: Measurement) -> Amount:
    """Paid of made over all channels that made offers."""
    rows = [row.figures for row in measured.rows if row.dims["channel"] is not None]
    made, paid = (sum(_count(row[step]) for row in rows) for step in ("made", "paid"))
    share = Share(paid, made)
    return Amount(as_decimal(share.number), made)


def _of_group(measured: Measurement, group: str) -> Amount:
    keys = {channel.key for channel in method.channels().channels if channel.group == group}
    total = sum(
        int(figure.kopecks)
        for row in measured.rows
        if row.dims["channel"] in keys and isinstance(figure := row.figures["net"], Money)
    )
    return Amount(Decimal(total))


def _count(value: Value) -> int:
    return value.count if isinstance(value, Count) else 0
