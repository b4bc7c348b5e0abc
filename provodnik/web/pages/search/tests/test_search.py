"""Anything by a word, as far as one's rights reach."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client as Student
from provodnik.facts.people.services.clients import refresh_search
from provodnik.facts.sales.models import Order
from provodnik.facts.team.models import Staff
from provodnik.kernel.models import School
from provodnik.kernel.names import sort_key
from provodnik.web.tests.members import cost_of, sign_in

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def make_student(school: School, name: str, *, coordinator: Staff | None = None) -> Student:
    student = Student.objects.create(
        school=school,
        name=name,
        sort_key=sort_key(name),
        external_name=name,
        phone="+79171234567",
        coordinator=coordinator,
        created_at=NOW,
    )
    refresh_search([student.pk])
    return student


def ask(client: Client, text: str) -> str:
    return client.get("/search/", {"q": text}).text


@pytest.mark.parametrize("typed", ["ремиз", "htvbp", "Ремизова", "@ремиз", "9171234"])
def test_a_person_is_found_however_the_name_is_typed(
    client: Client, head: Staff, school: School, typed: str
) -> None:
    make_student(school, "Наталья Ремизова")

    assert "Наталья Ремизова" in ask(client, typed)


def test_e_and_yo_are_one_letter(client: Client, head: Staff, school: School) -> None:
    make_student(school, "Пётр Ёлкин")

    assert "Пётр Ёлкин" in ask(client, "елкин")


def test_a_coordinator_finds_only_own_students(client: Client, school: School) -> None:
    anna = sign_in(client, "coordinator", "Анна Лебедева")
    make_student(school, "Наталья Ремизова", coordinator=anna)
    make_student(school, "Ольга Ремизова")

    page = ask(client, "ремизова")

    assert "Наталья Ремизова" in page
    assert "Ольга Ремизова" not in page


def test_contacts_are_shown_only_with_the_right(client: Client, school: School) -> None:
    curator = sign_in(client, "curator", "Светлана Громова")
    make_student(school, "Наталья Ремизова", coordinator=curator)

    page = ask(client, "ремизова")

    assert "Наталья Ремизова" in page
    assert "+79171234567" not in page


def test_an_order_is_found_by_its_number(client: Client, head: Staff, school: School) -> None:
    student = make_student(school, "Наталья Ремизова")
    Order.objects.create(
        school=school,
        source="getcourse",
        external_id="77",
        number="1043",
        client=student,
        title="Колорист",
        cost_kopecks=1_290_000,
        created_at=NOW,
    )

    for asked in ("1043", "#1043", "77"):
        assert "Заказ 1043" in ask(client, asked)
    assert "12\u00a0900\u00a0₽" in ask(client, "1043")


def test_a_product_and_a_page_are_found(client: Client, head: Staff, school: School) -> None:
    Product.objects.create(
        school=school, name="Блонд без брака", sort_key="блонд без брака", created_at=NOW
    )

    assert "Блонд без брака" in ask(client, "блонд")
    assert "/method/" in ask(client, "настройка")


def test_nothing_found_says_what_to_try(client: Client, head: Staff) -> None:
    page = ask(client, "щщщщ")

    assert "Ничего не нашлось. Попробуйте фамилию, номер заказа или название продукта." in page


def test_the_palette_gets_the_list_alone(client: Client, head: Staff, school: School) -> None:
    make_student(school, "Наталья Ремизова")

    answer = client.post("/search/", {"q": "ремиз"}, headers={"HX-Request": "true"}).text

    assert "Наталья Ремизова" in answer
    assert "<html" not in answer


def test_without_javascript_the_field_leads_to_the_page(client: Client, head: Staff) -> None:
    response = client.post("/search/", {"q": "ремиз ова"})

    assert (
        response.headers["Location"]
        == "/search/?q=%D1%80%D0%B5%D0%BC%D0%B8%D0%B7+%D0%BE%D0%B2%D0%B0"
    )


def test_a_signed_out_palette_leads_to_sign_in_and_back(client: Client, db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/day/?x=1"}

    response = client.post("/search/", {"q": "ремиз"}, headers=headers)

    assert response.headers["HX-Redirect"] == "/accounts/login/?next=/day/%3Fx%3D1"


def test_the_cost_does_not_grow(client: Client, head: Staff, school: School) -> None:
    make_student(school, "Наталья Ремизова")
    short = cost_of(client, "/search/?q=ремизова")

    for number in range(30):
        make_student(school, f"Наталья Ремизова {number}")

    assert cost_of(client, "/search/?q=ремизова") == short
