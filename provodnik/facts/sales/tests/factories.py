"""Clients, products and money for tests. What matters is said at the call."""

from datetime import UTC, datetime
from itertools import count

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.types import ProductStatus
from provodnik.facts.people.models import Client, Goal
from provodnik.facts.sales.links.services import create_link
from provodnik.facts.sales.models import Offer, Order, TrackedLink
from provodnik.facts.sales.services.offers import record_offer
from provodnik.facts.sales.services.orders import record_order, record_payment
from provodnik.facts.sales.types import NewLink, NewMoney, NewOffer, NewOrder
from provodnik.facts.team.models import Staff
from provodnik.kernel import schools
from provodnik.kernel.names import sort_key

# Noon in Moscow, a working Monday.
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ACTOR = "staff:1"
_number = count(1)


def make_client(
    name: str = "Наталья Ремизова",
    *,
    goal: str | None = "Работать колористом",
    coordinator: Staff | None = None,
    timezone: str = "",
) -> Client:
    client = Client.objects.create(
        school_id=schools.current(),
        name=name,
        sort_key=sort_key(name),
        external_name=f"client-{next(_number)}",
        coordinator=coordinator,
        timezone=timezone,
        created_at=MONDAY,
    )
    if goal:
        add_goal(client, goal)
    return client


def add_goal(client: Client, text: str, *, pain_id: int | None = None) -> Goal:
    return Goal.objects.create(
        school_id=client.school_id,
        client=client,
        text=text,
        pain_id=pain_id,
        recorded_at=MONDAY,
    )


def make_product(
    name: str | None = None,
    *,
    price_kopecks: int = 12_900_00,
    cost_kopecks: int | None = None,
    prerequisite: Product | None = None,
) -> Product:
    number = next(_number)
    name = name or f"Продукт {number}"
    return Product.objects.create(
        school_id=schools.current(),
        name=name,
        sort_key=sort_key(name),
        status=ProductStatus.ACTIVE.value,
        price_kopecks=price_kopecks,
        cost_kopecks=cost_kopecks,
        prerequisite=prerequisite,
        payment_url=f"https://school.example.org/pay/{number}",
        created_at=MONDAY,
    )


def make_order(  # noqa: PLR0913 (named at the call, with defaults)
    client: Client,
    product: Product | None = None,
    *,
    at: datetime = MONDAY,
    cost_kopecks: int = 12_900_00,
    channel: str | None = None,
    manager: Staff | None = None,
    utm: dict[str, str] | None = None,
) -> Order:
    return record_order(
        NewOrder(
            client_id=client.pk,
            external_id=f"o-{next(_number)}",
            cost_kopecks=cost_kopecks,
            placed_at=at,
            product_id=product.pk if product else None,
            manager_id=manager.pk if manager else None,
            channel=channel,
            utm=utm or {},
        ),
        actor=ACTOR,
    )


def pay(order: Order, amount_kopecks: int | None = None, *, at: datetime = MONDAY) -> Order:
    """Money for an order, all of it unless told otherwise; the order as it is afterwards."""
    amount = order.cost_kopecks if amount_kopecks is None else amount_kopecks
    record_payment(NewMoney(order.pk, f"p-{next(_number)}", amount, at), actor=ACTOR)
    order.refresh_from_db()
    return order


def buy(
    client: Client,
    product: Product | None = None,
    *,
    at: datetime = MONDAY,
    kopecks: int = 5_000_00,
) -> Order:
    """An order placed and paid at once."""
    return pay(make_order(client, product, at=at, cost_kopecks=kopecks), at=at)


def make_offer(  # noqa: PLR0913 (named at the call, with defaults)
    client: Client,
    product: Product,
    *,
    at: datetime = MONDAY,
    channel: str = "coordinator_calls",
    staff: Staff | None = None,
    parent: Offer | None = None,
    expires_at: datetime | None = None,
    launch_id: int | None = None,
) -> Offer:
    new = NewOffer(
        client_id=client.pk,
        product_id=product.pk,
        channel=channel,
        reason="Ведёт к цели",
        staff_id=staff.pk if staff else None,
        price_kopecks=product.price_kopecks,
        parent_id=parent.pk if parent else None,
        expires_at=expires_at,
        launch_id=launch_id,
    )
    return record_offer(new, actor=ACTOR, now=at)


def make_link(  # noqa: PLR0913 (named at the call, with defaults)
    product: Product,
    client: Client | None = None,
    *,
    at: datetime = MONDAY,
    channel: str = "coordinator_calls",
    staff: Staff | None = None,
    offer: Offer | None = None,
    launch_id: int | None = None,
) -> TrackedLink:
    new = NewLink(
        product_id=product.pk,
        channel=channel,
        client_id=client.pk if client else None,
        offer_id=offer.pk if offer else None,
        staff_id=staff.pk if staff else None,
        launch_id=launch_id,
    )
    return create_link(new, actor=ACTOR, now=at)
