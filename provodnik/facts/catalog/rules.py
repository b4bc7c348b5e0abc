"""Arithmetic of products: margins, and chains of next steps. Pure."""

from collections.abc import Iterable


def margin_share(price_kopecks: int | None, cost_kopecks: int | None) -> float | None:
    """What is left of the price after the cost, 0..1; negative below the cost, None if unknown."""
    if not price_kopecks or cost_kopecks is None:
        return None
    return (price_kopecks - cost_kopecks) / price_kopecks


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
