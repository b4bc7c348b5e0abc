"""Arithmetic of products: margins, rewards, chains of next steps, the use of a bonus. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from provodnik.metrics.intervals import newcombe


def margin_share(price_kopecks: int | None, cost_kopecks: int | None) -> float | None:
    """What is left of the price after the cost, 0..1; negative below the cost, None if unknown."""
    if not price_kopecks or cost_kopecks is None:
        return None
    return (price_kopecks - cost_kopecks) / price_kopecks


def reward_kopecks(price_kopecks: int | None, percent: float) -> int | None:
    """What a sale brings the one who made it; None when the price is not known."""
    return None if price_kopecks is None else round(price_kopecks * percent / 100)


@dataclass(frozen=True, slots=True)
class Stratum:
    """Alike buyers: how many hold the product, how many do not, and who of each moved on."""

    holders: int
    holders_moved: int
    others: int
    others_moved: int


@dataclass(frozen=True, slots=True)
class Lift:
    """Shares that moved on to the target, 0..1, and their difference with a 95 % interval.

    `others_share` is of comparable buyers, weighted as the holders are spread over the strata.
    `holders` counts those with anybody to be compared to. `is_enough` says whether both groups
    are large enough to trust the difference.
    """

    holders: int
    holders_moved: int
    others: int
    others_moved: int
    holders_share: float
    others_share: float
    low: float
    high: float
    is_enough: bool

    @property
    def difference(self) -> float:
        return self.holders_share - self.others_share

    @property
    def is_proved(self) -> bool:
        """The interval leaves zero out, and there are people enough."""
        return self.is_enough and (self.low > 0 or self.high < 0)


def lift_of(strata: Sequence[Stratum], *, enough: int) -> Lift | None:
    """Holders against comparable others; None when nobody is comparable.

    Each other counts as many times as there are holders for one of its stratum, so that both
    groups are spread alike; the interval is Newcombe's, with the number of others that such
    weights are worth (Kish).
    """
    alike = [one for one in strata if one.holders and one.others]
    if not alike:
        return None
    holders = sum(one.holders for one in alike)
    moved = sum(one.holders_moved for one in alike)
    share = sum(one.holders * one.others_moved / one.others for one in alike) / holders
    worth = holders**2 / sum(one.holders**2 / one.others for one in alike)
    low, high = newcombe(moved / holders, holders, share, worth)
    others = sum(one.others for one in alike)
    return Lift(
        holders=holders,
        holders_moved=moved,
        others=others,
        others_moved=sum(one.others_moved for one in alike),
        holders_share=moved / holders,
        others_share=share,
        low=low,
        high=high,
        is_enough=min(holders, worth) >= enough,
    )


def way_back(links: Iterable[tuple[int, int]], source: int, target: int) -> tuple[int, ...]:
    """The circle that a new link source → target would close, or nothing.

    Shape:   links (from, to) that exist → source, target, …, source
    """
    leads: dict[int, list[int]] = {}
    for start, end in links:
        leads.setdefault(start, []).append(end)
    came_from = {target: source}
    waiting = [target]
    while waiting:
        here = waiting.pop(0)
        if here == source:
            break
        for there in leads.get(here, ()):
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    else:
        return ()
    trail = [source]
    while (before := came_from[trail[-1]]) != source:
        trail.append(before)
    return (source, *reversed(trail))
