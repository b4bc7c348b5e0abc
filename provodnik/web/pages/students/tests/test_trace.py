"""The line of a student's card from the source to the money."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.tests.factories import make_client
from provodnik.kernel.models import School
from provodnik.web.pages.students.trace import trace
from provodnik.web.tests.members import sign_in

pytestmark = pytest.mark.django_db

MAY = datetime(2026, 5, 3, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 8, 20, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.requirement("R-256")
def test_a_student_is_traced_from_a_mailing_to_the_repeat_order(
    client: Client, school: School
) -> None:
    sign_in(client)
    anna = make_client("Анна")
    attrs = {"told": "sendsay", "medium": "email", "campaign": "Осень"}
    lead = happened("lead_came", anna, MAY, item="mailing", attrs=attrs)
    first = happened("payment_received", anna, MAY + 9 * DAY, item="1", value=12_000_00)
    again = happened("payment_received", anna, MAY + 90 * DAY, item="2", value=5_000_00)

    steps = trace(anna.pk, [anna.pk], now=NOW)

    assert [step.text.replace("\u00a0", " ") for step in steps] == [
        "Источник: Рассылка «Осень»",
        "лид 3 мая",
        "первая покупка 12 мая, 12 000 ₽",
        "повторная 1 августа, 5 000 ₽",
        "всего 17 000 ₽",
    ]
    for step, entry in zip(steps, (lead, lead, first, again), strict=False):
        address, mark, name = step.href.partition("#")
        assert mark
        assert f'id="{name}"' in client.get(address).text
        assert name == f"entry-{entry}"
    assert "Рассылка «Осень»" in client.get(f"/students/{anna.pk}/").text


def test_a_lead_who_has_not_bought_is_told_so(school: School) -> None:
    anna = make_client("Анна")
    happened("lead_came", anna, MAY)

    texts = [step.text.replace("\u00a0", " ") for step in trace(anna.pk, [anna.pk], now=NOW)]

    assert texts == ["источник не назван", "лид 3 мая", "покупок ещё не было"]


def test_many_repeats_are_counted_and_the_source_not_told_said(school: School) -> None:
    anna = make_client("Анна")
    for nth in range(7):
        happened("payment_received", anna, MAY + nth * DAY, item=str(nth), value=100_00)

    texts = [step.text.replace("\u00a0", " ") for step in trace(anna.pk, [anna.pk], now=NOW)]

    assert texts[0] == "источник не назван"
    assert texts[-2:] == ["3 покупки ещё", "всего 700 ₽"]


def test_who_is_not_known_has_no_line(school: School) -> None:
    anna = make_client("Анна")

    assert trace(anna.pk, [anna.pk], now=timezone.now()) == ()


def test_the_line_asks_once_however_long_the_way(school: School) -> None:
    anna = make_client("Анна")
    for nth in range(30):
        happened("payment_received", anna, MAY + nth * DAY, item=str(nth))

    with CaptureQueriesContext(connection) as asked:
        trace(anna.pk, [anna.pk], now=NOW)

    assert sum("kernel_journalentry" in query["sql"] for query in asked) == 1
