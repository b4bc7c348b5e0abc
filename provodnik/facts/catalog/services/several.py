"""The same change to several products at once, and its way back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.services.products import edit_product, fields_of, set_status
from provodnik.facts.catalog.types import ProductFields, ProductStatus
from provodnik.kernel import journal
from provodnik.kernel.gates import Reason, Refused

type Value = str | int | None

# Fields of a product that a cell of the matrix or a bulk action may change.
CELLS = frozenset({"kind", "price_kopecks", "cost_kopecks", "owner_id"})
STATUS = "status"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One field of one product, before and after."""

    product_id: int
    field: str
    was: Value
    became: Value


@dataclass(frozen=True, slots=True)
class Several:
    """What a change of several products did, and what refused it where."""

    changes: tuple[CellChange, ...]
    refused: tuple[Reason, ...] = ()


@transaction.atomic
def change_cells(
    product_ids: Collection[int],
    field: str,
    value: Value,
    *,
    now: datetime,
    actor: str,
    reason: str = "",
) -> Several:
    """Give one field of several products one value; what has it already is left alone.

    A product that may not take it stays as it was and says why; the others change.

    Raises:  KeyError: no cell shows this field
    """
    if field != STATUS and field not in CELLS:
        raise KeyError(field)
    changes: list[CellChange] = []
    refused: list[Reason] = []
    for product in Product.objects.filter(pk__in=product_ids).order_by("sort_key", "pk"):
        was = getattr(product, field)
        if was == value:
            continue
        try:
            with transaction.atomic():
                _write(product, field, value, now=now, actor=actor, reason=reason)
        except Refused as refusal:
            refused += refusal.reasons
        else:
            changes.append(CellChange(product.pk, field, was, value))
    return Several(tuple(changes), tuple(refused))


@transaction.atomic
def take_back(changes: Iterable[CellChange], *, now: datetime, actor: str) -> Several:
    """Give products back what they had. What somebody has changed since stays as it is."""
    done: list[CellChange] = []
    refused: list[Reason] = []
    for change in changes:
        product = Product.objects.filter(pk=change.product_id).first()
        if product is None or getattr(product, change.field) != change.became:
            continue
        back = change_cells(
            [product.pk], change.field, change.was, now=now, actor=actor, reason="undo"
        )
        done += back.changes
        refused += back.refused
    return Several(tuple(done), tuple(refused))


@transaction.atomic
def ask_again(product_ids: Collection[int], *, now: datetime, actor: str) -> int:
    """Put products into the revision that is going on, or begin one with them alone.

    Returns how many are to be looked at anew; retired ones are not.
    """
    chosen = Product.objects.filter(pk__in=product_ids).exclude(status=ProductStatus.RETIRED.value)
    going = (
        Product.objects.filter(revision_started_at__isnull=False)
        .order_by("-revision_started_at")
        .values_list("revision_started_at", flat=True)
        .first()
    )
    started_at = going if going is not None and _is_open(going) else now
    chosen.filter(revised_at__gte=started_at).update(revised_at=None)
    count = chosen.update(revision_started_at=started_at)
    if started_at == now and count:
        journal.record("revision_started", happened_at=now, actor=actor, value=count)
    return count


@transaction.atomic
def set_content_ready(
    product_ids: Collection[int], *, is_ready: bool, now: datetime, actor: str
) -> int:
    """Say that the lessons of products are there, or are not. Returns how many changed."""
    changed: Sequence[int] = list(
        Product.objects.filter(pk__in=product_ids, content_ready_at__isnull=is_ready).values_list(
            "pk", flat=True
        )
    )
    Product.objects.filter(pk__in=changed).update(content_ready_at=now if is_ready else None)
    journal.record_many(
        [
            journal.Entry(
                "product_changed", now, actor, product_id=pk, attrs={"fields": "content_ready_at"}
            )
            for pk in changed
        ]
    )
    return len(changed)


def _is_open(started_at: datetime) -> bool:
    left = Product.objects.filter(revision_started_at=started_at)
    return any(p.revised_at is None or p.revised_at < started_at for p in left)


def _write(
    product: Product, field: str, value: Value, *, now: datetime, actor: str, reason: str
) -> None:
    if field == STATUS:
        set_status(product.pk, ProductStatus(str(value)), now=now, actor=actor, reason=reason)
        return
    fields: ProductFields = replace(fields_of(product), **{field: value})  # type: ignore[arg-type]
    edit_product(product.pk, fields, now=now, actor=actor, reason=reason)
