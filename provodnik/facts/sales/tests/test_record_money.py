"""Orders, payments and refunds recorded by hand."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from provodnik.facts.sales.errors import OrderIsCancelled, RefundTooLarge
from provodnik.facts.sales.models import Order, Payment
from provodnik.facts.sales.services.orders import record_order, record_payment, record_refund
from provodnik.facts.sales.tests.factories import (
    ACTOR,
    MONDAY,
    buy,
    make_client,
    make_order,
    make_product,
    pay,
)
from provodnik.facts.sales.types import NewMoney, NewOrder, OrderStatus
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db


def values(event: str) -> list[tuple[str | None, int | None]]:
    rows = JournalEntry.objects.filter(event__name=event).order_by("pk")
    return list(rows.values_list("item", "value"))


def test_an_order_is_recorded_once(school: School) -> None:
    new = NewOrder(make_client().pk, "o-1", 10_000, MONDAY, title="Блонд")

    assert record_order(new, actor=ACTOR) == record_order(new, actor=ACTOR)

    assert values("order_placed") == [("o-1", 10_000)]


def test_full_payment_makes_a_paid_order(school: School) -> None:
    order = pay(make_order(make_client(), cost_kopecks=10_000), 10_000)

    assert (order.status, order.paid_kopecks) == (OrderStatus.PAYED, 10_000)
    assert order.first_paid_at == MONDAY
    assert values("payment_received") == [(order.external_id, 10_000)]


def test_an_instalment_keeps_the_moment_of_the_first_money(school: School) -> None:
    order = make_order(make_client(), cost_kopecks=10_000)

    pay(order, 4_000, at=MONDAY + timedelta(days=1))
    order = pay(order, 6_000, at=MONDAY)

    assert (order.status, order.first_paid_at) == (OrderStatus.PAYED, MONDAY)


def test_a_repeated_notice_of_payment_changes_nothing(school: School) -> None:
    order = make_order(make_client(), cost_kopecks=10_000)
    new = NewMoney(order.pk, "p-x", 4_000, MONDAY)

    assert record_payment(new, actor=ACTOR) == record_payment(new, actor=ACTOR)

    order.refresh_from_db()
    assert (order.paid_kopecks, order.status) == (4_000, OrderStatus.PART_PAYED)


def test_one_payment_cannot_pay_two_orders(school: School) -> None:
    client = make_client()
    for number, order in enumerate((make_order(client), make_order(client))):
        new = NewMoney(order.pk, "p-same", 1_00, MONDAY)
        if number == 0:
            record_payment(new, actor=ACTOR)
            continue
        with pytest.raises(IntegrityError, match="payment_is_named_once"), transaction.atomic():
            record_payment(new, actor=ACTOR)


def test_money_for_a_cancelled_order_waits_for_a_person(school: School) -> None:
    order = make_order(make_client())
    Order.objects.update(status=OrderStatus.CANCELLED)

    with pytest.raises(OrderIsCancelled):
        pay(order)
    assert not Payment.objects.exists()


def test_the_unit_cost_is_booked_once_an_order(school: School) -> None:
    order = make_order(make_client(), make_product(cost_kopecks=3_000), cost_kopecks=10_000)

    pay(order, 4_000)
    pay(order, 6_000)

    assert values("cost_recorded") == [(order.external_id, 3_000)]
    assert JournalEntry.objects.get(event__name="cost_recorded").attrs == {"kind": "direct"}


def test_a_refund_is_recorded_once_and_kept_on_the_order(school: School) -> None:
    order = buy(make_client(), kopecks=10_000)
    new = NewMoney(order.pk, "r-1", 4_000, MONDAY)

    recorded = [record_refund(new, reason="передумали", actor=ACTOR) for _ in range(2)]

    order.refresh_from_db()
    assert recorded == [True, False]
    assert (order.paid_kopecks, order.refunded_kopecks) == (10_000, 4_000)
    assert values("refund_paid") == [(order.external_id, 4_000)]


def test_more_than_was_received_cannot_go_back(school: School) -> None:
    order = buy(make_client(), kopecks=10_000)

    with pytest.raises(RefundTooLarge):
        record_refund(NewMoney(order.pk, "r-1", 10_001, MONDAY), reason="", actor=ACTOR)
    assert values("refund_paid") == []
