"""Reads about products, one module for each way they are looked at."""

from provodnik.facts.catalog.queries.finding import ProductHit, products_by_name
from provodnik.facts.catalog.queries.products import (
    Economics,
    ProductPage,
    economics,
    names_of,
    product_page,
    products_for_pain,
    usual_price,
)
from provodnik.facts.catalog.queries.roadmap import NextOffer, roadmap

__all__ = [
    "Economics",
    "NextOffer",
    "ProductHit",
    "ProductPage",
    "economics",
    "names_of",
    "product_page",
    "products_by_name",
    "products_for_pain",
    "roadmap",
    "usual_price",
]
