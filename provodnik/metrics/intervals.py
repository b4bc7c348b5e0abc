"""How far a share, or the difference of two, may be from what was seen. 95 % throughout."""

from math import sqrt

# The 97.5th percentile of the normal distribution: bounds hold 95 times of a hundred.
Z = 1.959963984540054


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's bounds of a share (0..1) seen among `n` > 0."""
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(first: float, n_first: float, second: float, n_second: float) -> tuple[float, float]:
    """Bounds of first - second, each a share (0..1) seen among its n > 0.

    Newcombe (1998), method 10: from Wilson's bounds of each. It keeps its promise with few
    people and with a share of nothing or all.
    """
    low, high = wilson(first, n_first)
    other_low, other_high = wilson(second, n_second)
    difference = first - second
    return (
        difference - sqrt((first - low) ** 2 + (other_high - second) ** 2),
        difference + sqrt((high - first) ** 2 + (second - other_low) ** 2),
    )
