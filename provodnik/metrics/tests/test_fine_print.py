"""Each sentence of the metrics' contract that a worked example does not hold already."""

from datetime import date
from typing import Any, TypedDict, Unpack

import pytest

from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import UnknownDimension
from provodnik.metrics.tests.worked import ask


class Question(TypedDict, total=False):
    by: str
    period_from: date
    period_to: date
    as_of: date


FEBRUARY: Question = {"period_from": date(2026, 2, 1), "period_to": date(2026, 3, 1)}


def answer(metric: str, journal: str, **question: Unpack[Question]) -> dict[str, Any]:
    return ask(DEFINITIONS[metric], journal, **question)


def by_row(metric: str, journal: str, key: str) -> dict[str | None, Any]:
    return {row[key]: row["value"] for row in answer(metric, journal, by=key)["rows"]}


@pytest.mark.parametrize(
    ("metric", "empty"),
    [
        ("repeat_sales", {"net": "0.00", "gross": "0.00", "refunds": "0.00"}),
        ("channel_conversion", None),
        ("next_step_share", None),
        ("repeat_purchase_share", None),
        ("ltv", {"gross_profit": None, "revenue": None, "repeat_revenue": None}),
        ("cohort_retention", None),
        ("cohort_revenue", None),
        ("rfm", None),
        ("refund_share", {"count_share": None, "amount_share": None}),
        ("base_revenue_share", {"repeat_buyers": None, "known_contacts": None}),
    ],
)
def test_empty_denominator_is_null_and_never_zero(metric: str, empty: object) -> None:
    told = answer(metric, "anna enrolled 2026-01-01T10:00")

    assert (told["value"], told["rows"]) == (empty, [])


def test_period_is_printed_back() -> None:
    told = answer("repeat_sales", "anna enrolled 2026-01-01T10:00", **FEBRUARY)

    assert (told["from"], told["to"]) == ("2026-02-01", "2026-03-01")


def test_dimension_nobody_counts_by_is_refused() -> None:
    with pytest.raises(UnknownDimension, match="only by channel, staff, product, month"):
        answer("repeat_sales", "anna enrolled 2026-01-01T10:00", by="weather")


TWO_COHORTS = """
    anna  payment_received 2026-01-10T10:00 value=100 item=1
    boris payment_received 2026-02-10T10:00 value=200 item=2
    boris payment_received 2026-03-10T10:00 value=50  item=3
    anna  payment_received 2026-02-11T10:00 value=400 item=4
"""


@pytest.mark.parametrize("metric", ["cohort_retention", "cohort_revenue"])
def test_period_of_cohorts_chooses_who_not_what_they_did_later(metric: str) -> None:
    rows = answer(metric, TWO_COHORTS, **FEBRUARY)["rows"]

    assert [(row["cohort"], row["month"], row["n"]) for row in rows] == [
        ("2026-02", 0, 1),
        ("2026-02", 1, 1),
    ]


@pytest.mark.requirement("R-241")
def test_period_of_ltv_chooses_who_not_what_they_did_later() -> None:
    told = answer("ltv", TWO_COHORTS, **FEBRUARY)

    assert told["value"] == {
        "gross_profit": "250.00",
        "revenue": "250.00",
        "repeat_revenue": "50.00",
    }


@pytest.mark.requirement("R-242")
def test_ltv_by_repeat_sales_of_a_hundred_students() -> None:
    students = "\n".join(
        f"s{n} payment_received 2026-01-10T10:00 value=1000 item=f{n}\n"
        f"s{n} payment_received 2026-02-10T10:00 value=50000 item=r{n}"
        for n in range(100)
    )

    told = answer("ltv", students)

    assert told["value"]["repeat_revenue"] == "50000.00"
    assert told["numerator"]["repeat_revenue"] == "5000000.00"
    assert told["denominator"] == 100


def test_client_ltv_adds_up_to_the_portfolio() -> None:
    journal = TWO_COHORTS + (
        "anna cost_recorded 2026-01-01T10:00 value=10 kind=direct\n"
        "-    cost_recorded 2026-01-01T10:00 value=100 kind=direct\n"
    )

    told = answer("ltv", journal, by="client")

    profits = {row["client"]: row["gross_profit"] for row in told["rows"]}
    assert profits == {"anna": "440.00", "boris": "200.00"}
    assert told["numerator"]["gross_profit"] == "640.00"


