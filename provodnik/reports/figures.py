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
from provodnik.metrics.figures import Count, Hours, Money, Score, Share, Value
from provodnik.metrics.measurement import Measurement
from provodnik.reports.models import PointA
from provodnik.reports.types import NOT_MEASURED, AbFigure, Amount, ProgrammeRow

type Measure = Callable[[str, str | None], Measurement]

# Metrics that tell about a client's whole history: their period is «up to a day».
TO_DATE = frozenset({"ltv"})
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
    fixed = dict(
        PointA.objects.filter(programme_id=programme.programme_id, replaced_at=None).values_list(
            "row", "amount"
        )
    )
    current = since(Period(programme.starts_on, programme.ends_on), now=now)
    return [
        AbFigure(
            row=row.key,
            metric=row.metric,
            is_money=row.metric in ("ltv", "repeat_sales"),
            was=Amount(fixed[row.key]) if row.key in fixed else NOT_MEASURED,
            now=current.get(row.key, NOT_MEASURED),
        )
        for row in method.metric_words().point_rows
    ]


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
    rows = [row for row in method.metric_words().point_rows if row.ready]
    return {row.key: _amount(row, measure) for row in rows}


def _amount(row: PointRow, measure: Measure) -> Amount:
    by = "channel" if row.metric in _BY_CHANNEL else None
    measured = measure(row.metric, by)
    if row.metric == "channel_conversion":
        return _conversion(measured)
    if row.group is not None:
        return _of_group(measured, str(row.group))
    value = measured.value
    part = value.get(row.part or "") if isinstance(value, Mapping) else value
    return _plain(part)


def _conversion(measured: Measurement) -> Amount:
    """Paid of made over all channels that made offers."""
    rows = [row.figures for row in measured.rows if row.dims["channel"] is not None]
    made, paid = (sum(_count(row[step]) for row in rows) for step in ("made", "paid"))
    return _plain(Share(paid, made))


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


def _plain(value: Value) -> Amount:
    match value:
        case Money():
            return Amount(_decimal(value.number))
        case Share():
            n = int(value.denominator)
            return Amount(None if value.number is None else _decimal(value.number), n)
        case Score() | Hours():
            return Amount(_decimal(value.number))
        case _:
            return Amount(None)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
