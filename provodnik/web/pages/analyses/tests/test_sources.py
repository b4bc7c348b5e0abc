"""Sources end to end on their page: shares with both parts, sums that open, what is lacking."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from provodnik.facts.sales.tests.factories import make_client
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import engine
from provodnik.lake import services as lake
from provodnik.lake.tests.journals import write
from provodnik.web.tests.members import cost_of, sign_in

JOURNAL = """
    1 lead_came        2026-01-05T09:00 item=mailing campaign=Осень
    1 payment_received 2026-01-07T10:00 value=12000 item=1
    1 payment_received 2026-02-06T10:00 value=5000 item=2
    2 lead_came        2026-01-07T09:00 item=mailing campaign=Зима
    3 lead_came        2026-02-03T09:00 item=vk
    3 payment_received 2026-02-04T10:00 value=700 item=3
    4 payment_received 2026-02-05T10:00 value=300 item=4
"""
SOURCES = "/analyses/sources/"


@pytest.fixture(autouse=True)
def own_lake(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME = tmp_path
    engine.forget()
    yield
    engine.forget()


@pytest.fixture
def empty(client: Client, committed_school: School) -> School:
    with schools.inside(committed_school.pk):
        sign_in(client)
        for name in ("Анна", "Борис", "Клара", "Глеб"):
            make_client(name)
    return committed_school


@pytest.fixture
def told(empty: School) -> School:
    write(empty, JOURNAL)
    lake.catch_up(now=timezone.now())
    return empty


def table(client: Client, query: str = "") -> list[list[str]]:
    """The table as a file of the very same question."""
    file = client.get(f"{SOURCES}table.csv{query}").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(file), delimiter=";"))


@pytest.mark.requirement("R-256")
def test_each_source_is_told_from_lead_to_repeat_purchase(client: Client, told: School) -> None:
    heads, *rows = table(client)

    assert heads[:6] == ["Источник", "Лиды", "Купили", "От лидов", "Купили снова", "От купивших"]
    assert [[*row[:3], row[4], row[6], row[7]] for row in rows] == [
        ["Рассылка", "2", "1", "1", "17000.0", "5000.0"],
        ["ВКонтакте", "1", "1", "0", "700.0", "0.0"],
        ["источник не назван", "1", "1", "0", "300.0", "0.0"],
        ["Все вместе", "4", "3", "1", "18000.0", "5000.0"],
    ]


def test_the_file_equals_the_screen(client: Client, told: School) -> None:
    page = client.get(SOURCES).text.replace("\u00a0", " ")

    assert all(head.replace("\u00a0", " ") in page for head in table(client)[0])
    assert "17 000 ₽" in page
    assert "Лиды: 4, купили: 3, купили снова: 1" in page


def test_a_count_opens_to_its_people(client: Client, told: School) -> None:
    people = f"{SOURCES}people/?by=source&at_source=mailing&at_step="

    assert people.replace("&", "&amp;") + "lead" in client.get(SOURCES).text
    assert _named(client, f"{people}lead") == {"Анна", "Борис"}
    assert _named(client, f"{people}returned") == {"Анна"}
    assert _named(client, people.replace("mailing", "") + "lead") == {"Глеб"}
    assert _named(client, f"{SOURCES}people/?by=source&at_step=bought") == {"Анна", "Клара", "Глеб"}


def _named(client: Client, address: str) -> set[str]:
    page = client.get(address).text
    return {name for name in ("Анна", "Борис", "Клара", "Глеб") if name in page}


def test_a_sum_opens_to_its_payments(client: Client, told: School) -> None:
    address = "/numbers/source_ltv/?source=mailing&part=repeat_purchase"

    assert address.replace("&", "&amp;") in client.get(SOURCES).text
    rows = client.get(address).text.replace("\u00a0", " ")
    assert "5 000" in rows
    assert "Рассылка" in rows


def test_campaigns_stand_beside_their_source(client: Client, told: School) -> None:
    names = [row[0] for row in table(client, "?by=campaign")]

    assert names == [
        "Кампания",
        "Рассылка · Осень",
        "ВКонтакте · без кампании",
        "Рассылка · Зима",
        "источник не назван · без кампании",
        "Все вместе",
    ]


def test_days_before_stand_beside(client: Client, told: School) -> None:
    query = "?by=source&since=2026-02-01&until=2026-02-28&beside=before"
    heads, *rows = table(client, query)

    assert heads[-3:] == ["От лидов, было", "От купивших, было", "На лид, было"]
    whole = rows[-1]
    # From the fourth of January: two leads of the mailing, one bought.
    assert (whole[1], whole[-3], whole[-1]) == ("2", "0.5", "8500.0")


def test_days_before_ask_for_both_ends(client: Client, told: School) -> None:
    page = client.get(f"{SOURCES}?by=source&beside=before").text

    assert "Выберите оба дня" in page


def test_few_people_are_warned_of(client: Client, told: School) -> None:
    assert "Слишком мало людей" in client.get(SOURCES).text


def test_a_school_without_sources_hears_which_columns_to_load(
    client: Client, empty: School
) -> None:
    write(empty, "1 payment_received 2026-01-07T10:00 value=12000 item=1")
    lake.catch_up(now=timezone.now())

    page = client.get(SOURCES).text

    assert "utm_source, utm_medium и utm_campaign" in page
    assert 'href="/imports/"' in page


def test_a_school_without_anybody_hears_the_same(client: Client, empty: School) -> None:
    lake.catch_up(now=timezone.now())

    assert "utm_source, utm_medium и utm_campaign" in client.get(SOURCES).text


def test_days_without_leads_ask_for_more_days(client: Client, told: School) -> None:
    page = client.get(f"{SOURCES}?by=source&since=2030-01-01").text

    assert "возьмите больше дней" in page
    assert "utm_source" not in page


def test_queries_do_not_grow_with_sources(client: Client, told: School) -> None:
    before = cost_of(client, SOURCES)
    more = "\n".join(f"{n} lead_came 2026-02-03T09:00 item=s{n}" for n in range(10, 40))
    write(told, more)
    lake.catch_up(now=timezone.now())

    assert cost_of(client, SOURCES) == before
