"""Who stands behind what purchases taught: the moves, and the purchases the ways were tried on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from provodnik.facts.catalog.models import Product
from provodnik.facts.sales.queries.next_people import PAGE, MoverRow, TriedRow, movers, tried_moves
from provodnik.metrics.next_product import PLACES, WAYS
from provodnik.web.pages.path.learned import way_names


@dataclass(frozen=True, slots=True)
class Moved:
    """Clients who went on from a product; `product` is the one they took, None of any."""

    after: Product
    product: Product | None
    rows: Sequence[MoverRow]
    total: int
    of_all: int
    next_page: int | None


@dataclass(frozen=True, slots=True)
class Proved:
    """Purchases the ways were tried on; of one `way`, right `within` so many, or with a word."""

    way: str
    within: int | None
    rows: Sequence[TriedRow]
    total: int
    of_all: int
    next_page: int | None


def moved(after: Product, product: Product | None, *, page: int) -> Moved:
    """A page of who moved on. Three queries."""
    skip = (page - 1) * PAGE
    rows, total, whole = movers(after.pk, product.pk if product else None, offset=skip)
    return Moved(after, product, rows, total, whole, _next(page, total))


def proved(query: QueryDict, *, page: int) -> Proved:
    """A page of the purchases the ways were tried on. Three queries."""
    way = query.get("way", "")
    told = query.get("within", "")
    within = int(told) if told in map(str, PLACES) else None
    known = way if way in WAYS else ""
    rows, total, whole = tried_moves(known, within, offset=(page - 1) * PAGE)
    name = way_names()[known] if known else ""
    return Proved(name, within, rows, total, whole, _next(page, total))


def _next(page: int, total: int) -> int | None:
    return page + 1 if page * PAGE < total else None
