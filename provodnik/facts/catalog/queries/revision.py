"""How far the revision of products has come."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Subquery

from provodnik.facts.catalog.models import Product


@dataclass(frozen=True, slots=True)
class Revision:
    """The latest revision: its products still to be looked at, by name, and how many in all."""

    started_at: datetime
    left: tuple[int, ...]
    total: int


def revision() -> Revision | None:
    """The latest revision, finished or not; None before the first. One query."""
    latest = Product.objects.order_by().values("school_id").annotate(at=Max("revision_started_at"))
    rows = list(
        Product.objects.filter(revision_started_at=Subquery(latest.values("at")))
        .order_by("sort_key", "pk")
        .values_list("pk", "revision_started_at", "revised_at")
    )
    if not rows:
        return None
    left = tuple(pk for pk, started, revised in rows if revised is None or revised < started)
    return Revision(rows[0][1], left, len(rows))
