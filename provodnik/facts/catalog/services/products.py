"""Products: adding, editing, status, unit economics, titles of exports."""

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction

from provodnik.facts.catalog.errors import EconomicsIncomplete, TitleTaken
from provodnik.facts.catalog.models import PathStep, Product, ProductAlias, ProductLink
from provodnik.facts.catalog.services.knowledge import is_material
from provodnik.facts.catalog.types import LinkKind, PathState, ProductFields, ProductStatus
from provodnik.kernel import journal, schools
from provodnik.kernel.gates import Reason, Verdict, verdict
from provodnik.kernel.names import sort_key
from provodnik.method import queries as method
from provodnik.method.reasons import ReasonCode

_ECONOMICS = {"price_kopecks", "cost_kopecks"}
_ON_SALE = ProductStatus.ACTIVE


@transaction.atomic
def add_product(
    fields: ProductFields,
    *,
    now: datetime,
    actor: str,
    status: ProductStatus = ProductStatus.ACTIVE,
    reason: str = "",
) -> Product:
    """Put a product into the matrix. Exports that sell it under its name find it from now on.

    Raises:  Refused: the name is taken; the price is below the cost and no `reason` is given
    """
    fields = replace(fields, name=fields.name.strip())
    may_keep(fields, product_id=None, reason=reason).require()
    product = Product.objects.create(
        school_id=schools.current(),
        sort_key=sort_key(fields.name),
        status=status.value,
        created_at=now,
        material_at=now,
        **({"launched_at": now, "content_ready_at": now} if status is _ON_SALE else {}),
        **asdict(fields),
    )
    ProductAlias.objects.get_or_create(
        school_id=product.school_id, title=product.name, defaults={"product": product}
    )
    journal.record("product_added", happened_at=now, actor=actor, product_id=product.pk)
    return product


@transaction.atomic
def edit_product(
    product_id: int, fields: ProductFields, *, now: datetime, actor: str, reason: str = ""
) -> Product:
    """Write a product's fields anew; the same fields change nothing.

    A new price or cost is not confirmed any more; after a material change those who offer it
    read it again. Inline edits replace one field of `fields_of`.

    Raises:  Product.DoesNotExist
             Refused: as for `add_product`
    """
    product = Product.objects.select_for_update().get(pk=product_id)
    fields = replace(fields, name=fields.name.strip())
    before = asdict(fields_of(product))
    changed = {name: value for name, value in asdict(fields).items() if value != before[name]}
    if not changed:
        return product
    may_keep(fields, product_id=product.pk, reason=reason).require()
    for name, value in changed.items():
        setattr(product, name, value)
    product.sort_key = sort_key(product.name)
    if _ECONOMICS & changed.keys():
        product.economics_confirmed_at = product.economics_confirmed_by = None
    if is_material(changed):
        product.material_at = now
    product.save()
    attrs = {"fields": " ".join(sorted(changed)), **({"reason": reason} if reason else {})}
    journal.record(
        "product_changed", happened_at=now, actor=actor, product_id=product.pk, attrs=attrs
    )
    return product


@transaction.atomic
def set_status(
    product_id: int, status: ProductStatus, *, now: datetime, actor: str, reason: str = ""
) -> Product:
    """Launch a product, put it to sleep or retire it. The status it has changes nothing.

    The first launch is remembered; what is on sale has its lessons ready.

    Raises:  Product.DoesNotExist
             Refused: steps of the path still lead to a product to be retired; a tripwire or
             bonus to be launched names no flagship or no next product
    """
    product = Product.objects.select_for_update().get(pk=product_id)
    if product.status == status:
        return product
    may_become(product, status).require()
    was, product.status = product.status, status.value
    if status is _ON_SALE:
        product.launched_at = product.launched_at or now
        product.content_ready_at = product.content_ready_at or now
    product.save(update_fields=["status", "launched_at", "content_ready_at"])
    journal.record(
        "product_status_changed",
        happened_at=now,
        actor=actor,
        product_id=product.pk,
        item=status.value,
        attrs={"was": was, "reason": reason},
    )
    return product


