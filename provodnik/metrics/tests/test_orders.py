"""What an order is, seen through the metrics that count it."""

from datetime import date
from typing import Any

import pytest

from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.tests.worked import ask


def repeat(
    journal: str,
    by: str = "channel",
    period_from: date | None = None,
    period_to: date | None = None,
) -> dict[str | None, tuple[str, str]]:
    """Gross and refunds of repeat sales in each row."""
    metric = DEFINITIONS["repeat_sales"]
    answer = ask(metric, journal, by=by, period_from=period_from, period_to=period_to)
    rows = answer["rows"]
    assert isinstance(rows, list)
    return {row[by]: (row["gross"], row["refunds"]) for row in rows}  # type: ignore[call-overload,index,misc]


def value(metric: str, journal: str) -> object:
    return ask(DEFINITIONS[metric], journal)["value"]


def rows(metric: str, journal: str, *columns: str) -> list[tuple[Any, ...]]:
    told: Any = ask(DEFINITIONS[metric], journal)["rows"]
    return [tuple(row[column] for column in columns) for row in told]


FIRST = "anna payment_received 2026-01-10T10:00 value=100 item=1\n"


@pytest.mark.requirement("R-097")
def test_first_order_is_no_repeat_sale() -> None:
    assert repeat(FIRST) == {}


def test_later_parts_of_a_first_order_are_no_repeat_sale() -> None:
    assert repeat(FIRST + "anna payment_received 2026-02-10T10:00 value=100 item=1") == {}


def test_parts_of_a_repeat_order_count_in_the_month_each_was_paid() -> None:
    journal = FIRST + (
        "anna payment_received 2026-02-28T23:59 value=30 item=2\n"
        "anna payment_received 2026-03-01T00:00 value=20 item=2"
    )

    assert repeat(journal, by="month") == {
        "2026-02": ("30.00", "0.00"),
        "2026-03": ("20.00", "0.00"),
    }


def test_order_given_back_whole_stays_an_earlier_paid_order() -> None:
    journal = FIRST + (
        "anna refund_paid 2026-01-11T10:00 value=100 item=1\n"
        "anna payment_received 2026-02-01T10:00 value=50 item=2 channel=a"
    )

    assert repeat(journal) == {"a": ("50.00", "0.00")}


def test_place_of_an_order_is_its_first_payment_not_its_last() -> None:
    journal = """
        anna payment_received 2026-01-10T10:00 value=1 item=B channel=b
        anna payment_received 2026-01-11T10:00 value=2 item=A channel=a
        anna payment_received 2026-01-12T10:00 value=4 item=B channel=b
    """

    assert repeat(journal) == {"a": ("2.00", "0.00")}


def test_orders_of_one_moment_go_by_number_whatever_came_first_in_the_file() -> None:
    journal = """
        anna payment_received 2026-01-10T10:00 value=1 item=10 channel=ten
        anna payment_received 2026-01-10T10:00 value=2 item=9  channel=nine
    """

    assert repeat(journal) == {"ten": ("1.00", "0.00")}


def test_payments_without_an_order_are_orders_of_their_own() -> None:
    journal = """
        anna payment_received 2026-01-10T10:00 value=1
        anna payment_received 2026-01-11T10:00 value=2 channel=a
    """

    assert repeat(journal) == {"a": ("2.00", "0.00")}


def test_one_order_key_of_two_clients_is_two_orders() -> None:
    journal = """
        anna  payment_received 2026-01-10T10:00 value=1 item=1
        boris payment_received 2026-01-11T10:00 value=2 item=1
    """

    assert repeat(journal) == {}
    assert value("repeat_purchase_share", journal) == 0.0


def test_payment_of_nothing_makes_a_paid_order() -> None:
    journal = "anna payment_received 2026-01-01T10:00 value=0 item=0\n" + FIRST

    assert repeat(journal) == {None: ("100.00", "0.00")}
    assert value("repeat_purchase_share", journal) == 1.0
    assert value("refund_share", journal) == {"count_share": 0.0, "amount_share": 0.0}


def test_order_paid_from_the_balance_is_a_paid_order_without_new_money() -> None:
    journal = FIRST + (
        "anna balance_spent    2026-02-01T10:00 value=50 item=2 channel=a\n"
        "anna payment_received 2026-03-01T10:00 value=30 item=2 channel=a\n"
        "anna payment_received 2026-04-01T10:00 value=70 item=3 channel=b"
    )

    assert repeat(journal) == {"a": ("30.00", "0.00"), "b": ("70.00", "0.00")}
    assert rows("rfm", journal, "frequency", "monetary") == [(3, "200.00")]
    assert rows("cohort_retention", journal, "n") == [(1,), (1,), (1,), (1,)]


