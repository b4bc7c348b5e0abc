"""Gamma-Gamma: what a purchase of a buyer brings, learned from the means of all.

A buyer's purchases vary round a mean of their own; means vary over buyers. It supposes
that what a buyer spends has nothing to do with how often they buy.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from provodnik.metrics.forecast.histories import Floats, exactly

_PRECISE = 1e-10
_STEPS = 500
_LEAST, _MOST = 1e-5, 1e6


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """A fitted model. `v` is in the unit of money of the means."""

    p: float
    q: float
    v: float

    @property
    def mean(self) -> float:
        """What a purchase of a buyer nobody knows brings."""
        return self.p * self.v / (self.q - 1)

    def expected(self, frequency: Floats, mean: Floats) -> Floats:
        """What a purchase of each buyer is expected to bring: their own mean, drawn to all's."""
        own = self.p * frequency / (self.p * frequency + self.q - 1)
        return own * mean + (1 - own) * self.mean


def fit(frequency: Floats, mean: Floats, n: Floats) -> GammaGamma | None:
    """The most likely model of buyers who came back; None where there is none.

    Shape:   three arrays of one length: purchases after the first, their mean value, how
             many such buyers
    A buyer whose purchases brought nothing tells nothing and is left out.
    """
    told = (frequency > 0) & (mean > 0)
    x, m, n = frequency[told], mean[told], n[told]
    if not x.size:
        return None
    scale = float(np.average(m, weights=n))
    m = m / scale
    total = float(n.sum())

    def loss(logs: Floats) -> tuple[float, Floats]:
        value, slope = _loglik(logs, x, m, n)
        return -value / total, -slope / total

    found = optimize.minimize(
        loss,
        np.log([1.0, 2.0, 1.0]),
        jac=True,
        method="BFGS",
        options={"gtol": _PRECISE, "maxiter": _STEPS},
    )
    p, q, v = np.exp(found.x)
    # With q of one or less buyers differ so much that a mean of all does not exist.
    if not all(_LEAST < one < _MOST for one in (p, q, v)) or q <= 1:
        return None
    return GammaGamma(*(exactly(one) for one in (p, q, v * scale)))


def loglik(model: GammaGamma, frequency: Floats, mean: Floats, n: Floats) -> float:
    """The log-likelihood of buyers who came back."""
    value, _ = _loglik(np.log([model.p, model.q, model.v]), frequency, mean, n)
    return value


def _loglik(logs: Floats, x: Floats, m: Floats, n: Floats) -> tuple[float, Floats]:
    """The log-likelihood by the logarithms of p, q, v, and its slope by them."""
    p, q, v = np.exp(logs)
    log_sum, log_m = np.log(x * m + v), np.log(m)
    each = (
        special.gammaln(p * x + q)
        - special.gammaln(p * x)
        - special.gammaln(q)
        + q * np.log(v)
        + (p * x - 1) * log_m
        + p * x * np.log(x)
        - (p * x + q) * log_sum
    )
    both = special.digamma(p * x + q)
    by_p = x * (both - special.digamma(p * x) + log_m + np.log(x) - log_sum)
    by_q = both - special.digamma(q) + np.log(v) - log_sum
    by_v = q / v - (p * x + q) / (x * m + v)
    slope = np.array([np.sum(n * by) for by in (by_p, by_q, by_v)])
    return float(np.sum(n * each)), slope * np.exp(logs)
