"""Made-up buyers who behave exactly as the models suppose."""

import numpy as np

from provodnik.metrics.forecast.bgnbd import BgNbd
from provodnik.metrics.forecast.gammagamma import GammaGamma
from provodnik.metrics.forecast.histories import Floats, Histories


def bought(
    model: BgNbd, ages: Floats, *, ahead: float = 0.0, seed: int = 7
) -> tuple[Histories, Floats]:
    """Histories of buyers of these ages, and what each bought in the time ahead."""
    chance = np.random.default_rng(seed)
    rates = chance.gamma(model.r, 1 / model.alpha, ages.size)
    leaving = chance.beta(model.a, model.b, ages.size)
    rows, later = [], np.zeros(ages.size)
    for nth, age in enumerate(ages):
        at, seen, last = 0.0, 0, 0.0
        while True:
            at += chance.exponential(1 / rates[nth])
            if at > age + ahead:
                break
            if at <= age:
                seen, last = seen + 1, at
            else:
                later[nth] += 1
            if chance.random() < leaving[nth]:
                break
        rows.append((seen, last, age, 1))
    return Histories.of(rows), later


def spent(model: GammaGamma, frequency: Floats, *, seed: int = 7) -> Floats:
    """The mean value of so many purchases of each buyer."""
    chance = np.random.default_rng(seed)
    own = chance.gamma(model.q, 1 / model.v, frequency.size)
    return chance.gamma(model.p * frequency, 1 / own) / frequency
