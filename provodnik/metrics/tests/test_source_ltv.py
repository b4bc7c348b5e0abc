"""Sources end to end: whose a lead is, what counts as a step, and money at equal age."""

from datetime import date
from typing import Any

import pytest

from provodnik.metrics.tests.asking import FEBRUARY, answer


def value(journal: str, **question: Any) -> dict[str, Any]:  # noqa: ANN401 (a question)
    told: dict[str, Any] = answer("source_ltv", journal, **question)["value"]
    return told


def rows(journal: str, by: str, **question: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    told: list[dict[str, Any]] = answer("source_ltv", journal, by=by, **question)["rows"]
    return told


@pytest.mark.requirement("R-256")
def test_a_lead_stands_under_its_first_source_alone() -> None:
    journal = """
        anna lead_came        2026-01-05T10:00 item=mailing
        anna lead_came        2026-01-06T10:00 item=vk
        anna payment_received 2026-01-07T10:00 value=100 item=1
    """

    told = [(row["source"], row["leads"], row["revenue"]) for row in rows(journal, "source")]

    assert told == [("mailing", 1, "100.00")]


def test_a_source_told_later_names_a_lead_that_had_none() -> None:
    journal = """
        anna lead_came 2026-01-05T10:00
        anna lead_came 2026-01-20T10:00 item=vk
    """

    [row] = rows(journal, "source", period_from=date(2026, 1, 1), period_to=date(2026, 1, 10))

    assert (row["source"], row["leads"]) == ("vk", 1)


def test_sources_add_up_to_the_whole() -> None:
    journal = """
        anna  lead_came        2026-01-05T10:00 item=mailing
        anna  payment_received 2026-01-07T10:00 value=100 item=1
        boris payment_received 2026-01-08T10:00 value=70 item=2
        boris payment_received 2026-01-09T10:00 value=30 item=3
    """

    whole, parts = value(journal), rows(journal, "source")

    assert sum(row["leads"] for row in parts) == whole["leads"] == 2
    assert sum(float(row["revenue"]) for row in parts) == float(whole["revenue"]) == 200.0
    assert {row["source"] for row in parts} == {"mailing", None}


def test_whoever_bought_before_they_were_told_of_came_with_the_order() -> None:
    journal = """
        anna payment_received 2026-01-07T10:00 value=100 item=1
        anna lead_came        2026-02-05T10:00 item=vk
    """

    told = value(journal)

    assert told["days_to_first"] == 0.0
    assert value(journal, **FEBRUARY)["leads"] == 0


def test_a_free_or_unpaid_order_is_no_purchase() -> None:
    told = value("anna order_placed 2026-01-07T10:00 value=100 item=1")

    assert (told["leads"], told["buyers"], told["buyer_share"]) == (1, 0, 0.0)


def test_an_order_given_back_stays_a_purchase_and_its_money_goes() -> None:
    told = value("""
        anna lead_came        2026-01-05T10:00 item=vk
        anna payment_received 2026-01-07T10:00 value=100 item=1
        anna refund_paid      2026-01-08T10:00 value=100 item=1
        anna payment_received 2026-01-09T10:00 value=40 item=2
    """)

    assert (told["buyers"], told["returned"]) == (1, 1)
    assert (told["revenue"], told["repeat_revenue"]) == ("40.00", "40.00")


def test_at_equal_age_neither_young_leads_nor_late_money_count() -> None:
    told = value("""
        old   lead_came        2026-01-01T10:00 item=vk
        old   payment_received 2026-03-31T10:00 value=100 item=1
        old   payment_received 2026-04-01T10:00 value=900 item=2
        young lead_came        2026-03-30T10:00 item=vk
        young payment_received 2026-03-31T10:00 value=70 item=3
    """)

    # Ninety days of the old one end on the first of April, which is the last moment known.
    assert (told["of_age"], told["early_per_lead"]) == (1, "100.00")


def test_the_as_of_day_decides_who_is_old_enough() -> None:
    journal = """
        anna lead_came        2026-01-01T10:00 item=vk
        anna payment_received 2026-01-02T10:00 value=100 item=1
    """

    assert value(journal)["of_age"] == 0
    assert value(journal, as_of=date(2026, 4, 2))["of_age"] == 1


def test_the_period_chooses_who_came_not_what_they_did_later() -> None:
    journal = """
        anna  lead_came        2026-02-05T10:00 item=vk
        anna  payment_received 2026-05-07T10:00 value=100 item=1
        boris lead_came        2026-01-05T10:00 item=vk
        boris payment_received 2026-02-07T10:00 value=900 item=2
    """

    told = value(journal, **FEBRUARY)

    assert (told["leads"], told["revenue"]) == (1, "100.00")


def test_campaigns_are_told_with_their_source() -> None:
    journal = """
        anna  lead_came 2026-01-05T10:00 item=mailing campaign=autumn
        boris lead_came 2026-01-05T10:00 item=vk campaign=autumn
        vera  lead_came 2026-01-05T10:00 item=vk
    """

    told = [(row["source"], row["campaign"], row["n"]) for row in rows(journal, "campaign")]

    assert told == [("mailing", "autumn", 1), ("vk", "autumn", 1), ("vk", None, 1)]


def test_nobody_has_no_shares_and_no_medians() -> None:
    told = value("- cost_recorded 2026-01-05T10:00 value=1 kind=direct")

    assert told["leads"] == 0
    names = ("buyer_share", "returned_share", "revenue_per_lead", "early_per_lead", "days_to_first")
    assert [told[name] for name in names] == [None] * 5
