"""Orders: facts, journal, repeats, and rows that are left out."""

import pytest

from provodnik.connectors.getcourse.tests.exports import MONEY, ORDER, Loader, order, standing
from provodnik.facts.people.models import Client
from provodnik.facts.sales.models import Channel, Order
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.imports.models import ImportReject
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.tests.files import csv_file
from provodnik.kernel.imports.types import Tally
from provodnik.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db


def test_an_order_becomes_a_fact_with_its_client_product_and_manager(load: Loader) -> None:
    run = load.orders(order(manager="Катя Ли"))

    placed = Order.objects.get()
    assert run.tally == Tally(created=1)
    assert (placed.external_id, placed.status, placed.cost_kopecks) == ("501", "payed", 12_900_00)
    assert Client.objects.get(pk=placed.client_id).external_name == "7"
    assert placed.product is not None
    assert placed.product.name == "Курс"
    assert placed.manager is not None
    assert placed.manager.external_name == "Катя Ли"
    assert standing("order_placed") == [("order_placed", "501", 12_900_00, "10-01")]


def test_the_journal_names_client_product_manager_and_run(load: Loader) -> None:
    run = load.orders(order(manager="Катя Ли"))

    entry = JournalEntry.objects.get(event__name="payment_received")
    placed = Order.objects.get()
    assert (entry.client_id, entry.product_id) == (placed.client_id, placed.product_id)
    assert (entry.staff_id, entry.actor) == (placed.manager_id, f"import:{run.pk}")


def test_the_same_file_again_creates_and_changes_nothing(load: Loader) -> None:
    rows = [order("501"), order("502", status="Новый"), order("503", cost="0", status="Завершен")]
    load.orders(*rows)
    before = JournalEntry.objects.count()

    again = load.orders(*rows)

    assert again.tally == Tally(unchanged=3)
    assert JournalEntry.objects.count() == before


def test_a_free_registration_is_an_order_and_no_sale(load: Loader) -> None:
    run = load.orders(order(cost="0"))

    assert standing("order_placed", *MONEY) == [("order_placed", "501", 0, "10-01")]
    assert run.notes["free"] == 1


@pytest.mark.parametrize(
    ("stated", "value"), [("", 12_900_00), ("10 000,50 руб.", 10_000_50)], ids=["cost", "stated"]
)
def test_a_paid_order_without_payments_counts_as_one_payment(
    load: Loader, stated: str, value: int
) -> None:
    load.orders(order(stated=stated))

    assert standing(*MONEY) == [("payment_received", "501", value, "10-02")]
    assert Order.objects.get().paid_kopecks == value


@pytest.mark.parametrize("status", ["Отменен", "in progress", "Частично оплачен", "new"])
def test_an_order_that_is_not_paid_brings_no_money_by_itself(load: Loader, status: str) -> None:
    load.orders(order(status=status, stated="5000"))

    assert standing(*MONEY) == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("new", "new"),
        ("Новый", "new"),
        ("payed", "payed"),
        ("Завершён", "payed"),
        ("completed", "payed"),
        ("in progress", "in_work"),
        ("В работе", "in_work"),
        ("Ожидаем оплаты", "payment_waiting"),
        ("Ожидаем возврата", "waiting_for_return"),
        ("Не подтвержден", "not_confirmed"),
        ("Отложен", "pending"),
        ("Ложный", "false"),
    ],
)
def test_statuses_are_known_by_code_and_by_label(load: Loader, written: str, code: str) -> None:
    run = load.orders(order(status=written))

    assert run.statuses == {code: 1}


def test_a_changed_order_is_voided_in_the_journal_and_written_again(load: Loader) -> None:
    load.orders(order())

    changed = load.orders(order(cost="9900"))

    assert changed.tally == Tally(updated=1)
    assert standing("order_placed", *MONEY) == [
        ("order_placed", "501", 9_900_00, "10-01"),
        ("payment_received", "501", 9_900_00, "10-02"),
    ]
    kinds = JournalEntry.objects.filter(external_id__in=["501", "501#2", "order:501#2"])
    assert kinds.count() == 3


def test_an_order_changed_back_and_forth_stands_once(load: Loader) -> None:
    for cost in ("12900", "9900", "12900", "0", "12900"):
        load.orders(order(cost=cost))

    assert standing("order_placed", *MONEY) == [
        ("order_placed", "501", 12_900_00, "10-01"),
        ("payment_received", "501", 12_900_00, "10-02"),
    ]


def test_an_order_cancelled_later_takes_its_own_payment_back(load: Loader) -> None:
    load.orders(order())

    load.orders(order(status="Отменен"))

    assert standing(*MONEY) == []
    assert Order.objects.get().first_paid_at is None


