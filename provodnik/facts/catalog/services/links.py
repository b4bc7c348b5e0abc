"""How products lead to each other, and which pains they solve."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from provodnik.facts.catalog.models import Product, ProductLink, ProductPain
from provodnik.facts.catalog.rules import way_back
from provodnik.facts.catalog.services.knowledge import tell_anew
from provodnik.facts.catalog.types import LinkKind
from provodnik.kernel import journal, schools
from provodnik.kernel.gates import Reason, Verdict, verdict
from provodnik.method import queries as method
from provodnik.method.reasons import ReasonCode


@transaction.atomic
def link(source_id: int, target_id: int, kind: LinkKind, *, now: datetime, actor: str) -> bool:
    """Let one product lead to another. False when it does already.

    `next`: the step after it. `cross`: each goes with the other. `tripwire`, `bonus`:
    it strengthens a flagship.

    Raises:  Product.DoesNotExist; Refused: it would lead to itself, or round in a circle
    """
    source, target = Product.objects.get(pk=source_id), Product.objects.get(pk=target_id)
    may_lead(source, target, kind).require()
    if kind is LinkKind.CROSS and _links(target_id, source_id, kind).exists():
        return False
    _, is_new = ProductLink.objects.get_or_create(
        school_id=schools.current(), source=source, target=target, kind=kind.value
    )
    if is_new:
        tell_anew([source_id], kind.value, now=now)
        _tell(source_id, kind.value, now=now, actor=actor)
    return is_new


@transaction.atomic
def unlink(source_id: int, target_id: int, kind: LinkKind, *, now: datetime, actor: str) -> bool:
    """Let a product lead there no more; a cross link goes from either end. False if it did not."""
    found = _links(source_id, target_id, kind)
    if kind is LinkKind.CROSS:
        found = found | _links(target_id, source_id, kind)
    deleted, _ = found.delete()
    if deleted:
        tell_anew([source_id], kind.value, now=now)
        _tell(source_id, kind.value, now=now, actor=actor)
    return deleted > 0


@transaction.atomic
def set_pains(product_id: int, pain_ids: Collection[int], *, now: datetime, actor: str) -> None:
    """Say which pains and goals a product solves. The same ones change nothing.

    Raises:  Product.DoesNotExist; IntegrityError at commit: no such pain
    """
    product = Product.objects.select_for_update().get(pk=product_id)
    known = set(ProductPain.objects.filter(product=product).values_list("pain_id", flat=True))
    if known == set(pain_ids):
        return
    ProductPain.objects.filter(product=product).exclude(pain_id__in=pain_ids).delete()
    ProductPain.objects.bulk_create(
        ProductPain(school_id=product.school_id, product=product, pain_id=pain_id)
        for pain_id in sorted(set(pain_ids) - known)
    )
    tell_anew([product_id], "pains", now=now)
    _tell(product_id, "pains", now=now, actor=actor)


def may_lead(source: Product, target: Product, kind: LinkKind) -> Verdict:
    """Whether one product may lead to another."""
    if source.pk == target.pk:
        return verdict(Reason(ReasonCode.NEXT_IS_ITSELF, {"product": source.name}))
    if kind is not LinkKind.NEXT or method.gates().path_step.circles_allowed:
        return verdict()
    links = ProductLink.objects.filter(kind=LinkKind.NEXT.value)
    circle = way_back(links.values_list("source_id", "target_id"), source.pk, target.pk)
    if not circle:
        return verdict()
    names = dict(Product.objects.filter(pk__in=circle).values_list("pk", "name"))
    chain = " → ".join(names[product_id] for product_id in circle)
    return verdict(Reason(ReasonCode.PATH_IN_CIRCLE, {"chain": chain}))


def _links(source_id: int, target_id: int, kind: LinkKind) -> QuerySet[ProductLink]:
    return ProductLink.objects.filter(source_id=source_id, target_id=target_id, kind=kind.value)


def _tell(product_id: int, field: str, *, now: datetime, actor: str) -> None:
    journal.record(
        "product_changed",
        happened_at=now,
        actor=actor,
        product_id=product_id,
        attrs={"fields": field},
    )
