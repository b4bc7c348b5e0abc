"""Who is left alone, and what the comparison with them says. Pure."""

from hashlib import md5
from math import sqrt

from provodnik.touches.campaigns.types import Group, Lift

_SPACE = 2**32
# The 97.5th percentile of the normal distribution: bounds hold 95 times of a hundred.
_Z = 1.959963984540054


def is_left_alone(campaign_id: int, client_id: int, percent: int) -> bool:
    """Whether a client belongs to the part left alone: a stable hash, another in each campaign.

    The same arithmetic stands in the statement that enrols people.
    """
    told = md5(f"{campaign_id}:{client_id}".encode(), usedforsecurity=False).hexdigest()
    return int(told[:8], 16) * 100 < percent * _SPACE


def lift(touched: Group, alone: Group) -> Lift | None:
    """The difference of the shares that bought, with Newcombe's interval; None without a group.

    Newcombe (1998), method 10: the interval of a difference from Wilson's of each share. It
    keeps its promise with few people and with nobody who bought.
    """
    if not touched.people or not alone.people:
        return None
    first, second = touched.bought / touched.people, alone.bought / alone.people
    first_low, first_high = _wilson(first, touched.people)
    second_low, second_high = _wilson(second, alone.people)
    difference = first - second
    return Lift(
        touched_share=first,
        alone_share=second,
        difference=difference,
        low=difference - sqrt((first - first_low) ** 2 + (second_high - second) ** 2),
        high=difference + sqrt((first_high - first) ** 2 + (second - second_low) ** 2),
    )


def _wilson(share: float, people: int) -> tuple[float, float]:
    """Wilson's interval of a share."""
    square = _Z**2
    middle = share + square / (2 * people)
    spread = _Z * sqrt(share * (1 - share) / people + square / (4 * people**2))
    whole = 1 + square / people
    return (middle - spread) / whole, (middle + spread) / whole