def test_direct_cost_of_a_product_never_sold_is_shared_by_all_orders() -> None:
    journal = TWO_COHORTS + "- cost_recorded 2026-01-01T10:00 value=40 product=x kind=direct"

    assert answer("ltv", journal)["numerator"]["gross_profit"] == "710.00"


def test_cost_that_is_not_direct_is_left_out_of_ltv() -> None:
    journal = TWO_COHORTS + "anna cost_recorded 2026-01-01T10:00 value=40"

    assert answer("ltv", journal)["numerator"]["gross_profit"] == "750.00"


def test_mean_of_kopecks_is_rounded_half_up() -> None:
    journal = """
        anna  payment_received 2026-01-10T10:00 value=0.01 item=1
        boris payment_received 2026-01-10T10:00 value=0.02 item=2
    """

    assert answer("ltv", journal)["value"]["revenue"] == "0.02"


@pytest.mark.requirement("R-251")
def test_four_refunds_of_a_hundred_orders() -> None:
    journal = "\n".join(
        f"s{n} payment_received 2026-01-10T10:00 value=100 item={n}" for n in range(100)
    ) + "".join(f"\ns{n} refund_paid 2026-02-10T10:00 value=100 item={n}" for n in range(4))

    told = answer("refund_share", journal)

    assert told["value"] == {"count_share": 0.04, "amount_share": 0.04}
    assert (told["numerator"], told["denominator"]) == (4, 100)


def test_count_of_refunds_takes_orders_given_back_whole_and_amount_every_kopeck() -> None:
    journal = """
        anna payment_received 2026-01-10T10:00 value=60 item=1
        anna payment_received 2026-02-10T10:00 value=40 item=1
        anna refund_paid      2026-03-10T10:00 value=99 item=1
    """

    assert answer("refund_share", journal)["value"] == {"count_share": 0.0, "amount_share": 0.99}
    whole = journal + "anna refund_paid 2026-03-11T10:00 value=1 item=1"
    assert answer("refund_share", whole)["value"] == {"count_share": 1.0, "amount_share": 1.0}


def test_period_of_refunds_is_that_of_the_purchase() -> None:
    journal = """
        anna  payment_received 2026-01-10T10:00 value=60 item=1
        anna  refund_paid      2026-02-10T10:00 value=60 item=1
        boris payment_received 2026-02-10T10:00 value=60 item=2
    """

    assert answer("refund_share", journal, **FEBRUARY)["value"]["count_share"] == 0.0
    assert by_row("refund_share", journal, "cohort") == {
        "2026-01": {"count_share": 1.0, "amount_share": 1.0},
        "2026-02": {"count_share": 0.0, "amount_share": 0.0},
    }


@pytest.mark.requirement("R-094")
def test_twelve_clicks_and_no_sales_are_zero_of_clicks_and_nothing_of_offers() -> None:
    journal = "\n".join(
        f"{f's{n}' if n % 2 else '-'} offer_clicked 2026-01-10T10:00 channel=practicum"
        for n in range(12)
    )

    [row] = answer("channel_conversion", journal)["rows"]

    assert (row["clicked"], row["ordered"], row["paid"]) == (12, 0, 0)
    assert (row["paid_of_clicked"], row["paid_of_made"]) == (0.0, None)


def test_sale_given_back_whole_is_no_paid_step_and_a_partial_one_is() -> None:
    journal = """
        anna  order_placed     2026-01-10T10:00 value=60 item=1 channel=a
        anna  payment_received 2026-01-10T10:00 value=60 item=1
        anna  refund_paid      2026-01-11T10:00 value=60 item=1
        boris order_placed     2026-01-10T10:00 value=60 item=2 channel=a
        boris payment_received 2026-01-10T10:00 value=60 item=2
        boris refund_paid      2026-01-11T10:00 value=59 item=2
    """

    [row] = answer("channel_conversion", journal)["rows"]

    assert (row["ordered"], row["paid"]) == (2, 1)


def test_credited_order_stands_in_one_channel_as_ordered_and_as_paid() -> None:
    journal = """
        anna order_placed     2026-01-10T10:00 value=60 item=1 channel=ads
        anna payment_received 2026-01-10T10:00 value=60 item=1 id=p
        anna sale_credited    2026-01-10T10:00 value=60 item=1 id=p channel=coordinator
    """

    [row] = answer("channel_conversion", journal)["rows"]

    assert (row["channel"], row["ordered"], row["paid"]) == ("coordinator", 1, 1)


