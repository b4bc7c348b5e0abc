"""Payments: they date and measure orders, in whichever order the files come."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import permutations

import pytest

from conftest import MONDAY
from provodnik.connectors.getcourse.tests.exports import (
    MONEY,
    Loader,
    order,
    payment,
    standing,
)
from provodnik.facts.people.models import Client
from provodnik.facts.sales.models import Order, Payment
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.types import Tally
from provodnik.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def test_payments_replace_the_orders_own_word_whichever_file_comes_first(load: Loader) -> None:
    parts = [payment("1", amount="5000"), payment("2", amount="7900", at="2026-10-20 10:00")]
    wanted = [("payment_received", "501", 5_000_00, "10-03")]
    wanted += [("payment_received", "501", 7_900_00, "10-20")]

    load.orders(order())
    load.payments(*parts)

    assert standing(*MONEY) == wanted
    paid = Order.objects.get()
    assert (paid.paid_kopecks, f"{paid.first_paid_at:%m-%d}") == (12_900_00, "10-03")


def test_payments_that_come_first_wait_for_their_order(load: Loader) -> None:
    load.payments(payment(order="1045", email="anna@mail.ru"))
    assert standing(*MONEY) == [("payment_received", "1045", 12_900_00, "10-03")]

    load.orders(order("501", number="1045"))

    assert standing(*MONEY) == [("payment_received", "501", 12_900_00, "10-03")]
    assert Client.objects.count() == 1
    assert Client.objects.get().external_name == "7"


FILES: dict[str, Callable[[Loader], ImportRun]] = {
    "orders": lambda load: load.orders(
        order("5", number="77"), order("88", number="5", user="8", email="b@mail.ru")
    ),
    "more": lambda load: load.orders(order("9", number="9", status="Новый")),
    "payments": lambda load: load.payments(
        payment("1", order="5", amount="100"),
        payment("2", order="77", amount="200"),
        payment("3", order="9", amount="300", status="Возвращен"),
        payment("4", order="404", amount="400"),
    ),
}


@pytest.mark.parametrize("sequence", list(permutations(FILES)), ids="-".join)
def test_the_end_is_the_same_in_any_order_of_files(load: Loader, sequence: tuple[str, ...]) -> None:
    for name in sequence:
        FILES[name](load)

    # «Заказ» is first of all a number: 5 is the order 88, whose id another one has.
    assert standing(*MONEY) == [
        ("payment_received", "404", 400_00, "10-03"),
        ("payment_received", "5", 200_00, "10-03"),
        ("payment_received", "88", 100_00, "10-03"),
        ("payment_received", "9", 300_00, "10-03"),
        ("refund_paid", "9", 300_00, "10-03"),
    ]
    sums = Order.objects.values_list("external_id", "paid_kopecks", "refunded_kopecks")
    assert set(sums) == {("5", 200_00, 0), ("88", 100_00, 0), ("9", 300_00, 300_00)}


@pytest.mark.requirement("R-451")
def test_every_file_again_changes_nothing(load: Loader) -> None:
    for deliver in FILES.values():
        deliver(load)
    before = JournalEntry.objects.count()

    again = [deliver(load).tally for deliver in FILES.values()]

    assert [(tally.created, tally.updated) for tally in again] == [(0, 0)] * 3
    assert JournalEntry.objects.count() == before


def test_a_return_first_seen_as_such_takes_the_date_of_its_payment(load: Loader) -> None:
    load.orders(order())
    load.payments(payment(status="returned"))

    assert standing(*MONEY) == [
        ("payment_received", "501", 12_900_00, "10-03"),
        ("refund_paid", "501", 12_900_00, "10-03"),
    ]


def test_a_return_of_money_known_before_takes_the_moment_of_the_import(load: Loader) -> None:
    load.orders(order())
    load.payments(payment(), now=MONDAY)
    load.payments(payment(status="Возвращен"), now=TUESDAY)
    load.payments(payment(status="Возвращен", amount="12900"), now=TUESDAY.replace(day=9))

    assert standing(*MONEY) == [
        ("payment_received", "501", 12_900_00, "10-03"),
        ("refund_paid", "501", 12_900_00, "11-03"),
    ]
    given_back = Order.objects.get()
    assert (given_back.paid_kopecks, given_back.refunded_kopecks) == (12_900_00, 12_900_00)
    assert given_back.first_paid_at is not None


@pytest.mark.parametrize(
    "status", ["Пополнение баланса", "tobalance", "returned_to_balance", "Начислен на депозит"]
)
def test_money_put_on_the_balance_is_kept_and_not_counted_again(load: Loader, status: str) -> None:
    load.orders(order(status="Отменен"))
    load.payments(payment(status=status))

    assert standing(*MONEY) == []
    assert Payment.objects.get().order_id == Order.objects.get().pk


def test_received_money_that_moves_to_the_balance_stays_counted(load: Loader) -> None:
    load.orders(order())
    load.payments(payment())

    load.payments(payment(status="returned_to_balance"))

    assert standing(*MONEY) == [("payment_received", "501", 12_900_00, "10-03")]


def test_an_order_paid_from_the_balance_is_paid_without_new_money(load: Loader) -> None:
    load.orders(order())
    load.payments(payment(status="Списание с баланса"))

    assert standing(*MONEY) == [("balance_spent", "501", 12_900_00, "10-03")]
    assert Order.objects.get().paid_kopecks == 12_900_00


def test_an_expected_payment_moves_nothing_and_replaces_nothing(load: Loader) -> None:
    load.orders(order())

    run = load.payments(payment(status="Ожидается"))

    assert standing(*MONEY) == [("payment_received", "501", 12_900_00, "10-02")]
    assert run.statuses == {"expected": 1}


def test_an_order_with_money_is_paid_whatever_its_status(load: Loader) -> None:
    load.orders(order(status="Отменен"))
    load.payments(payment())

    assert standing(*MONEY) == [("payment_received", "501", 12_900_00, "10-03")]
    assert Order.objects.get().paid_kopecks == 12_900_00


def test_a_payment_belongs_to_the_client_of_its_order_and_adds_nobody(load: Loader) -> None:
    load.orders(order())

    load.payments(payment(email="mama@mail.ru"))

    assert Client.objects.count() == 1
    assert Payment.objects.get().client_id == Order.objects.get().client_id


def test_a_payment_without_an_order_is_an_order_of_its_own(load: Loader) -> None:
    load.payments(payment(order=""))

    assert standing(*MONEY) == [("payment_received", None, 12_900_00, "10-03")]


def test_a_payment_of_nobody_for_an_order_not_yet_known_waits_for_it(load: Loader) -> None:
    load.payments(payment(email=""))
    assert standing(*MONEY) == []

    load.orders(order())

    assert standing(*MONEY) == [("payment_received", "501", 12_900_00, "10-03")]


def test_a_payment_corrected_by_its_source_is_corrected_in_the_journal(load: Loader) -> None:
    load.orders(order())
    load.payments(payment(amount="12900"))

    run = load.payments(payment(amount="11900"))

    assert run.tally == Tally(updated=1)
    assert standing(*MONEY) == [("payment_received", "501", 11_900_00, "10-03")]


def test_payments_change_hands_in_the_journal_when_the_order_changes(load: Loader) -> None:
    load.orders(order(manager="Катя Ли"))
    load.payments(payment())

    load.orders(order(manager="Оля Ким"))

    voided = JournalEntry.objects.filter(event__name="entry_voided").values("value")
    entries = JournalEntry.objects.exclude(pk__in=voided).filter(
        event__name__in=["order_placed", "payment_received"]
    )
    assert {entry.staff_id for entry in entries} == {Order.objects.get().manager_id}


def test_rows_without_sum_status_or_owner_are_left_out(load: Loader) -> None:
    rows = [
        payment("1", amount=""),
        payment("2", status=""),
        payment("3", order="", email=""),
        payment("", amount="1"),
        payment("5", amount="-100"),
    ]

    run = load.payments(*rows)

    assert [(r["code"], r["column"], r["line"]) for r in run.reasons] == [
        ("empty", "Сумма", 2),
        ("empty", "Статус", 3),
        ("nobody", "Заказ", 4),
        ("empty", "Номер", 5),
        ("negative", "Сумма", 6),
    ]
    assert run.statuses == {}
