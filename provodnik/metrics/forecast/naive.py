"""The baseline of every forecast: each buyer goes on as their mean so far."""

import numpy as np

from provodnik.metrics.forecast.histories import Floats, Histories


def expected(told: Histories, ahead: float) -> Floats:
    """Purchases of a buyer of each history in the next `ahead` units of time.

    A buyer seen for no time at all has no rate yet and is expected to buy nothing.
    """
    rate = np.divide(told.frequency, told.age, out=np.zeros_like(told.age), where=told.age > 0)
    return rate * ahead
