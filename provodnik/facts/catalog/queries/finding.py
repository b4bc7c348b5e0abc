"""Finding a product by any part of its name."""

from dataclasses import dataclass

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.types import ProductStatus
from provodnik.kernel.names import search_key, search_keys


@dataclass(frozen=True, slots=True)
class ProductHit:
    """A product as a search shows one. `kind` is a key of the method."""

    product_id: int
    name: str
    kind: str


def products_by_name(text: str, *, limit: int = 8) -> list[ProductHit]:
    """Products in whose name the text stands, in either keyboard layout, by name.

    An empty text is in every name. A school has tens of products, so all names are read. Queries: 1
    """
    sought = search_keys(text) or ("",)
    products = Product.objects.order_by("sort_key").values_list("pk", "name", "kind")
    hits = [
        ProductHit(pk, name, kind)
        for pk, name, kind in products
        if any(key in search_key(name) for key in sought)
    ]
    return hits[:limit]


def unsorted_count() -> int:
    """Products that came with orders and that nobody has sorted yet. One query."""
    return Product.objects.filter(status=ProductStatus.UNSORTED.value).count()
