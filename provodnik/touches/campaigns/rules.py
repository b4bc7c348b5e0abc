"""Who is left alone, and what the comparison with them says. Pure."""

from hashlib import md5

from provodnik.metrics.intervals import newcombe
from provodnik.touches.campaigns.types import Group, Lift

_SPACE = 2**32


def is_left_alone(campaign_id: int, client_id: int, percent: int) -> bool:
    """Whether a client belongs to the part left alone: a stable hash, another in each campaign.

    The same arithmetic stands in the statement that enrols people.
    """
    told = md5(f"{campaign_id}:{client_id}".encode(), usedforsecurity=False).hexdigest()
    return int(told[:8], 16) * 100 < percent * _SPACE


def lift(touched: Group, alone: Group) -> Lift | None:
    """The difference of the shares that bought, with its bounds; None without a group."""
    if not touched.people or not alone.people:
        return None
    first, second = touched.bought / touched.people, alone.bought / alone.people
    low, high = newcombe(first, touched.people, second, alone.people)
    return Lift(
        touched_share=first, alone_share=second, difference=first - second, low=low, high=high
    )