def test_of_two_rows_of_one_order_the_last_rules_now_and_when_it_comes_again(load: Loader) -> None:
    rows = [order(cost="100"), order("502"), order(cost="300")]

    first, again = load.orders(*rows), load.orders(*rows)

    assert first.tally == Tally(created=2, unchanged=1)
    assert again.tally == Tally(unchanged=3)
    assert Order.objects.get(external_id="501").cost_kopecks == 300_00


def test_an_order_known_by_number_alone_is_found_again_by_its_id(load: Loader) -> None:
    load.orders(order("", number="1045"))

    run = load.orders(order("501", number="1045"))

    assert (run.created, Order.objects.count()) == (0, 1)
    assert standing("payment_received") == [("payment_received", "1045", 12_900_00, "10-02")]


def test_an_order_known_by_its_id_is_found_by_its_number(load: Loader) -> None:
    load.orders(order("501", number="1045"))

    run = load.orders(order("", number="1045"))

    assert (run.tally, Order.objects.get().external_id) == (Tally(unchanged=1), "501")


def test_a_blank_cell_takes_nothing_away(load: Loader) -> None:
    load.orders(order(manager="Катя Ли"))

    run = load.orders(order(manager="", title=""))

    assert run.tally == Tally(unchanged=1)


def test_bad_rows_are_left_out_with_column_and_reason_and_stop_no_others(load: Loader) -> None:
    rows = [
        order("1", made="вчера"),
        order("2", cost="много"),
        order("3", status="Странный"),
        order("4", cost="-5"),
        order("5", user="", email=""),
        order("", number=""),
        order("7", title="x" * 501),
        order("8", paid="00.00.2020"),
        [*order("9"), "лишняя"],
        order("10"),
    ]

    run = load.orders(*rows)

    assert run.tally == Tally(created=1, rejected=9)
    found = ImportReject.objects.order_by("line").values_list("line", "column", "code")
    assert list(found) == [
        (2, "Дата создания", "bad_date"),
        (3, "Стоимость, RUB", "bad_money"),
        (4, "Статус", "unknown_value"),
        (5, "Стоимость, RUB", "negative"),
        (6, "ID пользователя", "nobody"),
        (7, "ID заказа", "empty"),
        (8, "Title", "too_long"),
        (9, "Дата оплаты", "bad_date"),
        (10, "", "extra_cells"),
    ]


def test_short_and_blank_rows_of_a_spreadsheet_do_no_harm(load: Loader) -> None:
    run = load.orders(order("1")[:9], [""] * len(ORDER), [""], order("2"))

    assert run.tally == Tally(created=2)


def test_own_columns_and_marks_of_links_are_kept(load: Loader) -> None:
    header = [*ORDER, "Вторая волна", "Город", "Город", "utm_source", "utm_medium", "Теги"]
    row = [*order(), "да", "Москва", "Тверь", "vk", "", "a, b"]

    load.rows("getcourse-orders", [header, row])

    kept = Order.objects.get()
    assert kept.custom == {
        "Вторая волна": "да",
        "Город": "Москва",
        "Город (2)": "Тверь",
        "Теги": "a, b",
    }
    assert kept.utm == {"utm_source": "vk"}


def test_marks_of_a_link_name_the_channel_by_the_rules_of_the_school(load: Loader) -> None:
    header = [*ORDER, "utm_source", "utm_medium"]

    load.rows(
        "getcourse-orders",
        [header, [*order("1"), "Coordinator", ""], [*order("2"), "vk-ads", "cpc"]],
    )

    assert dict(Order.objects.values_list("external_id", "channel")) == {
        "1": "coordinator_calls",
        "2": None,
    }


def test_a_mapped_column_names_the_channel_and_a_new_one_is_added(load: Loader) -> None:
    path = csv_file(load.folder / "c.csv", [[*ORDER, "Откуда"], [*order(), "Прямой эфир"]])

    load.file("getcourse-orders", SourceFile(path, mapping={"Откуда": "channel"}))

    assert Order.objects.get().channel == "Прямой эфир"
    assert Channel.objects.filter(key="Прямой эфир", name="Прямой эфир").exists()


def test_a_manager_added_by_hand_is_the_one_the_export_names(load: Loader) -> None:
    katya = make_staff(name="Катя Ли")

    load.orders(order(manager="Катя Ли"))

    assert Order.objects.get().manager_id == katya.pk
    assert Staff.objects.count() == 1


@pytest.mark.parametrize(
    ("header", "cost"),
    [("Стоимость", "12900"), ("Стоимость, USD", "12900"), ("Стоимость, RUB", "12 900,00 руб.")],
)
def test_sums_are_in_the_currency_of_the_header(load: Loader, header: str, cost: str) -> None:
    columns = [header if title.startswith("Стоимость") else title for title in ORDER]

    load.rows("getcourse-orders", [[*columns, "Валюта"], [*order(cost=cost), "EUR"]])

    assert Order.objects.get().cost_kopecks == 12_900_00
