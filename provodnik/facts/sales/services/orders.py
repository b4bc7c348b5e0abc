"""Orders and the money that came for them or went back, recorded by hand or by a connector."""

from django.db import transaction

from provodnik.facts.sales.errors import OrderIsCancelled, RefundTooLarge
from provodnik.facts.sales.models import Order, Payment
from provodnik.facts.sales.services.costs import record_unit_costs
from provodnik.facts.sales.types import NewMoney, NewOrder, OrderStatus, PaymentStatus
from provodnik.kernel import journal, schools
from provodnik.kernel.models import JournalEntry

CLOSED = {OrderStatus.CANCELLED, OrderStatus.FALSE}


@transaction.atomic
def record_order(new: NewOrder, *, actor: str) -> Order:
    """Record an order. Idempotent by (source, external_id): the first one stays as it was.

    Raises:  IntegrityError: no such client, product, manager
    """
    order, is_new = Order.objects.get_or_create(
        school_id=schools.current(),
        source=new.source,
        external_id=new.external_id,
        defaults={
            "client_id": new.client_id,
            "product_id": new.product_id,
            "title": new.title,
            "cost_kopecks": new.cost_kopecks,
            "created_at": new.placed_at,
            "manager_id": new.manager_id,
            "channel": new.channel,
            "utm": dict(new.utm),
        },
    )
    if is_new:
        journal.record(
            "order_placed",
            happened_at=new.placed_at,
            actor=actor,
            client_id=new.client_id,
            staff_id=new.manager_id,
            product_id=new.product_id,
            item=order.external_id,
            channel=new.channel,
            value=new.cost_kopecks,
            source=new.source,
            external_id=order.external_id,
        )
    return order


@transaction.atomic
def record_payment(new: NewMoney, *, actor: str) -> Payment:
    """Record money received for an order. The order is paid once its cost is covered.

    Idempotent by (source, external_id): a repeated notice returns the first payment
    and changes nothing. More money than was due is kept, not refused.

    Raises:  Order.DoesNotExist
             OrderIsCancelled: a person must decide where the money goes
             IntegrityError: this payment is recorded on another order
    """
    order = Order.objects.select_for_update().get(pk=new.order_id)
    known = Payment.objects.filter(order=order, source=new.source, external_id=new.external_id)
    if repeated := known.first():
        return repeated
    if order.status in CLOSED:
        raise OrderIsCancelled(str(order))
    payment = Payment.objects.create(
        school_id=order.school_id,
        source=new.source,
        external_id=new.external_id,
        order=order,
        order_number=order.number,
        client_id=order.client_id,
        status=PaymentStatus.ACCEPTED.value,
        amount_kopecks=new.amount_kopecks,
        created_at=new.moved_at,
        accepted_at=new.moved_at,
        method=new.method,
        title=order.title,
    )
    if new.amount_kopecks:
        _take(order, new, actor=actor)
    return payment


@transaction.atomic
def record_refund(new: NewMoney, *, reason: str, actor: str) -> bool:
    """Record money given back, whole or in part. False when it was recorded before.

    Idempotent by (source, external_id). Credits follow by a listener.

    Raises:  Order.DoesNotExist; RefundTooLarge: more than was received
    """
    order = Order.objects.select_for_update().get(pk=new.order_id)
    if _is_recorded("refund_paid", order, new):
        return False
    if order.refunded_kopecks + new.amount_kopecks > order.paid_kopecks:
        raise RefundTooLarge(str(order))
    order.refunded_kopecks += new.amount_kopecks
    order.save(update_fields=["refunded_kopecks"])
    _record_money("refund_paid", order, new, actor=actor, attrs={"reason": reason})
    return True


def _take(order: Order, new: NewMoney, *, actor: str) -> None:
    order.paid_kopecks += new.amount_kopecks
    order.first_paid_at = min(order.first_paid_at or new.moved_at, new.moved_at)
    is_covered = order.paid_kopecks >= order.cost_kopecks
    order.status = (OrderStatus.PAYED if is_covered else OrderStatus.PART_PAYED).value
    order.save(update_fields=["paid_kopecks", "first_paid_at", "status"])
    _record_money("payment_received", order, new, actor=actor)
    record_unit_costs([order.pk])


def _record_money(
    event: str,
    order: Order,
    new: NewMoney,
    *,
    actor: str,
    attrs: dict[str, journal.Attr] | None = None,
) -> None:
    journal.record(
        event,
        happened_at=new.moved_at,
        actor=actor,
        client_id=order.client_id,
        staff_id=order.manager_id,
        product_id=order.product_id,
        item=order.external_id,
        channel=order.channel,
        value=new.amount_kopecks,
        source=new.source,
        external_id=new.external_id,
        attrs=attrs,
    )


def _is_recorded(event: str, order: Order, new: NewMoney) -> bool:
    return JournalEntry.objects.filter(
        event_id=journal.event_id(event),
        source_id=journal.source_id(new.source),
        external_id=new.external_id,
        client_id=order.client_id,
    ).exists()
