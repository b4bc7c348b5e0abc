"""What purchases teach, beside what the path says, and how often each would have been right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.facts.catalog.path.types import LearnedStep, Step
from provodnik.facts.sales.queries.next_products import Follower, LearnedPage, followers, learned
from provodnik.method import queries as method
from provodnik.metrics.next_product import PLACES, Tried
from provodnik.web import formats
from provodnik.web.pages.path import words


@dataclass(frozen=True, slots=True)
class WayRow:
    """One way of suggesting: how often right among the first 1, 3 and 5, 0..1, with where each
    opens."""

    name: str
    rates: tuple[tuple[float | None, str], ...]
    told: int
    told_href: str


@dataclass(frozen=True, slots=True)
class FollowerRow:
    """A follower beside the path: `on_path` when a step says the same; else `draw_href`."""

    follower: Follower
    days: int
    on_path: bool
    draw_href: str
    took_href: str
    moved_href: str


@dataclass(frozen=True, slots=True)
class Taught:
    """The card: its conclusion in words, the trial, the followers."""

    verdict: str
    explained: str
    learned_at: datetime
    split_on: date | None
    cases: int
    ways: tuple[WayRow, ...]
    rows: tuple[FollowerRow, ...]


def taught(steps: tuple[Step, ...]) -> Taught | None:
    """What was last learned; None before the first time. Two queries."""
    page = learned()
    if page is None:
        return None
    settings = method.path_settings().next_products
    said = {(step.after_id, step.offered_id) for step in steps}
    found = followers(limit=settings.shown, at_least=settings.clients_at_least)
    return Taught(
        verdict=_verdict(page),
        explained=_explained(page),
        learned_at=page.learned_at,
        split_on=page.split_on,
        cases=page.trial.ways["learned"].cases if page.trial else 0,
        ways=_ways(page),
        rows=tuple(_row(one, said) for group in found.values() for one in group),
    )


def to_draw() -> list[LearnedStep]:
    """The first follower of each product with buyers enough: what a first draft may hold."""
    at_least = method.path_settings().next_products.clients_at_least
    found = followers(limit=1, at_least=at_least)
    return [
        LearnedStep(one.after_id, one.product_id, round(one.median_days))
        for group in found.values()
        for one in group
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """What speaks for a product in words, and where the people it counts are."""

    text: str
    href: str


def said(one: Follower) -> Said:
    """«Из 34, кто после „Колористики“ пошёл дальше, 11 взяли „Практикум“, обычно через 41 день»."""
    return Said(evidence(one), took_href(one))


def took_href(one: Follower) -> str:
    """Who took this product next."""
    return f"{moved_href(one)}&to={one.product_id}"


def moved_href(one: Follower) -> str:
    """Everybody who moved on from the product before."""
    return f"{reverse('path:learned')}?after={one.after_id}"


def way_names() -> Mapping[str, str]:
    """What each way of suggesting is called."""
    return {
        "learned": _("Suggestions from purchases"),
        "rules": _("Your path and matrix"),
        "popular": _("Simply the most popular"),
    }


def evidence(one: Follower) -> str:
    """The same sentence, where it stands beside something else."""
    return _(
        "Of %(all)s who went on after “%(after)s”, %(clients)s took “%(product)s” next,"
        " usually in %(days)s"
    ) % {
        "all": formats.integer(one.of_clients, words.language()),
        "after": one.after,
        "clients": formats.integer(one.clients, words.language()),
        "product": one.product,
        "days": formats.counted(round(one.median_days), _("day|days"), words.language()),
    }


def _row(one: Follower, said: set[tuple[int | None, int | None]]) -> FollowerRow:
    query = urlencode({"from": one.after_id, "to": one.product_id})
    return FollowerRow(
        follower=one,
        days=round(one.median_days),
        on_path=(one.after_id, one.product_id) in said,
        draw_href=f"{reverse('path:edit')}?{query}#new-step",
        took_href=took_href(one),
        moved_href=moved_href(one),
    )


def _verdict(page: LearnedPage) -> str:
    if page.trial is None or not page.trial.ways["learned"].cases:
        return _("Too few purchases to try the suggestions on")
    better = page.trial.is_better(PLACES[0])
    if better is None:
        return _("So far the suggestions are about as good as simply the most popular product")
    if better:
        return _("The suggestions are right more often than the most popular product")
    return _("The most popular product is right more often: trust it for now")


def _explained(page: LearnedPage) -> str:
    if page.trial is None or not page.trial.ways["learned"].cases:
        return ""
    ways = page.trial.ways
    return _(
        "In %(n)s the first suggestion would have been right %(learned)s of the time,"
        " your path %(rules)s, the most popular product %(popular)s."
    ) % {
        "n": formats.counted(
            ways["learned"].cases, _("later purchase|later purchases"), words.language()
        ),
        **{way: _percent(tried) for way, tried in ways.items()},
    }


def _percent(tried: Tried) -> str:
    rate = tried.hit_rate(PLACES[0])
    return formats.share(rate, words.language())


def _ways(page: LearnedPage) -> tuple[WayRow, ...]:
    if page.trial is None:
        return ()
    names = way_names()
    tried_href = f"{reverse('path:learned')}?way="
    return tuple(
        WayRow(
            name=names[way],
            rates=tuple((tried.hit_rate(k), f"{tried_href}{way}&within={k}") for k in PLACES),
            told=tried.told,
            told_href=f"{tried_href}{way}",
        )
        for way, tried in page.trial.ways.items()
    )
