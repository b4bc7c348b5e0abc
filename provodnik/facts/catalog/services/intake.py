"""A table of products taken into the matrix whole: what it would change, and changing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from provodnik.facts.catalog.models import Product, ProductAlias
from provodnik.facts.catalog.services.links import link, set_pains
from provodnik.facts.catalog.services.products import (
    add_product,
    edit_product,
    fields_of,
    may_keep,
    set_status,
)
from provodnik.facts.catalog.services.several import set_content_ready
from provodnik.facts.catalog.types import LinkKind, ProductFields, ProductStatus
from provodnik.facts.people.models import Pain
from provodnik.facts.people.services import add_pain
from provodnik.kernel.gates import Reason, Refused
from provodnik.kernel.names import search_key

_PLAIN = (
    *("kind", "price_kopecks", "cost_kopecks", "audience", "summary", "payment_url"),
    *("owner_id", "term_days"),
)


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A row of a table of products; None and () are «the table says nothing of it».

    `prerequisite`, `next` and `cross` name products. `problems` are cells nobody could read.
    """

    line: int
    name: str
    kind: str | None = None
    status: ProductStatus | None = None
    price_kopecks: int | None = None
    cost_kopecks: int | None = None
    audience: str | None = None
    summary: str | None = None
    payment_url: str | None = None
    owner_id: int | None = None
    term_days: int | None = None
    has_content: bool | None = None
    prerequisite: str | None = None
    pains: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    cross: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What a row would do: a new product, another look of one that is there, or nothing.

    `changed` are its own fields that differ; `refused` is why it may not stand.
    """

    row: ProductRow
    product_id: int | None
    changed: tuple[str, ...]
    refused: tuple[Reason, ...] = ()
    is_repeated: bool = False

    @property
    def is_new(self) -> bool:
        return self.product_id is None and not self.is_refused

    @property
    def is_refused(self) -> bool:
        return bool(self.refused) or not self.row.name or self.is_repeated


@dataclass(frozen=True, slots=True)
class Taken:
    """How many products came, changed, stayed, and which rows did not come in."""

    added: int
    changed: int
    unchanged: int
    refused: tuple[RowPlan, ...]


def plan_rows(rows: Sequence[ProductRow], *, reason: str = "") -> list[RowPlan]:
    """What taking these rows would do; nothing is written.

    Queries: 2, and one a row for its name.
    """
    known = _by_name()
    seen: set[str] = set()
    plans = []
    for row in rows:
        product = known.get(search_key(row.name))
        fields = _fields(row, product)
        before = fields_of(product) if product else ProductFields(row.name)
        changed = tuple(name for name in _PLAIN if getattr(fields, name) != getattr(before, name))
        if product is not None and row.status not in (None, product.status):
            changed = (*changed, "status")
        answer = may_keep(fields, product_id=product.pk if product else None, reason=reason)
        key = search_key(row.name)
        plans.append(
            RowPlan(row, product.pk if product else None, changed, answer.reasons, key in seen)
        )
        seen.add(key)
    return plans


@transaction.atomic
def take_rows(rows: Sequence[ProductRow], *, now: datetime, actor: str, reason: str = "") -> Taken:
    """Take a table into the matrix: products by name first, then what they lead to.

    A row that may not stand is left out and told; the others come in. What the table does not
    say stays as it was, so the same table twice changes nothing. A pain or a product that a row
    names and the school does not have: the pain is added, the product is not.
    """
    plans = plan_rows(rows, reason=reason)
    refused = [plan for plan in plans if plan.is_refused]
    tally = {"added": 0, "changed": 0, "unchanged": 0}
    done: list[tuple[ProductRow, int]] = []
    for plan in plans:
        if plan.is_refused:
            continue
        try:
            with transaction.atomic():
                done.append((plan.row, _take(plan, now=now, actor=actor, reason=reason)))
        except Refused as refusal:
            refused.append(replace(plan, refused=refusal.reasons))
            continue
        word = "added" if plan.is_new else "changed" if plan.changed else "unchanged"
        tally[word] += 1
    _lead(done, now=now, actor=actor)
    return Taken(**tally, refused=tuple(refused))


def _take(plan: RowPlan, *, now: datetime, actor: str, reason: str) -> int:
    row = plan.row
    if plan.product_id is None:
        status = row.status or ProductStatus.ACTIVE
        product = add_product(
            _fields(row, None), status=status, now=now, actor=actor, reason=reason
        )
    else:
        known = Product.objects.get(pk=plan.product_id)
        product = edit_product(known.pk, _fields(row, known), now=now, actor=actor, reason=reason)
        if row.status is not None:
            set_status(product.pk, row.status, now=now, actor=actor)
    if row.has_content is not None:
        set_content_ready([product.pk], is_ready=row.has_content, now=now, actor=actor)
    return product.pk


def _lead(done: Sequence[tuple[ProductRow, int]], *, now: datetime, actor: str) -> None:
    """Pains and links, when every product of the table is there to be led to."""
    products = {key: product.pk for key, product in _by_name().items()}
    pains = {search_key(pain.name): pain.pk for pain in Pain.objects.all()}
    for row, product_id in done:
        if row.pains:
            ids = [_pain(name, pains) for name in row.pains]
            set_pains(product_id, ids, now=now, actor=actor)
        for kind, names in ((LinkKind.NEXT, row.next), (LinkKind.CROSS, row.cross)):
            for name in names:
                _link(product_id, products.get(search_key(name)), kind, now=now, actor=actor)
        before = products.get(search_key(row.prerequisite or ""))
        if before is not None and before != product_id:
            product = Product.objects.get(pk=product_id)
            fields = replace(fields_of(product), prerequisite_id=before)
            edit_product(product_id, fields, now=now, actor=actor, reason="import")


def _link(
    product_id: int, target_id: int | None, kind: LinkKind, *, now: datetime, actor: str
) -> None:
    if target_id is None:
        return
    try:
        with transaction.atomic():
            link(product_id, target_id, kind, now=now, actor=actor)
    except Refused:
        return  # a circle or a link to itself: the product comes in without it


def _pain(name: str, known: dict[str, int]) -> int:
    key = search_key(name)
    if key not in known:
        known[key] = add_pain(name).pk
    return known[key]


def _fields(row: ProductRow, product: Product | None) -> ProductFields:
    """The product's fields with everything the row says written over them."""
    fields = fields_of(product) if product else ProductFields(row.name.strip())
    told = {name: getattr(row, name) for name in _PLAIN}
    return replace(fields, **{name: value for name, value in told.items() if value is not None})


def _by_name() -> Mapping[str, Product]:
    """Products by every title they are known under, their own names first."""
    products = {product.pk: product for product in Product.objects.order_by("pk")}
    titles = ProductAlias.objects.order_by("-pk").values_list("title", "product_id")
    known = {search_key(title): products[product_id] for title, product_id in titles}
    return known | {search_key(product.name): product for product in products.values()}
