"""A forecast beside the baseline: of buyers as they are, and tried on what is known already."""

from dataclasses import dataclass

import numpy as np

from provodnik.metrics.forecast import bgnbd, gammagamma, naive
from provodnik.metrics.forecast.bgnbd import BgNbd
from provodnik.metrics.forecast.gammagamma import GammaGamma
from provodnik.metrics.forecast.histories import Floats, Histories


@dataclass(frozen=True, slots=True, eq=False)
class Spending:
    """Buyers who came back: purchases after the first, their mean value, how many buyers."""

    frequency: Floats
    mean: Floats
    n: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Buyers:
    """Grouped histories with the sums over each group of two means of a buyer's purchases.

    Shape:  a place a group: `repeat_means` of the purchases after the first, `own_means` of all
    Units:  one unit of money
    """

    told: Histories
    repeat_means: Floats
    own_means: Floats
    spending: Spending


@dataclass(frozen=True, slots=True)
class Model:
    """Both models of the same buyers."""

    buying: BgNbd
    spending: GammaGamma


def fit(buyers: Buyers) -> Model | None:
    """Both models; None where either has no maximum."""
    buying = bgnbd.fit(buyers.told)
    money = buyers.spending
    spending = gammagamma.fit(money.frequency, money.mean, money.n) if buying else None
    return Model(buying, spending) if buying and spending else None


def model_money(model: Model, buyers: Buyers, ahead: float) -> float:
    """What all buyers are expected to pay in the next `ahead` units of time."""
    told = buyers.told
    means = np.divide(buyers.repeat_means, told.n)
    # What a purchase brings is linear in a buyer's mean, so the mean of a group says it all.
    each = model.buying.expected(told, ahead) * model.spending.expected(told.frequency, means)
    return float(np.sum(told.n * each))


def naive_money(buyers: Buyers, ahead: float) -> float:
    """The same if each buyer goes on as their mean so far."""
    return float(np.sum(naive.expected(buyers.told, ahead) * buyers.own_means))
