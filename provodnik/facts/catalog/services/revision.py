"""The revision: every product is looked at and told active, asleep, retired or unclear (R-067)."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.queries.revision import revision
from provodnik.facts.catalog.services.products import set_status
from provodnik.facts.catalog.types import ProductStatus
from provodnik.kernel import journal


@transaction.atomic
def start_revision(*, now: datetime, actor: str) -> int:
    """Begin a revision of all products but the retired. Returns how many are to be looked at.

    One that is not finished goes on instead.
    """
    going = revision()
    if going is not None and going.left:
        return len(going.left)
    count = Product.objects.exclude(status=ProductStatus.RETIRED.value).update(
        revision_started_at=now
    )
    journal.record("revision_started", happened_at=now, actor=actor, value=count)
    return count


@transaction.atomic
def revise(product_id: int, status: ProductStatus, *, now: datetime, actor: str) -> Product:
    """Decide on a product; the status it has already is a decision too, with its date.

    Raises:  Product.DoesNotExist
             Refused: as for `set_status`
    """
    product = set_status(product_id, status, now=now, actor=actor)
    product.revised_at = now
    product.save(update_fields=["revised_at"])
    journal.record(
        "product_revised",
        happened_at=now,
        actor=actor,
        product_id=product.pk,
        item=status.value,
    )
    return product