@pytest.mark.parametrize(
    ("lines", "channel"),
    [
        pytest.param("", "of_payment", id="no credit"),
        pytest.param(
            "anna sale_credited 2026-02-01T11:00 value=50 item=2 id=p2 channel=of_credit",
            "of_credit",
            id="credited",
        ),
        pytest.param(
            "anna sale_credited 2026-02-01T11:00 value=50 item=2 id=p2", None, id="credited to none"
        ),
        pytest.param(
            "anna sale_credited 2026-02-01T11:00 value=50 item=2 id=p2 channel=old\n"
            "anna sale_credited 2026-02-01T11:00 value=50 item=2 id=p2#2 channel=new",
            "new",
            id="credit corrected",
        ),
        pytest.param(
            "anna sale_credited 2026-02-01T11:00 value=50 item=2 id=p9 channel=of_credit",
            "of_payment",
            id="credit of another payment",
        ),
    ],
)
def test_payment_counts_where_it_is_credited(lines: str, channel: str | None) -> None:
    journal = (
        FIRST
        + "anna order_placed 2026-02-01T09:00 value=50 item=2 channel=of_order\n"
        + "anna payment_received 2026-02-01T10:00 value=50 item=2 id=p2 channel=of_payment\n"
        + lines
    )

    assert repeat(journal) == {channel: ("50.00", "0.00")}


def test_payment_without_a_channel_counts_where_the_order_was_placed() -> None:
    journal = FIRST + (
        "anna order_placed 2026-02-01T09:00 value=50 item=2 channel=of_order staff=olga\n"
        "anna payment_received 2026-02-01T10:00 value=50 item=2"
    )

    assert repeat(journal) == {"of_order": ("50.00", "0.00")}
    assert repeat(journal, by="staff") == {"olga": ("50.00", "0.00")}


def test_corrected_payment_keeps_its_credit() -> None:
    journal = FIRST + (
        "anna payment_received 2026-02-01T10:00 value=60 item=2 id=p2#2\n"
        "anna sale_credited    2026-02-01T11:00 value=50 item=2 id=p2 channel=a"
    )

    assert repeat(journal) == {"a": ("60.00", "0.00")}


def test_refund_without_an_order_belongs_to_the_latest_paid_one_at_that_time() -> None:
    journal = FIRST + (
        "anna refund_paid      2026-01-20T10:00 value=5\n"
        "anna payment_received 2026-02-01T10:00 value=50 item=2 channel=a\n"
        "anna refund_paid      2026-02-20T10:00 value=7\n"
        "anna payment_received 2026-03-01T10:00 value=50 item=3 channel=b"
    )

    assert repeat(journal) == {"a": ("50.00", "7.00"), "b": ("50.00", "0.00")}


def test_refund_that_names_an_order_is_its_even_if_it_came_before_the_payment() -> None:
    journal = FIRST + (
        "anna refund_paid      2026-01-20T10:00 value=5 item=2\n"
        "anna payment_received 2026-02-01T10:00 value=50 item=2 channel=a"
    )

    assert repeat(journal) == {"a": ("50.00", "5.00")}


def test_refunds_of_first_orders_are_no_repeat_refunds() -> None:
    journal = FIRST + (
        "anna payment_received 2026-02-01T10:00 value=50 item=2 channel=a\n"
        "anna refund_paid      2026-02-20T10:00 value=100 item=1"
    )

    assert repeat(journal) == {"a": ("50.00", "0.00")}


def test_refund_counts_in_the_period_it_was_paid_out() -> None:
    journal = FIRST + (
        "anna payment_received 2026-02-01T10:00 value=50 item=2 channel=a\n"
        "anna refund_paid      2026-03-20T10:00 value=20 item=2"
    )

    assert repeat(journal, period_from=date(2026, 3, 1)) == {"a": ("0.00", "20.00")}


def test_period_does_not_hold_its_last_day() -> None:
    journal = FIRST + (
        "anna payment_received 2026-02-01T00:00 value=1 item=2 channel=a\n"
        "anna payment_received 2026-02-02T00:00 value=2 item=3 channel=a"
    )

    told = repeat(journal, period_from=date(2026, 2, 1), period_to=date(2026, 2, 2))

    assert told == {"a": ("1.00", "0.00")}


@pytest.mark.requirement("R-097")
def test_platform_and_coordinators_make_up_the_whole() -> None:
    journal = """
        anna  payment_received 2025-12-10T10:00 value=1      item=0
        anna  payment_received 2026-01-10T10:00 value=100000 item=1 channel=platform
        anna  payment_received 2026-02-10T10:00 value=128670 item=2 channel=platform
        anna  payment_received 2026-03-10T10:00 value=400000 item=3 channel=coordinator staff=olga
        anna  payment_received 2026-04-10T10:00 value=241410 item=4 channel=coordinator staff=ivan
    """

    whole = value("repeat_sales", journal)

    assert whole == {"net": "870080.00", "gross": "870080.00", "refunds": "0.00"}
    assert repeat(journal) == {
        "platform": ("228670.00", "0.00"),
        "coordinator": ("641410.00", "0.00"),
    }
    assert repeat(journal, by="staff") == {
        "olga": ("400000.00", "0.00"),
        "ivan": ("241410.00", "0.00"),
        None: ("228670.00", "0.00"),
    }
