"""One product, names of many, and products by the pain they solve."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from provodnik.facts.catalog.models import Product, ProductAlias, ProductLink, ProductPain
from provodnik.facts.catalog.rules import margin_share
from provodnik.facts.catalog.types import LinkKind, ProductStatus
from provodnik.kernel.names import search_keys


@dataclass(frozen=True, slots=True)
class Economics:
    """Unit economics with who vouched for them, and when."""

    price_kopecks: int | None
    cost_kopecks: int | None
    margin_share: float | None
    confirmed_at: datetime | None
    confirmed_by: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """Something with an id and a name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A product with everything around it. Cross links come from either end."""

    product: Product
    economics: Economics
    pains: tuple[Named, ...]
    titles: tuple[str, ...]
    next: tuple[Named, ...]
    cross: tuple[Named, ...]
    bonus: tuple[Named, ...]
    tripwire: tuple[Named, ...]
    led_from: tuple[Named, ...]


def product_page(product_id: int) -> ProductPage:
    """Everything about a product.

    Queries: 4
    Raises:  Product.DoesNotExist
    """
    related = ("owner", "prerequisite", "economics_confirmed_by")
    product = Product.objects.select_related(*related).get(pk=product_id)
    links = ProductLink.objects.filter(Q(source=product) | Q(target=product))
    to: dict[str, list[Named]] = {kind.value: [] for kind in LinkKind}
    led_from = []
    for row in links.select_related("source", "target").order_by("pk"):
        is_out = row.source_id == product.pk
        other = row.target if is_out else row.source
        if is_out or row.kind == LinkKind.CROSS:
            to[row.kind].append(Named(other.pk, other.name))
        else:
            led_from.append(Named(other.pk, other.name))
    pains = ProductPain.objects.filter(product=product).order_by("pain__name")
    titles = ProductAlias.objects.filter(product=product).order_by("pk")
    return ProductPage(
        product=product,
        economics=of_product(product),
        pains=tuple(Named(*row) for row in pains.values_list("pain_id", "pain__name")),
        titles=tuple(titles.values_list("title", flat=True)),
        led_from=tuple(led_from),
        **{kind: tuple(found) for kind, found in to.items()},
    )


def economics(product_id: int) -> Economics:
    """Price, cost and margin of a product, and whether they are confirmed. One query.

    Raises:  Product.DoesNotExist
    """
    return of_product(Product.objects.select_related("economics_confirmed_by").get(pk=product_id))


def of_product(product: Product) -> Economics:
    """The same of a product at hand."""
    by = product.economics_confirmed_by
    return Economics(
        price_kopecks=product.price_kopecks,
        cost_kopecks=product.cost_kopecks,
        margin_share=margin_share(product.price_kopecks, product.cost_kopecks),
        confirmed_at=product.economics_confirmed_at,
        confirmed_by=by.name if by else None,
    )


def usual_price(product_id: int) -> int | None:
    """What a product costs, kopecks; None of one without a price, or of none such. One query."""
    found = Product.objects.filter(pk=product_id).values_list("price_kopecks", flat=True)
    return found.first()


def names_of(product_ids: Collection[int]) -> dict[int, str]:
    """Names by id, for showing many rows. No query for no ids."""
    if not product_ids:
        return {}
    return dict(Product.objects.filter(pk__in=product_ids).values_list("pk", "name"))


def products_for_pain(text: str = "", *, pain_id: int | None = None) -> list[Named]:
    """Products that solve a pain: one of the list, or any in whose words the text stands.

    Retired products are left out. Queries: 1, case, ё and the keyboard layout do not matter.
    """
    found = ProductPain.objects.exclude(product__status=ProductStatus.RETIRED.value)
    if pain_id is not None:
        found = found.filter(pain_id=pain_id)
    keys = search_keys(text)
    named: dict[int, str] = {}
    rows = found.order_by("product__sort_key").values_list(
        "product_id", "product__name", "pain__name"
    )
    for product_id, name, pain in rows:
        folded = search_keys(pain)[0] if pain else ""
        if not keys or any(key in folded for key in keys):
            named[product_id] = name
    return [Named(product_id, name) for product_id, name in named.items()]
