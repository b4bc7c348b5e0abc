"""How far the revision of products has come."""

from dataclasses import dataclass

from django.db.models import F, Subquery

from provodnik.facts.catalog.models import Product


@dataclass(frozen=True, slots=True)
class Revision:
    """The latest revision: its products still to be looked at, by name, and how many in all."""

    left: tuple[int, ...]
    total: int


def revision() -> Revision | None:
    """The latest revision, finished or not; None before the first. One query."""
    latest = Product.objects.order_by(F("revision_started_at").desc(nulls_last=True))
    started_at = Subquery(latest.values("revision_started_at")[:1])
    products = list(
        Product.objects.filter(revision_started_at=started_at)
        .order_by("sort_key", "pk")
        .only("revision_started_at", "revised_at")
    )
    if not products:
        return None
    return Revision(
        left=tuple(product.pk for product in products if not _is_decided(product)),
        total=len(products),
    )


def _is_decided(product: Product) -> bool:
    started_at, revised_at = product.revision_started_at, product.revised_at
    return started_at is not None and revised_at is not None and revised_at >= started_at