@transaction.atomic
def set_owner(
    product_ids: Collection[int], *, owner_id: int | None, now: datetime, actor: str
) -> int:
    """Make one person answer for several products. Returns how many changed hands."""
    products = Product.objects.select_for_update().filter(pk__in=product_ids).order_by("pk")
    changed = [product for product in products if product.owner_id != owner_id]
    for product in changed:
        product.owner_id = owner_id
    Product.objects.bulk_update(changed, ["owner"])
    journal.record_many(
        [
            journal.Entry(
                "product_changed", now, actor, product_id=product.pk, attrs={"fields": "owner_id"}
            )
            for product in changed
        ]
    )
    return len(changed)


@transaction.atomic
def confirm_economics(product_id: int, *, by_id: int, now: datetime, actor: str) -> Product:
    """Vouch for price and cost as they are. The first confirmation of them stays.

    Raises:  Product.DoesNotExist; EconomicsIncomplete: price or cost is not known
    """
    product = Product.objects.select_for_update().get(pk=product_id)
    if product.economics_confirmed_at is not None:
        return product
    if product.price_kopecks is None or product.cost_kopecks is None:
        raise EconomicsIncomplete(str(product))
    product.economics_confirmed_at, product.economics_confirmed_by_id = now, by_id
    product.save(update_fields=["economics_confirmed_at", "economics_confirmed_by"])
    journal.record("economics_confirmed", happened_at=now, actor=actor, product_id=product.pk)
    return product


@transaction.atomic
def add_title(product_id: int, title: str, *, now: datetime, actor: str) -> None:
    """Say under which other title exports sell a product. Repeating it changes nothing.

    Raises:  Product.DoesNotExist; TitleTaken
    """
    product = Product.objects.get(pk=product_id)
    alias, is_new = ProductAlias.objects.get_or_create(
        school_id=product.school_id, title=title.strip(), defaults={"product": product}
    )
    if alias.product_id != product.pk:
        raise TitleTaken(title, alias.product_id)
    if is_new:
        journal.record(
            "product_changed",
            happened_at=now,
            actor=actor,
            product_id=product.pk,
            attrs={"fields": "titles"},
        )


def fields_of(product: Product) -> ProductFields:
    """A product's fields as a person would write them."""
    return ProductFields(
        **{name: getattr(product, name) for name in ProductFields.__dataclass_fields__}
    )


def may_keep(fields: ProductFields, *, product_id: int | None, reason: str) -> Verdict:
    """Whether these fields may stand: the name is free, the price above the cost or explained."""
    namesake = Product.objects.filter(name=fields.name).first()
    taken = namesake is not None and namesake.pk != product_id
    price, cost = fields.price_kopecks, fields.cost_kopecks
    below = cost - price if price is not None and cost is not None else 0
    return verdict(
        Reason(ReasonCode.PRODUCT_NAME_TAKEN, {"product": fields.name}) if taken else None,
        Reason(ReasonCode.PRICE_BELOW_COST, {"product": fields.name, "below_kopecks": below})
        if below > 0 and not reason.strip()
        else None,
    )


def may_become(product: Product, status: ProductStatus) -> Verdict:
    """Whether a product may take a status."""
    if status is ProductStatus.RETIRED:
        return verdict(_led_to(product))
    kind = method.product_kinds().kind(product.kind)
    if status is not ProductStatus.ACTIVE or kind is None or not kind.leads_to_flagship:
        return verdict()
    leads = set(ProductLink.objects.filter(source=product).values_list("kind", flat=True))
    named = {"product": product.name}
    to_flagship = leads & {LinkKind.TRIPWIRE, LinkKind.BONUS}
    return verdict(
        None if to_flagship else Reason(ReasonCode.TRIPWIRE_WITHOUT_FLAGSHIP, named),
        None if LinkKind.NEXT in leads else Reason(ReasonCode.TRIPWIRE_WITHOUT_NEXT, named),
    )


def may_scale(product: Product) -> Verdict:
    """Whether a product may be scaled: its economics are confirmed (R-073)."""
    confirmed = product.economics_confirmed_at is not None
    reason = Reason(ReasonCode.ECONOMICS_NOT_CONFIRMED, {"product": product.name})
    return verdict(None if confirmed else reason)


def _led_to(product: Product) -> Reason | None:
    """Steps at work that offer the product. A draft that offers it is not at work yet."""
    steps = PathStep.objects.filter(offered=product, version__state=PathState.PUBLISHED.value)
    count = steps.count()
    params: dict[str, str | int] = {"product": product.name, "count": count}
    return Reason(ReasonCode.PRODUCT_HAS_STEPS, params) if count else None
