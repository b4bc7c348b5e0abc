"""Finding an order by what stands on a receipt: its number, or the id its source gave it."""

from dataclasses import dataclass

from provodnik.facts.sales.models import Order

_SOURCES = ("getcourse", "provodnik")


@dataclass(frozen=True, slots=True)
class OrderHit:
    """An order as a search shows one."""

    order_id: int
    number: str
    client_id: int
    client_name: str
    coordinator_id: int | None
    title: str
    cost_kopecks: int


def orders_by_number(number: str, *, limit: int = 10) -> list[OrderHit]:
    """Orders of exactly this number, newest first; without any, those of this id.

    Queries: 1–2
    """
    orders = Order.objects.select_related("client", "product").order_by("-created_at", "-pk")
    found = orders.filter(number=number)[:limit]
    found = found or orders.filter(source__in=_SOURCES, external_id=number)[:limit]
    return [_hit(order) for order in found]


def _hit(order: Order) -> OrderHit:
    return OrderHit(
        order_id=order.pk,
        number=order.number or order.external_id,
        client_id=order.client_id,
        client_name=order.client.name,
        coordinator_id=order.client.coordinator_id,
        title=order.product.name if order.product else order.title,
        cost_kopecks=order.cost_kopecks,
    )
