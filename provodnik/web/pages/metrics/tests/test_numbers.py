"""Every number opens: to its value over a period, to one part of it, to its rows."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client as Student
from provodnik.facts.sales.tests.factories import buy, make_client, make_order, make_product, pay
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.lake import engine
from provodnik.lake import services as lake
from provodnik.web.tests.members import sign_in


@pytest.fixture(autouse=True)
def own_lake(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME = tmp_path
    engine.forget()
    yield
    engine.forget()


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


@pytest.fixture
def sold(client: Client, committed_school: School) -> None:
    """Two repeat sales by two people."""
    now = timezone.now()
    with schools.inside(committed_school.pk):
        sign_in(client)
        anna, irina = make_staff("Анна Лебедева"), make_staff("Ирина Ткачёва")
        student = make_client("Наталья Ремизова")
        buy(student, make_product("Колорист с нуля"), at=now - timedelta(days=90))
        repeat(student, anna, 12_900_00)
        repeat(student, irina, 5_000_00)
    lake.catch_up(now=now)


def repeat(student: Student, seller: Staff, kopecks: int) -> None:
    now = timezone.now()
    pay(make_order(student, at=now, cost_kopecks=kopecks, manager=seller), at=now)


def test_the_first_line_is_the_number_itself(client: Client, sold: None) -> None:
    page = client.get("/numbers/repeat_sales/").text

    assert ">Повторные продажи, за вычетом возвратов: 17\u00a0900\u00a0₽</span></h1>" in page
    assert "payment_received" not in page


def test_one_row_of_a_number_opens_to_its_own_figure(client: Client, sold: None) -> None:
    whole = client.get("/numbers/repeat_sales/?by=staff").text
    link = whole.split("Анна Лебедева</a>")[0].rpartition('href="')[2].split('"')[0]

    part = client.get(link.replace("&amp;", "&")).text

    assert "12\u00a0900\u00a0₽</span></h1>" in part
    assert "17\u00a0900\u00a0₽" not in part
    assert "показать целиком" in part


def test_the_rows_of_a_breakdown_stand_over_their_total(client: Client, sold: None) -> None:
    page = client.get("/numbers/repeat_sales/?by=staff").text

    total = page.split("<tfoot")[1].split("</tfoot>")[0]
    assert "Всего" in total
    assert "17\u00a0900\u00a0₽" in total


@pytest.fixture
def learned(client: Client, committed_school: School) -> None:
    """Ten students of two courses; most are lost before the second module of one of them."""
    now = timezone.now()
    with schools.inside(committed_school.pk):
        sign_in(client)
        paint, cut = make_product("Колорист с нуля"), make_product("Стрижка")
        for nth in range(10):
            product = paint if nth < 8 else cut
            student = make_client(f"Ученик {nth}")
            learn("enrolled", student, product, now - timedelta(days=30))
            learn("lesson_viewed", student, product, now - timedelta(days=20), "Урок 1", "Модуль 1")
            if nth < 2 or nth >= 8:
                learn(
                    "lesson_viewed", student, product, now - timedelta(days=9), "Урок 2", "Модуль 2"
                )
    lake.catch_up(now=now)


def learn(
    event: str,
    student: Student,
    product: Product,
    at: datetime,
    item: str | None = None,
    module: str | None = None,
) -> None:
    journal.record(
        event,
        happened_at=at,
        actor="test",
        client_id=student.pk,
        product_id=product.pk,
        item=item,
        attrs={"module": module} if module else None,
    )


@pytest.mark.requirement("R-252")
def test_the_largest_fall_is_marked_on_its_row_and_on_no_other(
    client: Client, learned: None
) -> None:
    page = client.get("/numbers/module_reach/").text

    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert len(rows) == 4
    [worst] = [row for row in rows if "самый большой отток" in row]
    assert "Модуль 2" in worst
    assert "Колорист с нуля" in worst


def test_a_row_of_two_names_opens_to_its_own_figure(client: Client, learned: None) -> None:
    whole = client.get("/numbers/module_reach/").text
    rows = whole.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    [row] = [row for row in rows if "Модуль 2" in row and "Стрижка" in row]
    link = row.partition('href="')[2].split('"')[0].replace("&amp;", "&")

    part = client.get(link).text

    assert "2 из 2" in part.split("</h1>")[1]
    assert "Ученик 9" in part
    assert "Ученик 0" not in part


def test_a_row_named_by_half_is_not_found(client: Client, head: Staff) -> None:
    assert client.get("/numbers/module_reach/?item=x").status_code == 404


def test_other_ways_to_count_stand_beside_the_number(client: Client, learned: None) -> None:
    page = client.get("/numbers/lesson_views/").text

    head, _, _ = page.partition("Как считаем")
    assert "открыли хоть один" in head
    assert "100%" in head


def test_the_catalogue_counts_over_the_period_chosen(client: Client, sold: None) -> None:
    long_ago = client.get("/numbers/?from=2020-01-01&to=2020-02-01").text
    ever = client.get("/numbers/?period=all").text

    assert 'aria-label="Повторные продажи, 17\u00a0900\u00a0₽"' not in long_ago
    assert 'aria-label="Повторные продажи, 17\u00a0900\u00a0₽"' in ever
    assert "/numbers/repeat_sales/?from=2020-01-01&amp;to=2020-02-01" in long_ago


@pytest.mark.parametrize("address", ["?from=x&to=y", "repeat_sales/?from=x", "nothing/"])
def test_an_address_nobody_links_to_is_not_found(client: Client, head: Staff, address: str) -> None:
    assert client.get(f"/numbers/{address}").status_code == 404


def test_a_number_of_nothing_says_so_and_offers_no_file(client: Client, head: Staff) -> None:
    page = client.get("/numbers/repeat_sales/").text

    assert "Считать пока не из чего" in page
    assert "Выгрузить строки" not in page


def test_the_catalogue_asks_about_the_lake_once(client: Client, head: Staff) -> None:
    client.get("/numbers/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/numbers/")

    assert sum("lake_file" in query["sql"] for query in asked) == 1


def test_a_colleague_without_the_right_is_refused(client: Client, school: School) -> None:
    sign_in(client, "trainee")

    assert client.get("/numbers/").status_code == 403
