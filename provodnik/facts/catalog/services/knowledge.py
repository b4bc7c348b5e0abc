"""Who has read what a product is, and what makes them read it again (R-071)."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from provodnik.facts.catalog.models import Acknowledgement, Product
from provodnik.kernel import journal, schools
from provodnik.method import queries as method


@transaction.atomic
def acknowledge(product_ids: Collection[int], *, staff_id: int, now: datetime, actor: str) -> int:
    """Note that a member of staff read these products. Returns how many were not read before.

    What was read after its last material change stays as it is. Three queries.

    Raises:  IntegrityError at commit: no such member
    """
    products = Product.objects.filter(pk__in=product_ids).order_by("pk")
    known = dict(
        Acknowledgement.objects.filter(staff_id=staff_id, product__in=products).values_list(
            "product_id", "acknowledged_at"
        )
    )
    fresh = [product for product in products if not is_current(known.get(product.pk), product)]
    Acknowledgement.objects.bulk_create(
        [
            Acknowledgement(
                school_id=schools.current(),
                product=product,
                staff_id=staff_id,
                acknowledged_at=now,
            )
            for product in fresh
        ],
        update_conflicts=True,
        unique_fields=["school", "product", "staff"],
        update_fields=["acknowledged_at"],
    )
    journal.record_many(
        [
            journal.Entry(
                "product_acknowledged", now, actor, product_id=product.pk, staff_id=staff_id
            )
            for product in fresh
        ]
    )
    return len(fresh)


def is_current(acknowledged_at: datetime | None, product: Product) -> bool:
    """Whether what was read is still what the product is."""
    if acknowledged_at is None:
        return False
    return product.material_at is None or acknowledged_at >= product.material_at


def is_material(fields: Iterable[str]) -> bool:
    """Whether a change of these fields is one that the method has people read anew."""
    material = {change.value for change in method.product_kinds().knowledge.material}
    return any(
        field.removesuffix("_id").removesuffix("_kopecks").removesuffix("_days") in material
        for field in fields
    )


def tell_anew(product_ids: Collection[int], field: str, *, now: datetime) -> None:
    """Have these products read again, if a change of this field is material."""
    if is_material([field]):
        Product.objects.filter(pk__in=product_ids).update(material_at=now)
