"""Titles under which an export sells become products of the matrix."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from provodnik.facts.catalog.models import Product, ProductAlias
from provodnik.kernel import schools
from provodnik.kernel.names import sort_key

_NAME_LETTERS = 200


def name_products(*, now: datetime) -> None:
    """Make the temporary table `stage_product`: `title` of `stage` → `product_id`.

    A title means the product it is an alias of, else the product of this very name, else a new
    one, unsorted. Titles that begin with the same 200 letters are one product.
    Queries: 2 for known titles, 3 more for new ones.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN)
        titles = [row[0] for row in cursor.fetchall()]
        if titles:
            _add(titles, now=now)
        cursor.execute(_NAME)


def _add(titles: Sequence[str], *, now: datetime) -> None:
    names = {title: title[:_NAME_LETTERS].strip() for title in titles}
    Product.objects.bulk_create(
        [
            Product(school_id=schools.current(), name=name, sort_key=sort_key(name), created_at=now)
            for name in dict.fromkeys(names.values())
        ],
        ignore_conflicts=True,
    )
    ids = dict(Product.objects.filter(name__in=set(names.values())).values_list("name", "pk"))
    ProductAlias.objects.bulk_create(
        [
            ProductAlias(school_id=schools.current(), title=title, product_id=ids[name])
            for title, name in names.items()
        ],
        ignore_conflicts=True,
    )


_UNKNOWN = """
SELECT DISTINCT left(named.title, 300) AS short FROM (SELECT DISTINCT title FROM stage) AS named
WHERE named.title IS NOT NULL AND NOT EXISTS (
  SELECT FROM catalog_productalias AS a WHERE a.title = left(named.title, 300)
)
ORDER BY short
"""

_NAME = """
DROP TABLE IF EXISTS stage_product;
CREATE TEMP TABLE stage_product ON COMMIT DROP AS
SELECT named.title, a.product_id
FROM (SELECT DISTINCT title FROM stage) AS named
JOIN catalog_productalias AS a ON a.title = left(named.title, 300)
"""
