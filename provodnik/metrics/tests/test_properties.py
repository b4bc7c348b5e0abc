"""What holds for every metric, whatever the journal: new definitions are covered by being there.

Journals are made of a metric's own example and lines of other examples, so that what it reads is
always mixed with what it does not.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import Definition, Direction, Unit
from provodnik.metrics.tests.worked import Line, ask, lines

METRICS = [pytest.param(metric, id=name) for name, metric in DEFINITIONS.items()]
SHARES = [
    pytest.param(metric, id=name)
    for name, metric in DEFINITIONS.items()
    if metric.unit is Unit.SHARE and metric.direction is not Direction.NEITHER
]
BY_MONTH = [
    pytest.param(metric, id=name) for name, metric in DEFINITIONS.items() if "month" in metric.dims
]
POOL = [line for metric in DEFINITIONS.values() for line in lines(metric.example.journal)]

few = settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
seeds = st.integers(min_value=0, max_value=10_000)


def mixed(metric: Definition, seed: int) -> list[Line]:
    """The metric's example with lines of others; no two at one moment, all in their order."""
    chance = random.Random(seed)
    told = [*lines(metric.example.journal), *chance.sample(POOL, 25)]
    # What happens at one moment is told apart by its key, not by a coin.
    return [
        replace(line, local_at=line.local_at + timedelta(seconds=nth))
        for nth, line in enumerate(told)
    ]


def answer(metric: Definition, journal: list[Line], **question: Any) -> dict[str, Any]:  # noqa: ANN401
    example = metric.example
    asked = {"period_from": example.period_from, "period_to": example.period_to, **question}
    told: dict[str, Any] = ask(
        metric,
        journal,
        by=question.pop("by", example.by),
        **{name: asked[name] for name in ("period_from", "period_to")},
    )
    return told


@pytest.mark.parametrize("metric", METRICS)
@few
@given(seed=seeds)
def test_the_order_of_import_does_not_matter(metric: Definition, seed: int) -> None:
    journal = mixed(metric, seed)
    shuffled = random.Random(seed + 1).sample(journal, len(journal))

    assert answer(metric, shuffled) == answer(metric, journal)


def shares_of(told: Any, path: str = "") -> Iterator[tuple[str, float]]:  # noqa: ANN401 (JSON)
    """Every number of the answer's value, by its place."""
    if isinstance(told, Mapping):
        for name, part in told.items():
            yield from shares_of(part, f"{path}.{name}")
    elif isinstance(told, float):
        yield path, told


@pytest.mark.parametrize("metric", SHARES)
@few
@given(seed=seeds)
def test_somebody_who_never_buys_never_raises_a_share(metric: Definition, seed: int) -> None:
    journal = mixed(metric, seed)
    first = journal[0].local_at
    nobody = [
        Line("nobody", "offer_made", first, {"channel": "practicum", "product": "basic"}),
        Line("nobody", "mail_delivered", first, {"item": "spring"}),
        Line("nobody", "logged_in", first, {}),
    ]

    before = dict(shares_of(answer(metric, journal)["value"]))
    after = dict(shares_of(answer(metric, [*journal, *nobody])["value"]))

    for place, share in after.items():
        assert share <= before[place], place


def months(journal: list[Line]) -> list[date]:
    """The first days of all months from the first entry to the one after the last."""
    first = min(line.local_at for line in journal).date().replace(day=1)
    last = max(line.local_at for line in journal).date()
    told = [first]
    while told[-1] <= last:
        told.append((told[-1] + timedelta(days=32)).replace(day=1))
    return told


@pytest.mark.parametrize("metric", BY_MONTH)
@few
@given(seed=seeds)
def test_months_of_two_periods_are_the_months_of_both(metric: Definition, seed: int) -> None:
    journal = mixed(metric, seed)
    borders = months(journal)
    middle = borders[seed % len(borders)]

    def rows(period_from: date, period_to: date) -> Any:  # noqa: ANN401 (JSON)
        if period_from == period_to:
            return []
        return ask(metric, journal, by="month", period_from=period_from, period_to=period_to)[
            "rows"
        ]

    whole = rows(borders[0], borders[-1])

    assert [*rows(borders[0], middle), *rows(middle, borders[-1])] == whole


ADDED = {
    "repeat_sales": ("net", "gross", "refunds"),
    "contribution": ("revenue", "payroll", "direct_costs", "contribution"),
    "renewals": ("upsells", "renewals"),
}


@pytest.mark.parametrize("name", ADDED)
@few
@given(seed=seeds, cut=st.integers(min_value=0, max_value=200))
def test_a_period_cut_in_two_adds_up(name: str, seed: int, cut: int) -> None:
    metric = DEFINITIONS[name]
    journal = mixed(metric, seed)
    borders = months(journal)
    middle = min(borders[0] + timedelta(days=cut), borders[-1])

    def value(period_from: date, period_to: date) -> dict[str, float]:
        told = answer(metric, journal, period_from=period_from, period_to=period_to)["value"]
        return {part: round(float(told[part]) * 100) for part in ADDED[name]}

    whole = value(borders[0], borders[-1])
    left, right = value(borders[0], middle), value(middle, borders[-1])

    assert {part: left[part] + right[part] for part in whole} == whole
