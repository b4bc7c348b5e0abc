"""What the values of conditions are called."""

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.types import ProductStatus


def product_names(*, on_sale: bool = False) -> dict[int, str]:
    """Every product by id, in order of names; those taken off sale left out if asked. One query."""
    products = Product.objects.order_by("sort_key", "pk")
    if on_sale:
        products = products.exclude(status=ProductStatus.RETIRED.value)
    return dict(products.values_list("pk", "name"))
