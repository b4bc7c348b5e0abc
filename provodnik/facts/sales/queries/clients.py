"""What one client bought and was offered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from provodnik.facts.sales.models import Offer, Order
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """A paid order; money is net of refunds, in kopecks."""

    order_id: int
    product_id: int | None
    title: str
    number: str
    net_kopecks: int
    refunded_kopecks: int
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer made to the client, newest first; `objection` in the school's words."""

    offer_id: int
    product_id: int
    product: str
    reason: str
    state: str
    price_kopecks: int | None
    made_at: datetime
    objection: str


def purchases_of(client_id: int) -> list[PurchaseRow]:
    """Paid orders of a client, the first one first. One query."""
    paid = Order.objects.filter(client_id=client_id, first_paid_at__isnull=False)
    return [
        PurchaseRow(
            order_id=order.pk,
            product_id=order.product_id,
            title=order.product.name if order.product else order.title,
            number=order.number or order.external_id,
            net_kopecks=order.paid_kopecks - order.refunded_kopecks,
            refunded_kopecks=order.refunded_kopecks,
            paid_at=order.first_paid_at,
        )
        for order in paid.select_related("product").order_by("first_paid_at", "pk")
        if order.first_paid_at is not None
    ]


def offers_of(client_id: int, *, limit: int = 10) -> list[OfferRow]:
    """The latest offers made to a client. One query."""
    made = Offer.objects.filter(client_id=client_id).select_related("product")
    outcomes = method.outcomes()
    rows = []
    for offer in made.order_by("-made_at", "-pk")[:limit]:
        words = outcomes.objection(offer.objection) if offer.objection else None
        rows.append(
            OfferRow(
                offer_id=offer.pk,
                product_id=offer.product_id,
                product=offer.product.name,
                reason=offer.reason,
                state=offer.state,
                price_kopecks=offer.price_kopecks,
                made_at=offer.made_at,
                objection=words.title if words else offer.objection,
            )
        )
    return rows


def buyers_of(product_id: int) -> QuerySet[Any, Any]:
    """Ids of clients who paid for a product: a query to narrow a list of students by."""
    paid = Order.objects.filter(product_id=product_id, first_paid_at__isnull=False)
    return paid.values("client_id")


def payers() -> QuerySet[Any, Any]:
    """Ids of clients who paid for anything, as a query to narrow a list by."""
    return Order.objects.filter(first_paid_at__isnull=False).values("client_id")
