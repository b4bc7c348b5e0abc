"""The model of how often buyers buy: its likelihood, its fit and what it expects."""

from math import comb, exp, lgamma, log

import numpy as np
import pytest
from scipy import integrate, stats

from provodnik.metrics.forecast import bgnbd
from provodnik.metrics.forecast.bgnbd import BgNbd
from provodnik.metrics.forecast.histories import Histories
from provodnik.metrics.forecast.tests.buyers import bought

MODEL = BgNbd(r=0.8, alpha=20.0, a=0.9, b=2.5)
HISTORIES = [(0, 0, 30, 1), (0, 0, 0, 1), (1, 10, 30, 1), (4, 25, 30, 1), (12, 3, 300, 1)]


def by_integral(model: BgNbd, x: float, seen: float, age: float) -> float:
    """The likelihood straight from the story: over all rates and chances of leaving."""

    def of_rate(rate: float) -> float:
        stays = rate**x * exp(-rate * age)
        leaves = rate**x * exp(-rate * seen) if x else 0.0
        return_chance = _beta(model, x, 0) * stays + (_beta(model, x - 1, 1) * leaves if x else 0)
        return float(return_chance * stats.gamma.pdf(rate, model.r, scale=1 / model.alpha))

    value, _ = integrate.quad(of_rate, 0, np.inf, limit=400, epsabs=0, epsrel=1e-10)
    return float(value)


def _beta(model: BgNbd, stayed: float, left: float) -> float:
    """The mean chance to stay after so many purchases and leave after so many."""
    logs = (
        lgamma(model.a + left)
        + lgamma(model.b + stayed)
        + lgamma(model.a + model.b)
        - lgamma(model.a + model.b + stayed + left)
        - lgamma(model.a)
        - lgamma(model.b)
    )
    return exp(logs)


@pytest.mark.parametrize("history", HISTORIES)
def test_the_likelihood_is_that_of_the_story(history: tuple[float, float, float, float]) -> None:
    x, seen, age, _ = history

    told = MODEL.loglik(Histories.of([history]))

    assert told == pytest.approx(log(by_integral(MODEL, x, seen, age)), rel=1e-6)


def test_the_slope_is_the_slope() -> None:
    told = Histories.of(HISTORIES)
    logs = np.log([0.8, 20.0, 0.9, 2.5])
    _, slope = bgnbd._loglik(logs, told)

    for nth in range(4):
        step = np.zeros(4)
        step[nth] = 1e-6
        up, down = bgnbd._loglik(logs + step, told)[0], bgnbd._loglik(logs - step, told)[0]
        assert slope[nth] == pytest.approx((up - down) / 2e-6, rel=1e-5, abs=1e-6)


def test_known_parameters_are_found_again() -> None:
    ages = np.random.default_rng(3).uniform(100, 400, 30_000)
    told, _ = bought(MODEL, ages)

    found = bgnbd.fit(told)

    assert found is not None
    assert found.r == pytest.approx(MODEL.r, rel=0.05)
    assert found.alpha == pytest.approx(MODEL.alpha, rel=0.07)
    assert found.a / (found.a + found.b) == pytest.approx(0.9 / 3.4, rel=0.05)
    assert found.loglik(told) >= MODEL.loglik(told)


def test_what_it_expects_is_what_such_buyers_do() -> None:
    ages = np.random.default_rng(4).uniform(50, 300, 30_000)
    told, later = bought(MODEL, ages, ahead=200)

    expected = MODEL.expected(told, 200)

    assert expected.sum() == pytest.approx(later.sum(), rel=0.03)
    for bought_before in (0, 1, 3):
        group = told.frequency == bought_before
        assert expected[group].mean() == pytest.approx(later[group].mean(), rel=0.12)


def test_who_bought_once_is_alive_and_who_stopped_long_ago_hardly() -> None:
    once, regular, gone = MODEL.alive(
        Histories.of([(0, 0, 300, 1), (10, 295, 300, 1), (10, 30, 300, 1)])
    )

    assert once == 1
    assert regular > 0.8
    assert gone < 0.001


def test_equal_histories_may_be_grouped() -> None:
    rows = [(0, 0, 30, 1)] * 40 + [(2, 20, 30, 1)] * 7 + [(1, 5, 25, 1)] * 9
    grouped = Histories.of([(0, 0, 30, 40), (2, 20, 30, 7), (1, 5, 25, 9)])

    apart, together = bgnbd.fit(Histories.of(rows)), bgnbd.fit(grouped)

    assert apart == together
    assert grouped.buyers == comb(8, 3)


def test_the_unit_of_time_changes_alpha_alone() -> None:
    ages = np.random.default_rng(5).uniform(100, 400, 2_000)
    days, _ = bought(MODEL, ages)
    weeks = Histories(days.frequency, days.recency / 7, days.age / 7, days.n)

    by_day, by_week = bgnbd.fit(days), bgnbd.fit(weeks)

    assert by_day is not None
    assert by_week is not None
    assert by_day.alpha / 7 == pytest.approx(by_week.alpha, rel=1e-5)
    assert by_day.r == pytest.approx(by_week.r, rel=1e-5)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([], id="nobody"),
        pytest.param([(0, 0, 30, 5)], id="nobody came back"),
        pytest.param([(0, 0, 0, 5)], id="no time has passed"),
    ],
)
def test_without_a_second_purchase_there_is_no_model(rows: list[tuple[float, ...]]) -> None:
    assert bgnbd.fit(Histories.of(rows)) is None  # type: ignore[arg-type]  # rows of four
