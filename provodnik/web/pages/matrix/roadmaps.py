"""The roadmap of products: what to offer after one, in which words, and what it brings."""

from dataclasses import dataclass

from provodnik.facts.catalog.path.queries import product_choices
from provodnik.facts.catalog.queries.roadmap import NextOffer, roadmap
from provodnik.facts.catalog.rules import reward_kopecks
from provodnik.method import queries as method
from provodnik.method.shapes.touches import Script


@dataclass(frozen=True, slots=True)
class Offer:
    """A next product with the words of its kind, its script and the reward for a sale."""

    offer: NextOffer
    kind: str
    script: Script | None
    channel: str
    reward_kopecks: int | None


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Products to choose from, the chosen one, what follows it."""

    products: tuple[tuple[int, str], ...]
    after_id: int | None
    after: str
    offers: tuple[Offer, ...]


def show(asked: str) -> Roadmap:
    """What to offer after the product asked for, the strongest first. Two queries."""
    products = tuple(product_choices())
    names = dict(products)
    after_id = int(asked) if asked.isdecimal() and int(asked) in names else None
    found = roadmap([after_id]) if after_id is not None else []
    return Roadmap(
        products=products,
        after_id=after_id,
        after=names[after_id] if after_id is not None else "",
        offers=tuple(_offer(one) for one in found),
    )


def _offer(one: NextOffer) -> Offer:
    kind = method.product_kinds().kind(one.kind)
    channel = method.channels().channel(one.channel)
    return Offer(
        offer=one,
        kind=kind.short if kind else "",
        script=method.scripts().script(one.script or _default_script()),
        channel=channel.title if channel else "",
        reward_kopecks=reward_kopecks(one.price_kopecks, kind.reward_percent if kind else 0),
    )


def _default_script() -> str:
    """The script of an offer for products that the matrix leads to without a step of the path."""
    deeds = method.queue_settings().deeds
    return next((str(deed.script) for deed in deeds if str(deed.key) == "offer"), "")