@pytest.mark.requirement("R-257")
def test_four_fifths_of_revenue_come_from_the_base() -> None:
    journal = """
        old payment_received 2026-01-10T10:00 value=1      item=1
        old payment_received 2026-02-10T10:00 value=800000 item=2
        new payment_received 2026-02-10T10:00 value=200000 item=3
    """

    told = answer("base_revenue_share", journal, **FEBRUARY)

    assert told["value"] == {"repeat_buyers": 0.8, "known_contacts": 0.8}
    assert told["denominator"] == "1000000.00"


def test_each_month_of_the_base_is_a_period_of_its_own() -> None:
    journal = """
        anna payment_received 2026-01-10T10:00 value=1 item=1
        anna payment_received 2026-01-20T10:00 value=1 item=2
        anna payment_received 2026-02-10T10:00 value=1 item=3
    """

    assert by_row("base_revenue_share", journal, "month") == {
        "2026-01": {"repeat_buyers": 0.0, "known_contacts": 0.0},
        "2026-02": {"repeat_buyers": 1.0, "known_contacts": 1.0},
    }


def test_repeat_share_of_a_period_counts_its_orders_only() -> None:
    assert answer("repeat_purchase_share", TWO_COHORTS)["value"] == 1.0
    assert answer("repeat_purchase_share", TWO_COHORTS, **FEBRUARY)["value"] == 0.0


def test_repeat_share_by_product_and_channel_is_of_the_first_order() -> None:
    journal = """
        anna  payment_received 2026-01-10T10:00 value=1 item=1 product=basic channel=ads
        anna  payment_received 2026-01-20T10:00 value=1 item=2 product=extra channel=platform
        boris payment_received 2026-01-10T10:00 value=1 item=3 product=extra
    """

    assert by_row("repeat_purchase_share", journal, "product") == {"basic": 1.0, "extra": 0.0}
    assert by_row("repeat_purchase_share", journal, "channel") == {"ads": 1.0, None: 0.0}


@pytest.mark.requirement("R-046")
def test_next_step_by_product_and_cohort_of_finish() -> None:
    journal = DEFINITIONS["next_step_share"].example.journal

    assert by_row("next_step_share", journal, "product") == {"basic": 0.5}
    assert by_row("next_step_share", journal, "cohort") == {"2026-01": None, "2026-03": 0.5}


def test_step_before_finishing_is_not_the_next_one() -> None:
    journal = """
        anna payment_received 2026-01-10T10:00 value=1 item=1 product=basic
        anna payment_received 2026-01-20T10:00 value=1 item=2 product=extra
        anna graduated        2026-02-20T10:00 product=basic
    """

    told = answer("next_step_share", journal)

    assert (told["value"], told["of_paid"]["value"]) == (0.0, 1.0)


def test_rfm_counts_paid_orders_not_payments_and_is_gross_of_refunds() -> None:
    journal = """
        anna payment_received 2026-01-10T10:00 value=60 item=1
        anna payment_received 2026-01-12T10:00 value=40 item=1
        anna refund_paid      2026-01-13T10:00 value=40 item=1
    """

    [row] = answer("rfm", journal)["rows"]

    assert (row["frequency"], row["monetary"], row["recency_days"]) == (1, "100.00", 1)


def test_rfm_of_a_day_is_told_from_the_end_of_that_day() -> None:
    journal = "anna payment_received 2026-01-10T10:00 value=60 item=1"

    [row] = answer("rfm", journal, as_of=date(2026, 1, 21))["rows"]

    assert row["recency_days"] == 11


def test_rfm_splits_equal_clients_by_their_number() -> None:
    journal = "\n".join(
        f"{n} payment_received 2026-01-10T10:00 value=60 item={n}" for n in (10, 9, 100, 1, 2)
    )

    rows = answer("rfm", journal)["rows"]

    assert [(row["client"], row["f"]) for row in rows] == [
        ("1", 1),
        ("2", 2),
        ("9", 3),
        ("10", 4),
        ("100", 5),
    ]


@pytest.mark.parametrize("metric", ["repeat_purchase_share", "rfm"])
def test_counts_kept_ready_and_counts_of_a_period_agree(metric: str) -> None:
    ever: Question = {"period_from": date(2000, 1, 1), "period_to": date(2100, 1, 1)}
    journal = TWO_COHORTS + "anna payment_received 2026-04-11T10:00 value=1 item=4"

    whole, period = answer(metric, journal), answer(metric, journal, **ever)

    assert (whole["value"], whole["rows"]) == (period["value"], period["rows"])
