"""Rows of the channels' page: sums, breaks, the file. Values only, no lake."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from provodnik.kernel.models import School
from provodnik.kernel.periods import Period
from provodnik.reports.sales import RepeatSales
from provodnik.reports.types import ChannelFunnel, SalesPart
from provodnik.web.pages.channels import content

WINDOW = Period(date(2026, 7, 1), date(2026, 11, 1))
CALLS = ChannelFunnel("calls", "Звонки", 386, 291, 52, 44, 312_900_00)
PRACTICUM = ChannelFunnel("practicum", "Практикум", 140, 12, 0, 0, 0)
NO_CHANNEL = ChannelFunnel("", "", 0, 0, 9, 3, 0)


def part(key: str, kopecks: int, n: int, group: str = "") -> SalesPart:
    return SalesPart(key, key, kopecks, kopecks, 0, n, group)


SOLD = RepeatSales(
    total=part("", 322_900_00, 46),
    channels=(part("calls", 312_900_00, 44, "coordinators"), part("late", 10_000_00, 2)),
    people=(),
    by_month={},
    as_of=datetime(2026, 11, 1, tzinfo=UTC),
)


def rows() -> tuple[content.ChannelRow, ...]:
    return content._rows(SOLD, [CALLS, PRACTICUM, NO_CHANNEL], WINDOW)


@pytest.mark.requirement("R-105")
def test_clicks_without_a_sale_are_shown_as_a_break_at_payment() -> None:
    practicum = rows()[1]

    assert practicum.counts == (140, 12, 0, 0)
    assert practicum.conversion.amount == 0
    assert [cell.is_break for cell in practicum.cells] == [False, False, False, True]
    assert not any(cell.is_break for cell in rows()[0].cells)


@pytest.mark.requirement("R-094", "R-097")
def test_rows_sum_to_the_total() -> None:
    total = content._total(rows(), SOLD, WINDOW)

    assert total.net_kopecks == sum(row.net_kopecks for row in rows()) == 322_900_00
    assert total.counts == (526, 303, 61, 47)
    assert total.cheque_kopecks == round(322_900_00 / 46)


def test_orders_that_no_channel_claims_do_not_raise_the_conversion() -> None:
    conversion = content._total(rows(), SOLD, WINDOW).conversion.amount

    assert conversion is not None
    assert round(float(conversion), 4) == round(44 / 526, 4)


@pytest.mark.django_db
def test_the_worst_news_is_said_first(school: School) -> None:
    with override("ru"):
        assert content._sentence(rows(), SOLD, ()) == (
            "«Практикум» потерял всех на оплате: 12\u00a0переходов, 0 оплат"
        )
