"""Who stands behind what was learned of next products: the moves, and those the ways were tried on.

Every figure of `next_products` is a count of these rows, kept as they were learned.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, StringAgg, Subquery, Value

from provodnik.facts.sales.models import NextMove, TriedMove

PAGE = 50
_NO_PLACE = Value(None, output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class MoverRow:
    """A client who went on from a product: to which one, when, after how many days."""

    client_id: int
    client: str
    product: str | None
    moved_on: date
    days: int


@dataclass(frozen=True, slots=True)
class TriedRow:
    """A later purchase the ways were tried on; `place` of the way asked about, None of none."""

    client_id: int
    client: str
    bought: str | None
    moved_on: date
    place: int | None


def movers(
    after_id: int, product_id: int | None, *, offset: int = 0
) -> tuple[list[MoverRow], int, int]:
    """Who moved on from a product, to one of them where it is told, the latest first.

    Returns a page of them, how many they are, and of how many who moved on from it. 3 queries.
    """
    every = NextMove.objects.filter(after_id=after_id)
    taken = every if product_id is None else every.filter(product_id=product_id)
    if product_id is None:
        # A client who took two products that day moved on once.
        firsts = taken.order_by("client_id", "product__sort_key", "pk").distinct("client_id")
        taken = NextMove.objects.filter(pk__in=firsts.values("pk"))
    columns = ("client_id", "client__name", "product__name", "moved_on", "days")
    page = taken.order_by("-moved_on", "client_id").values_list(*columns)[offset : offset + PAGE]
    whole = every.values("client_id").distinct().count()
    return [MoverRow(*row) for row in page], taken.count(), whole


def tried_moves(
    way: str, within: int | None, *, offset: int = 0
) -> tuple[list[TriedRow], int, int]:
    """The purchases the ways were tried on, the latest first.

    Those on which `way` was right among its first `within`; without `within` those where it
    had anything to say; all of them without `way`. Returns a page, how many, of how many.
    """
    every = TriedMove.objects.all()
    chosen = every
    if way and within is None:
        chosen = every.filter(Q(**{f"{way}_place__isnull": False}))
    elif way:
        chosen = every.filter(Q(**{f"{way}_place__range": (1, within)}))
    page = _with_purchases(chosen).annotate(place=F(f"{way}_place") if way else _NO_PLACE)
    columns = ("client_id", "client__name", "bought", "moved_on", "place")
    rows = page.order_by("-moved_on", "client_id").values_list(*columns)[offset : offset + PAGE]
    return [TriedRow(*row) for row in rows], chosen.count(), every.count()


def _with_purchases(chosen: QuerySet[TriedMove]) -> QuerySet[TriedMove]:
    """With the names of what was bought that day."""
    made = NextMove.objects.filter(client_id=OuterRef("client_id"), moved_on=OuterRef("moved_on"))
    names = made.order_by().values("client_id")
    names = names.annotate(names=StringAgg("product__name", Value(", "), distinct=True))
    return chosen.annotate(bought=Subquery(names.values("names")))
