"""Lines of products: «20 mini-products by the New Year», place by place (R-066)."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from provodnik.facts.catalog.errors import LineNameTaken, PlaceTaken
from provodnik.facts.catalog.models import PlannedProduct, ProductLine
from provodnik.facts.catalog.types import LineFields
from provodnik.kernel import journal, schools


@transaction.atomic
def plan_line(fields: LineFields, *, now: datetime, actor: str) -> ProductLine:
    """Plan a line of products.

    Raises:  LineNameTaken; IntegrityError: it plans nothing, or is due before its start
    """
    if ProductLine.objects.filter(name=fields.name).exists():
        raise LineNameTaken(fields.name)
    line = ProductLine.objects.create(school_id=schools.current(), created_at=now, **asdict(fields))
    journal.record(
        "product_line_planned",
        happened_at=now,
        actor=actor,
        item=line.name,
        value=line.target_count,
    )
    return line


@transaction.atomic
def edit_line(line_id: int, fields: LineFields, *, now: datetime, actor: str) -> ProductLine:
    """Change a plan; the same fields change nothing.

    Raises:  ProductLine.DoesNotExist; LineNameTaken
    """
    line = ProductLine.objects.select_for_update().get(pk=line_id)
    changed = {n: v for n, v in asdict(fields).items() if getattr(line, n) != v}
    if not changed:
        return line
    if ProductLine.objects.filter(name=fields.name).exclude(pk=line.pk).exists():
        raise LineNameTaken(fields.name)
    for name, value in changed.items():
        setattr(line, name, value)
    line.save(update_fields=list(changed))
    journal.record(
        "product_line_planned",
        happened_at=now,
        actor=actor,
        item=line.name,
        value=line.target_count,
    )
    return line


@transaction.atomic
def plan_product(
    line_id: int,
    name: str,
    *,
    launch_on: date | None = None,
    product_id: int | None = None,
    now: datetime,
) -> PlannedProduct:
    """Give a line one more place; the place of this name, if it is there, is set anew.

    Raises:  ProductLine.DoesNotExist; PlaceTaken: the product fills a place already
    """
    line = ProductLine.objects.select_for_update().get(pk=line_id)
    place = PlannedProduct.objects.filter(line=line, name=name.strip()).first()
    if place is None:
        place = PlannedProduct(
            school_id=line.school_id, line=line, name=name.strip(), created_at=now
        )
    place.launch_on = launch_on
    _fill(place, product_id)
    return place


@transaction.atomic
def fill_place(place_id: int, product_id: int | None) -> PlannedProduct:
    """Say which product was made of a plan; None empties the place.

    Raises:  PlannedProduct.DoesNotExist; PlaceTaken
    """
    place = PlannedProduct.objects.select_for_update().get(pk=place_id)
    _fill(place, product_id)
    return place


@transaction.atomic
def drop_place(place_id: int) -> bool:
    """Take a place out of its line; a product in it stays. False when it is not there."""
    deleted, _ = PlannedProduct.objects.filter(pk=place_id).delete()
    return deleted > 0


def _fill(place: PlannedProduct, product_id: int | None) -> None:
    if product_id is not None:
        other = PlannedProduct.objects.filter(product_id=product_id).exclude(pk=place.pk).first()
        if other is not None:
            raise PlaceTaken(other.name, other.pk)
    place.product_id = product_id
    place.save()
