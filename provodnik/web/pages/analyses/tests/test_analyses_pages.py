"""Questions put together on a page, answered, kept, exported, opened to their people."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
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
    1 enrolled         2026-01-05T09:00 product=basic
    1 payment_received 2026-01-05T10:00 value=1000 item=1 product=basic channel=ads
    1 payment_received 2026-02-06T10:00 value=500 item=2 product=extra channel=calls
    2 enrolled         2026-01-07T09:00 product=basic
    2 payment_received 2026-01-07T10:00 value=1000 item=3 product=basic channel=ads
    3 enrolled         2026-02-03T09:00 product=basic
"""
FUNNEL = "/analyses/funnel/?step1=enrolled&step2=payment_received"


@pytest.fixture(autouse=True)
def own_lake(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME = tmp_path
    engine.forget()
    yield
    engine.forget()


@pytest.fixture
def told(client: Client, committed_school: School) -> School:
    with schools.inside(committed_school.pk):
        sign_in(client)
        for name in ("Анна", "Борис", "Клара"):
            make_client(name)
    write(committed_school, JOURNAL)
    lake.catch_up(now=timezone.now())
    return committed_school


def test_an_unasked_page_answers_who_pays_again(client: Client, told: School) -> None:
    page = client.get("/analyses/").text

    assert "В следующем месяце возвращаются 50%" in page
    assert "1 / 2" in page


def test_any_two_events_make_a_cohort(client: Client, told: School) -> None:
    page = client.get("/analyses/cohorts/?start=enrolled&back=payment_received&span=month").text

    # February: one enrolled and has not paid.
    assert "0 / 1" in page
    assert "2 / 2" in page


@pytest.mark.requirement("R-252")
@pytest.mark.requirement("R-255")
def test_a_funnel_says_where_most_are_lost(client: Client, told: School) -> None:
    page = client.get(FUNNEL).text

    assert "Больше всего теряем перед шагом «Оплата»: дошли 2 из 3" in page.replace("\u00a0", " ")


def test_a_number_opens_to_its_people(client: Client, told: School) -> None:
    page = client.get(FUNNEL).text
    href = page.split("/analyses/funnel/people/")[2].split('"')[0].replace("&amp;", "&")

    people = client.get(f"/analyses/funnel/people/{href}").text

    assert "Анна" in people
    assert "Борис" in people
    assert "Клара" not in people


def test_moves_name_the_product_that_follows(client: Client, told: School) -> None:
    page = client.get("/analyses/moves/").text

    assert page.count("/analyses/moves/people/") == 3
    assert "32" in page


def test_ltv_of_cohorts_stands_by_age(client: Client, told: School) -> None:
    page = client.get("/analyses/value/?basis=paid").text.replace("\u00a0", " ")

    assert "1 250 ₽" in page


def test_a_comparison_warns_of_few_people(client: Client, told: School) -> None:
    page = client.get("/analyses/compare/?metric=repeat_purchase_share&by=cohort").text

    assert "Слишком мало людей" in page


def test_a_compared_row_opens_to_the_orders_of_its_people(client: Client, told: School) -> None:
    write(told, f"{JOURNAL}    3 payment_received 2026-03-01T10:00 value=100 item=9 product=basic")
    lake.catch_up(now=timezone.now())
    page = client.get("/analyses/compare/?metric=repeat_purchase_share&by=channel").text

    opened = {}
    for href in re.findall(r'href="(/numbers/repeat_purchase_share/\?channel=[^"]*)"', page):
        number = client.get(unescape(href)).context["number"]
        opened[href.partition("channel=")[2]] = ({one.client for one in number.rows}, number.parts)

    assert {key: people for key, (people, _parts) in opened.items()} == {
        "ads": {"Анна", "Борис"},
        "": {"Клара"},
    }
    assert [parts[0].figure.n for _people, parts in opened.values()] == [2, 1]


def test_a_wrong_question_is_told_in_its_field(client: Client, told: School) -> None:
    page = client.get("/analyses/cohorts/?since=2026-03-01&until=2026-02-01").text

    assert "Последний день раньше первого" in page
    assert "Проверьте отмеченные поля" in page


def test_an_empty_answer_says_what_to_loosen(client: Client, told: School) -> None:
    page = client.get("/analyses/cohorts/?since=2030-01-01&start=enrolled&back=enrolled&span=month")

    assert "Уберите часть условий" in page.text


def test_the_file_equals_the_screen(client: Client, told: School) -> None:
    file = client.get(FUNNEL.replace("funnel/", "funnel/table.csv")).content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(file), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["3", "2"]
    page = client.get(FUNNEL).text
    assert all(head in page for head in rows[0])


def test_a_workbook_and_a_picture_come_too(client: Client, told: School) -> None:
    book = client.get("/analyses/cohorts/table.xlsx")
    picture = client.get("/analyses/cohorts/table.png")

    assert book.content.startswith(b"PK")
    assert picture.content.startswith(b"\x89PNG")
    assert client.get("/analyses/cohorts/table.exe").status_code == 404


def test_a_question_is_kept_and_forgotten(client: Client, told: School) -> None:
    query = FUNNEL.partition("?")[2]
    client.post("/analyses/views/", {"kind": "funnel", "query": query, "name": "Дошли до оплаты"})

    page = client.get("/analyses/").text
    assert "Дошли до оплаты" in page
    assert f"/analyses/funnel/?{query.replace('&', '&amp;')}" in page

    removing = page.split("/analyses/views/")[1].split('"')[0]
    client.post(f"/analyses/views/{removing}")
    assert "Дошли до оплаты</a>" not in client.get("/analyses/").text


def test_queries_do_not_grow_with_cohorts(client: Client, told: School) -> None:
    before = cost_of(client, "/analyses/")
    write(
        told,
        "\n".join(
            f"{n} payment_received 2025-{n - 10:02}-05T10:00 value=1 item=o{n}"
            for n in range(11, 20)
        ),
    )
    lake.catch_up(now=timezone.now())

    assert cost_of(client, "/analyses/") == before


def test_a_colleague_without_the_right_is_refused(client: Client, school: School) -> None:
    sign_in(client, "trainee")

    assert client.get("/analyses/").status_code == 403


def test_a_slice_stays_folded_until_something_is_chosen_in_it(client: Client, told: School) -> None:
    plain = client.get(FUNNEL).text
    sliced = client.get(f"{FUNNEL}&cohort=2026-01").text

    own, folded = plain.split('<details class="pv-ask__fold"', 1)
    assert 'name="step1"' in own
    assert 'name="since"' in own
    assert 'name="product"' in folded
    assert plain.count('<details class="pv-ask__fold" open>') == 0
    assert sliced.count('<details class="pv-ask__fold" open>') == 1
