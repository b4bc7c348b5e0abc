"""What a forecast is learned from: buyers grouped by equal histories."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

type Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """Groups of buyers with equal histories.

    Shape:  one place a group in each array: frequency (purchases after the first), recency
            (from the first purchase to the last), age (from the first purchase to the end of
            observation), n (how many buyers)
    Units:  one unit of time throughout, days or weeks; a period counts once however many
            purchases it saw
    """

    frequency: Floats
    recency: Floats
    age: Floats
    n: Floats

    @classmethod
    def of(cls, rows: Iterable[tuple[float, float, float, float]]) -> Self:
        """From rows of frequency, recency, age and n. Equal histories need not be grouped."""
        table = np.array(list(rows), dtype=np.float64).reshape(-1, 4)
        return cls(table[:, 0], table[:, 1], table[:, 2], table[:, 3])

    def grouped(self) -> Self:
        """The same buyers, each history once: what a fit costs grows with histories only."""
        keys = np.column_stack([self.frequency, self.recency, self.age])
        distinct, place = np.unique(keys, axis=0, return_inverse=True)
        n = np.bincount(place.ravel(), weights=self.n, minlength=len(distinct))
        return type(self)(distinct[:, 0], distinct[:, 1], distinct[:, 2], n)

    @property
    def buyers(self) -> float:
        return float(self.n.sum())

    @property
    def repeat_buyers(self) -> float:
        """Buyers who came on a second day."""
        return float(self.n[self.frequency > 0].sum())


def exactly(parameter: float) -> float:
    """A fitted parameter to eight digits: no fit is more precise, and each time it is the same."""
    return float(f"{parameter:.8g}")
