"""Who knows which product: what waits to be read, and the gaps of the team (R-071)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from provodnik.facts.catalog.models import Acknowledgement, Product
from provodnik.facts.catalog.services.knowledge import is_current
from provodnik.facts.catalog.types import ProductStatus
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class Learnable:
    """A product on sale and whether one member of staff has read it as it is now.

    `acknowledged_at` may stand while `is_known` does not: it has changed since.
    """

    product_id: int
    name: str
    kind: str
    price_kopecks: int | None
    audience: str
    summary: str
    material_at: datetime | None
    acknowledged_at: datetime | None
    is_known: bool


@dataclass(frozen=True, slots=True)
class Learner:
    """A member who must know the products: how many of them are known, and the cells in order."""

    staff_id: int
    name: str
    role: str
    known: int
    cells: tuple[bool, ...]

    @property
    def share(self) -> float | None:
        return self.known / len(self.cells) if self.cells else None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Members × products on sale. `gaps` counts, by product, who does not know it."""

    products: tuple[tuple[int, str], ...]
    learners: tuple[Learner, ...]
    gaps: Mapping[int, int]

    @property
    def share(self) -> float | None:
        """Of all cells, 0..1; None when there is nothing to know or nobody to know it."""
        cells = len(self.products) * len(self.learners)
        return sum(one.known for one in self.learners) / cells if cells else None


def to_learn(staff_id: int) -> list[Learnable]:
    """Products on sale for one member: those not known first, then by name. Two queries."""
    known = dict(
        Acknowledgement.objects.filter(staff_id=staff_id).values_list(
            "product_id", "acknowledged_at"
        )
    )
    rows = [
        Learnable(
            product_id=product.pk,
            name=product.name,
            kind=product.kind,
            price_kopecks=product.price_kopecks,
            audience=product.audience,
            summary=product.summary,
            material_at=product.material_at,
            acknowledged_at=known.get(product.pk),
            is_known=is_current(known.get(product.pk), product),
        )
        for product in _on_sale()
    ]
    return sorted(rows, key=lambda row: row.is_known)


def knowledge() -> Knowledge:
    """What each member whom the method names has read, people with the most gaps first.

    Queries: 3
    """
    roles = method.product_kinds().knowledge.roles
    products = _on_sale()
    staff = list(Staff.objects.filter(left_on=None, role__in=roles).order_by("sort_key", "pk"))
    read = {
        (staff_id, product_id): at
        for staff_id, product_id, at in Acknowledgement.objects.filter(
            product__status=ProductStatus.ACTIVE.value
        ).values_list("staff_id", "product_id", "acknowledged_at")
    }
    learners = []
    for member in staff:
        cells = tuple(is_current(read.get((member.pk, one.pk)), one) for one in products)
        learners.append(Learner(member.pk, member.name, member.role, sum(cells), cells))
    return Knowledge(
        products=tuple((product.pk, product.name) for product in products),
        learners=tuple(sorted(learners, key=lambda one: one.known)),
        gaps={
            product.pk: sum(not one.cells[place] for one in learners)
            for place, product in enumerate(products)
        },
    )


def readers_of(product_id: int) -> tuple[int, int]:
    """(how many know the product as it is, how many must). Three queries."""
    roles = method.product_kinds().knowledge.roles
    staff = set(Staff.objects.filter(left_on=None, role__in=roles).values_list("pk", flat=True))
    product = Product.objects.get(pk=product_id)
    read = Acknowledgement.objects.filter(product=product, staff_id__in=staff)
    known = sum(is_current(at, product) for at in read.values_list("acknowledged_at", flat=True))
    return known, len(staff)


def unread_count(staff_id: int) -> int:
    """How many products wait for one member to read them. Two queries."""
    return sum(not row.is_known for row in to_learn(staff_id))


def _on_sale() -> list[Product]:
    found = Product.objects.filter(status=ProductStatus.ACTIVE.value)
    return list(found.order_by("sort_key", "pk"))
