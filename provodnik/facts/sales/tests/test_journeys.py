"""One client's way, counted as the metrics count it."""

from datetime import UTC, datetime, timedelta

import pytest

from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.queries.journeys import journey_of
from provodnik.facts.sales.tests.factories import make_client
from provodnik.kernel import journal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("school")]

MAY = datetime(2026, 5, 3, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def anna() -> Client:
    return make_client("Анна")


def paid(client: Client, day: int, item: str, roubles: int) -> int:
    return happened("payment_received", client, MAY + day * DAY, item=item, value=roubles * 100)


@pytest.mark.requirement("R-256")
def test_parts_of_an_order_are_one_purchase(anna: Client) -> None:
    paid(anna, 9, "1", 8_000)
    paid(anna, 90, "2", 5_000)
    paid(anna, 100, "1", 4_000)

    bought = journey_of([anna.pk]).purchases

    assert [one.kopecks for one in bought] == [12_000_00, 5_000_00]


def test_a_refund_takes_from_the_order_it_names_else_from_the_latest(anna: Client) -> None:
    paid(anna, 1, "1", 100)
    paid(anna, 2, "2", 200)
    happened("refund_paid", anna, MAY + 3 * DAY, item="1", value=30_00)
    happened("refund_paid", anna, MAY + 3 * DAY, value=50_00)
    happened("refund_paid", anna, MAY - DAY, value=10_00)

    assert [one.kopecks for one in journey_of([anna.pk]).purchases] == [70_00, 150_00]


def test_the_first_source_told_wins_and_the_earliest_moment_dates_the_lead(anna: Client) -> None:
    happened("lead_came", anna, MAY)
    happened("lead_came", anna, MAY + DAY, item="mailing", attrs={"campaign": "Осень"})
    happened("lead_came", anna, MAY + 2 * DAY, item="vk")

    way = journey_of([anna.pk])

    assert (way.source, way.campaign) == ("mailing", "Осень")
    assert way.came is not None
    assert way.came.at == MAY


def test_the_letter_is_the_last_a_person_opened_before_the_first_purchase(anna: Client) -> None:
    happened("mail_clicked", anna, MAY, item="Осень")
    happened("mail_clicked", anna, MAY + DAY, item="Зима")
    happened("mail_clicked", anna, MAY + 2 * DAY, item="Робот", attrs={"machine": True})
    paid(anna, 3, "1", 100)
    happened("mail_clicked", anna, MAY + 4 * DAY, item="После")

    letter = journey_of([anna.pk]).letter

    assert letter is not None
    assert letter.item == "Зима"


def test_what_was_voided_is_no_part_of_the_way(anna: Client) -> None:
    wrong = happened("lead_came", anna, MAY, item="vk")
    journal.void([wrong], at=MAY, actor="system", reason="import")

    way = journey_of([anna.pk])

    assert (way.came, way.source, way.purchases, way.kopecks) == (None, "", (), 0)
