"""Forecast of lifetime value: what the buyers of today are expected to pay still."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from provodnik.metrics.definition import (
    Definition,
    Direction,
    Example,
    Raw,
    Total,
    Unit,
    number,
)
from provodnik.metrics.figures import Count, Money, Score, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import orders, received
from provodnik.metrics.tables import Tables
from provodnik.metrics.terms import Terms

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table, TimestampValue

    from provodnik.metrics.forecast.trial import Buyers, Model

NOW, THEN, SPENT_NOW, SPENT_THEN = "now", "then", "spent_now", "spent_then"
_SUMS = ("n", "repeat_means", "own_means", "later", "ahead")


def purchases(t: Tables) -> "Table":
    """Days on which buyers bought, each with what was bought on it.

    Purchases of one day are one; an order paid in parts is bought on the day of its first
    payment and brings all of it, gross of refunds. Observation ends with the as-of day, else
    with the day of the school's last purchase. Two published models tell what comes next:
    BG/NBD how often a buyer buys and whether they still do, Gamma-Gamma what a purchase
    brings. Both are fitted to all these buyers anew for every question. The baseline beside
    them supposes that each buyer goes on as their mean so far. Both are tried where history
    is long enough: learned from the first half of it, compared with what was paid in the second.
    With fewer buyers than the school's method asks for there is no forecast, only their number.
    The period chooses who, by the first purchase, not what they did later. A forecast
    is a guess about the future: it is never added to what has been received.

    Shape:   one row a client and day: client_id, day, first_day, spend, until_day (days from 1970),
             the same end of observation for all
    Units:   kopecks
    Source:  payment_received, balance_spent
    """
    paid = orders(received(t))
    days = paid.group_by("client_id", day=_number(paid.local_at)).agg(spend=paid.gross.sum())
    until = t.asked.snapshot_at.as_scalar()
    last = days.day.max().as_scalar()
    days = days.mutate(until_day=(_number(until) - 1).coalesce(last))
    first = paid.filter(paid.position == 0)
    chosen = t.in_period(first).select("client_id", first_day=_number(first.local_at))
    return days.inner_join(chosen, "client_id")


def _number(moment: "TimestampValue") -> "IntegerValue":
    return moment.date().delta(ibis.date(1970, 1, 1), unit="day")


def build(t: Tables, by: str | None) -> "Table":
    """Histories of all buyers, grouped by equal ones; then the same of the first half.

    Shape:   one row a group: part, frequency, recency, age, mean, and the sums of _SUMS
    """
    del by
    days = purchases(t)
    earliest = days.first_day.min().as_scalar()
    split = days.mutate(split_day=earliest + (days.until_day - earliest) // 2)
    known = split.filter(split.day <= split.split_day)
    now = _histories(split, split.until_day)
    then = _histories(known, known.split_day)
    later = split.filter(split.day > split.split_day)
    later = later.group_by("client_id").agg(later=later.spend.sum())
    then = then.left_join(later, "client_id").drop("client_id_right")
    return (
        _grouped(now.mutate(later=ibis.literal(0, "int64")), NOW)
        .union(_grouped(then, THEN))
        .union(_spent(now, SPENT_NOW))
        .union(_spent(then, SPENT_THEN))
    )


def _histories(days: "Table", end: "IntegerValue") -> "Table":
    """One row a client: frequency, recency, age, mean of repeat purchases and of all."""
    seen = days.mutate(end_day=end, is_repeat=days.day > days.first_day)
    return seen.group_by("client_id").agg(
        frequency=seen.is_repeat.sum(),
        recency=seen.day.max() - seen.first_day.min(),
        age=seen.end_day.max() - seen.first_day.min(),
        ahead=seen.until_day.max() - seen.end_day.max(),
        mean=seen.spend.mean(where=seen.is_repeat).fill_null(0.0),
        own_mean=seen.spend.mean(),
    )


def _grouped(each: "Table", part: str) -> "Table":
    groups = each.group_by("frequency", "recency", "age").agg(
        n=each.count(),
        repeat_means=each["mean"].sum(),
        own_means=each.own_mean.sum(),
        later=each.later.fill_null(0).sum(),
        ahead=each.ahead.max(),
    )
    return groups.select(
        "frequency",
        "recency",
        "age",
        *_SUMS,
        part=ibis.literal(part),
        mean=ibis.literal(0.0),
    )


def _spent(each: "Table", part: str) -> "Table":
    came_back = each.filter(each.frequency > 0)
    groups = came_back.group_by("frequency", "mean").agg(n=came_back.count())
    nothing = ibis.literal(0, "int64")
    zero = ibis.literal(0.0)
    return groups.select(
        "frequency",
        recency=nothing,
        age=nothing,
        n="n",
        repeat_means=zero,
        own_means=zero,
        later=nothing,
        ahead=nothing,
        part=ibis.literal(part),
        mean="mean",
    )


def summary(raws: Sequence[Raw], terms: Terms) -> Total:
    """The forecast a buyer, the baseline, how both did before, and the models themselves."""
    # Sums of floats hang on the order, which files are free to choose.
    raws = sorted(raws, key=lambda raw: [(cell is not None, cell) for cell in raw.values()])
    groups = [raw for raw in raws if raw["part"] == NOW]
    n = sum(number(raw, "n") for raw in groups)
    again = sum(number(raw, "n") for raw in groups if raw["frequency"])
    told: dict[str, Value] = {**_NO_FORECAST, "n": Count(n), "repeat_buyers": Count(again)}
    if n < terms.buyers_at_least or again < terms.repeat_buyers_at_least:
        return Total(told)
    from provodnik.metrics.forecast import trial  # noqa: PLC0415 (imports scipy on use)

    buyers = _buyers(raws, NOW, SPENT_NOW)
    told["naive"] = _money(trial.naive_money(buyers, terms.horizon_days) / n)
    model = trial.fit(buyers)
    if model is not None:
        told["forecast"] = _money(trial.model_money(model, buyers, terms.horizon_days) / n)
        told |= _parameters(model)
    return Total({**told, "holdout": _holdout(raws, terms)})


def _holdout(raws: Sequence[Raw], terms: Terms) -> Mapping[str, Value]:
    """Both ways learned from the first half of history and tried on the second."""
    from provodnik.metrics.forecast import trial  # noqa: PLC0415 (imports scipy on use)

    groups = [raw for raw in raws if raw["part"] == THEN]
    ahead = max((number(raw, "ahead") for raw in groups), default=0)
    n = sum(number(raw, "n") for raw in groups)
    again = sum(number(raw, "n") for raw in groups if raw["frequency"])
    if (
        ahead < terms.check_days_at_least
        or n < terms.buyers_at_least
        or again < terms.repeat_buyers_at_least
    ):
        return _NO_HOLDOUT
    buyers = _buyers(raws, THEN, SPENT_THEN)
    model = trial.fit(buyers)
    paid = sum(number(raw, "later") for raw in groups)
    baseline = trial.naive_money(buyers, ahead)
    forecast = trial.model_money(model, buyers, ahead) if model else None
    return {
        "days": Count(ahead),
        "paid": Money(paid),
        "forecast": None if forecast is None else _money(forecast),
        "forecast_error": None if forecast is None else _error(forecast, paid),
        "naive": _money(baseline),
        "naive_error": _error(baseline, paid),
    }


def _money(kopecks: float) -> Money:
    return Money(round(kopecks))


def _error(guessed: float, paid: int) -> Share:
    return Share(abs(round(guessed) - paid), paid)


def _parameters(model: "Model") -> Mapping[str, Value]:
    buying, spending = model.buying, model.spending
    roubles = spending.v / 100
    return {
        "bgnbd": {
            "r": _score(buying.r),
            "alpha": _score(buying.alpha),
            "a": _score(buying.a),
            "b": _score(buying.b),
        },
        "gammagamma": {"p": _score(spending.p), "q": _score(spending.q), "v": _score(roubles)},
    }


def _score(parameter: float) -> Score:
    return Score(Fraction(parameter))


def _buyers(raws: Sequence[Raw], part: str, spent: str) -> "Buyers":
    import numpy as np  # noqa: PLC0415 (heavy, on use)

    from provodnik.metrics.forecast.histories import Histories  # noqa: PLC0415 (imports numpy)
    from provodnik.metrics.forecast.trial import Buyers, Spending  # noqa: PLC0415 (the same)

    def columns(wanted: str, *names: str) -> list["np.ndarray[tuple[int], np.dtype[np.float64]]"]:
        rows = [raw for raw in raws if raw["part"] == wanted]
        return [np.array([raw[name] for raw in rows], dtype=np.float64) for name in names]

    *told, repeat_means, own_means = columns(
        part, "frequency", "recency", "age", "n", "repeat_means", "own_means"
    )
    spending = Spending(*columns(spent, "frequency", "mean", "n"))
    return Buyers(Histories(*told), repeat_means, own_means, spending)


_NO_HOLDOUT: Mapping[str, Value] = {
    "days": None,
    "paid": None,
    "forecast": None,
    "forecast_error": None,
    "naive": None,
    "naive_error": None,
}
_NO_FORECAST: Mapping[str, Value] = {
    "forecast": None,
    "naive": None,
    "n": None,
    "repeat_buyers": None,
    "bgnbd": {"r": None, "alpha": None, "a": None, "b": None},
    "gammagamma": {"p": None, "q": None, "v": None},
    "holdout": _NO_HOLDOUT,
}


def row(raw: Raw) -> Mapping[str, Value]:
    """Never asked: the number is of all buyers together."""
    return {"n": Count(number(raw, "n"))}


def evidence(t: Tables) -> "Table":
    paid = orders(received(t))
    chosen = t.in_period(paid.filter(paid.position == 0)).select("client_id")
    told = paid.semi_join(chosen, "client_id")
    part = (told.position == 0).ifelse("first", "repeat")
    return told.select("client_id", id=told.order_id, part=part)


DEFINITION = Definition(
    name="ltv_forecast",
    version=1,
    title="Forecast of lifetime value",
    formula="expected purchases of each buyer (BG/NBD) times the expected value of one"
    " (Gamma-Gamma) over the days ahead, mean over buyers; beside it the same at each buyer's"
    " own mean so far, and the error of both on the second half of history",
    unit=Unit.MONEY,
    direction=Direction.UP,
    window="the period of the first purchase; what the buyers did later counts",
    source="payment_received, balance_spent",
    dims=(),
    rule=purchases,
    build=build,
    summary=summary,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  payment_received 2026-01-10T10:00 value=500 item=1
            anna  payment_received 2026-01-10T18:00 value=500 item=2
            boris payment_received 2026-01-11T10:00 value=600 item=3
        """,
        answer={
            "value": {
                "forecast": None,
                "naive": None,
                "n": 2,
                "repeat_buyers": 0,
                "bgnbd": {"r": None, "alpha": None, "a": None, "b": None},
                "gammagamma": {"p": None, "q": None, "v": None},
                "holdout": {
                    "days": None,
                    "paid": None,
                    "forecast": None,
                    "forecast_error": None,
                    "naive": None,
                    "naive_error": None,
                },
            },
            "rows": [],
        },
    ),
)
