"""The model of what a purchase brings."""

from math import exp, lgamma, log

import numpy as np
import pytest
from scipy import integrate, stats

from provodnik.metrics.forecast import gammagamma
from provodnik.metrics.forecast.gammagamma import GammaGamma
from provodnik.metrics.forecast.tests.buyers import spent

MODEL = GammaGamma(p=6.0, q=3.7, v=15.0)


def by_integral(model: GammaGamma, x: float, mean: float) -> float:
    """The density of a buyer's mean straight from the story: over all buyers' own rates."""

    def of_rate(rate: float) -> float:
        logs = (
            model.p * x * log(rate * x)
            + (model.p * x - 1) * log(mean)
            - rate * x * mean
            - lgamma(model.p * x)
        )
        return float(exp(logs) * stats.gamma.pdf(rate, model.q, scale=1 / model.v))

    value, _ = integrate.quad(of_rate, 0, np.inf, limit=400, epsrel=1e-10)
    return float(value)


@pytest.mark.parametrize(("x", "mean"), [(1, 20.0), (3, 40.0), (9, 8.5)])
def test_the_likelihood_is_that_of_the_story(x: float, mean: float) -> None:
    told = gammagamma.loglik(MODEL, np.array([x]), np.array([mean]), np.array([1.0]))

    assert told == pytest.approx(log(by_integral(MODEL, x, mean)), rel=1e-6)


def test_known_parameters_are_found_again() -> None:
    frequency = np.random.default_rng(3).integers(1, 12, 30_000).astype(np.float64)
    means = spent(MODEL, frequency)

    found = gammagamma.fit(frequency, means, np.ones_like(means))

    assert found is not None
    assert found.p == pytest.approx(MODEL.p, rel=0.05)
    assert found.q == pytest.approx(MODEL.q, rel=0.05)
    assert found.mean == pytest.approx(MODEL.mean, rel=0.02)


def test_the_more_purchases_the_more_the_buyer_s_own_mean_counts() -> None:
    few, many = MODEL.expected(np.array([0.0, 50.0]), np.array([100.0, 100.0]))

    assert few == MODEL.mean
    assert MODEL.mean < many < 100
    assert many == pytest.approx(100, rel=0.01)


def test_the_unit_of_money_changes_v_alone() -> None:
    frequency = np.random.default_rng(3).integers(1, 6, 2_000).astype(np.float64)
    means, n = spent(MODEL, frequency), np.ones(2_000)

    roubles, kopecks = (gammagamma.fit(frequency, means * scale, n) for scale in (1, 100))

    assert roubles is not None
    assert kopecks is not None
    assert kopecks.v == pytest.approx(roubles.v * 100, rel=1e-5)
    assert kopecks.q == pytest.approx(roubles.q, rel=1e-5)


def test_purchases_that_brought_nothing_teach_nothing() -> None:
    nothing = np.zeros(5)

    assert gammagamma.fit(np.ones(5), nothing, np.ones(5)) is None
