"""Reads about products, one module for each way they are looked at."""

from provodnik.facts.catalog.queries.products import (
    Economics,
    ProductPage,
    economics,
    names_of,
    product_page,
    products_for_pain,
)
from provodnik.facts.catalog.queries.roadmap import NextOffer, roadmap

__all__ = [
    "Economics",
    "NextOffer",
    "ProductPage",
    "economics",
    "names_of",
    "product_page",
    "products_for_pain",
    "roadmap",
]
