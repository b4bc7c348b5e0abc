"""BG/NBD: how often buyers buy, and whether they still do.

While active a buyer buys at a rate of their own; rates are Gamma(r, alpha) over buyers.
After any purchase they may stop for good with a chance of their own; chances are
Beta(a, b) over buyers.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from provodnik.metrics.forecast.histories import Floats, Histories, exactly

_START = (1.0, 1.0, 1.0, 1.0)
_PRECISE = 1e-10
_STEPS = 500
# Beyond these the likelihood has no maximum: buyers do not differ, or none ever stops.
_LEAST, _MOST = 1e-5, 1e5


@dataclass(frozen=True, slots=True)
class BgNbd:
    """A fitted model. `alpha` is in the unit of time of the histories."""

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, told: Histories) -> Floats:
        """The chance that a buyer of each history still buys; sure for who bought once."""
        x = told.frequency
        odds = (
            np.log(self.a)
            - np.log(self.b + np.maximum(x, 1) - 1)
            + (self.r + x) * np.log((self.alpha + told.age) / (self.alpha + told.recency))
        )
        return np.where(x == 0, 1.0, special.expit(-odds))

    def expected(self, told: Histories, ahead: float) -> Floats:
        """Expected purchases of a buyer of each history in the next `ahead` units of time."""
        x = told.frequency
        z = ahead / (self.alpha + told.age + ahead)
        # Euler's transformation of the published formula: no overflow for who bought often.
        hyper = special.hyp2f1(self.a + self.b - 1 - self.r, self.a - 1, self.a + self.b + x - 1, z)
        grows = 1 - (1 - z) ** (self.a - 1) * hyper
        bought: Floats = (self.a + self.b + x - 1) / (self.a - 1) * grows * self.alive(told)
        return bought

    def loglik(self, told: Histories) -> float:
        """The log-likelihood of all buyers."""
        value, _ = _loglik(np.log([self.r, self.alpha, self.a, self.b]), told)
        return value


def fit(told: Histories) -> BgNbd | None:
    """The most likely model of these buyers; None where the likelihood has no maximum.

    Cost: some fifty passes over the distinct histories.
    """
    told = told.grouped()
    longest = float(told.age.max(initial=0.0))
    if longest <= 0 or told.repeat_buyers == 0:
        return None
    scaled = Histories(told.frequency, told.recency / longest, told.age / longest, told.n)
    total = scaled.buyers

    def loss(logs: Floats) -> tuple[float, Floats]:
        value, slope = _loglik(logs, scaled)
        return -value / total, -slope / total

    found = optimize.minimize(
        loss, np.log(_START), jac=True, method="BFGS", options={"gtol": _PRECISE, "maxiter": _STEPS}
    )
    r, alpha, a, b = np.exp(found.x)
    if not all(_LEAST < one < _MOST for one in (r, alpha, a, b)):
        return None
    return BgNbd(*(exactly(one) for one in (r, alpha * longest, a, b)))


def _loglik(logs: Floats, told: Histories) -> tuple[float, Floats]:
    """The log-likelihood by the logarithms of r, alpha, a, b, and its slope by them."""
    r, alpha, a, b = np.exp(logs)
    x, n = told.frequency, told.n
    again = x > 0
    before = np.maximum(x, 1) - 1
    log_end, log_last = np.log(alpha + told.age), np.log(alpha + told.recency)
    log_still = -(r + x) * log_end
    log_gone = np.where(again, np.log(a) - np.log(b + before) - (r + x) * log_last, -np.inf)
    log_either = np.logaddexp(log_still, log_gone)
    each = (
        special.gammaln(r + x)
        - special.gammaln(r)
        + r * np.log(alpha)
        + special.gammaln(a + b)
        + special.gammaln(b + x)
        - special.gammaln(b)
        - special.gammaln(a + b + x)
        + log_either
    )
    still, gone = np.exp(log_still - log_either), np.exp(log_gone - log_either)
    by_r = (
        special.digamma(r + x)
        - special.digamma(r)
        + np.log(alpha)
        - still * log_end
        - gone * log_last
    )
    by_alpha = r / alpha - (r + x) * (still / (alpha + told.age) + gone / (alpha + told.recency))
    both = special.digamma(a + b) - special.digamma(a + b + x)
    by_a = both + gone / a
    by_b = both + special.digamma(b + x) - special.digamma(b) - gone / (b + before)
    slope = np.array([np.sum(n * by) for by in (by_r, by_alpha, by_a, by_b)])
    return float(np.sum(n * each)), slope * np.exp(logs)
