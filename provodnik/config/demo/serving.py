"""The service's part of the demo's story put together: nothing of it moves a sale."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from random import Random

from provodnik.config.demo import base, desk, office, studying, voice
from provodnik.config.demo.service import Telling
from provodnik.config.demo.shapes import Happening, Purchase
from provodnik.config.demo.source import School

_KOPECKS = 100


def add(
    random: Random,
    school: School,
    anchor: datetime,
    first: Collection[Purchase],
    purchases: Iterable[Purchase],
    told: Iterable[Happening],
) -> list[Happening]:
    """What was told of learning and offers, with the service around it, until the anchor.

    `random` is of its own, so that nothing told before comes out differently.
    """
    telling = Telling(random, school, anchor, list(first))
    paid = [purchase for purchase in purchases if purchase.parts]
    buyers = {purchase.person.number for purchase in paid if purchase.channel}
    told = studying.with_homework(telling, told)
    serving = (
        *studying.happenings(telling, told),
        *voice.happenings(telling, buyers),
        *desk.happenings(telling),
        *office.happenings(telling, _booked(school, anchor, paid)),
    )
    return [*told, *(one for one in serving if one.at < anchor)]


def _booked(school: School, anchor: datetime, paid: Iterable[Purchase]) -> Mapping[date, int]:
    """Roubles of costs the demo records elsewhere: of what was sold, and of the base."""
    booked: Counter[date] = Counter()
    prices = {product.key: product.cost or 0 for product in school.products}
    for purchase in paid:
        booked[purchase.parts[0].paid_at.date().replace(day=1)] += prices[purchase.product]
    for _, month_on, kopecks in base.costs(anchor.date().replace(day=1)):
        booked[month_on] += kopecks // _KOPECKS
    return booked
