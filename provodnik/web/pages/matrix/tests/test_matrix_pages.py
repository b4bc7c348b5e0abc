"""The matrix and the page of a product, as people meet them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.tests.factories import make_path
from provodnik.facts.catalog.types import ProductStatus
from provodnik.facts.people.models import Pain
from provodnik.facts.sales.queries.matrix import MatrixRow, matrix
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School
from provodnik.method import queries as method_queries

pytestmark = pytest.mark.django_db


def member(role: str = "head_of_product_and_service") -> Client:
    user = make_user()
    make_staff(role=role, user=user)
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def row_of(product: Product) -> MatrixRow:
    rows = matrix(now=timezone.now()).rows
    return next(row for row in rows if row.product_id == product.pk)


@pytest.mark.requirement("R-064")
def test_the_matrix_lists_every_product_and_counts_what_is_broken(school: School) -> None:
    for number in range(22):
        make_product(f"Продукт {number:02}")

    shown = page(member(), "/matrix/")

    assert "22\u00a0продукта, без следующего шага 22" in shown
    assert shown.count("data-row>") == 22
    assert "Без владельца" in shown


@pytest.mark.requirement("R-065")
def test_kinds_are_told_apart(school: School) -> None:
    tripwire, course = make_product("Чек-лист"), make_product("Курс о цвете")
    Product.objects.filter(pk=tripwire.pk).update(kind="tripwire")
    Product.objects.filter(pk=course.pk).update(kind="course")

    shown = page(member(), "/matrix/?kind=tripwire")

    assert "Чек-лист" in shown
    assert "Курс о цвете" not in shown


@pytest.mark.requirement("R-069")
def test_a_product_is_found_by_the_pain_it_solves(school: School) -> None:
    head, blond = member(), make_product("Блонд")
    make_product("Стрижки")
    pain = Pain.objects.create(school=school, name="Страх осветления")

    head.post(f"/matrix/{blond.pk}/pains/", {"pains": [pain.pk]})
    shown = page(head, "/matrix/?q=осветления")

    assert "Блонд" in shown
    assert "Стрижки" not in shown


@pytest.mark.requirement("R-074", "R-087")
def test_links_are_drawn_and_taken_away(school: School) -> None:
    head, flagship, blond = member(), make_product("Колорист"), make_product("Блонд")
    links = f"/matrix/{flagship.pk}/links/"

    head.post(links, {"kind": "next", "target": blond.pk})
    head.post(links, {"kind": "cross", "target": blond.pk})
    assert not row_of(flagship).is_dead_end
    assert "Колорист" in page(head, f"/matrix/{blond.pk}/")

    head.post(links, {"kind": "next", "target": blond.pk, "remove": "1"})
    row = row_of(flagship)
    assert row.is_dead_end
    assert row.cross == ("Блонд",)


@pytest.mark.requirement("R-073")
def test_economics_are_confirmed_with_their_numbers(school: School) -> None:
    head = member()
    product = make_product("Блонд", price_kopecks=10_000_00, cost_kopecks=4_000_00)

    assert "масштабировать нельзя" in page(head, f"/matrix/{product.pk}/")
    head.post(f"/matrix/{product.pk}/economics/")

    shown = page(head, f"/matrix/{product.pk}/")
    assert "60,0%" in shown
    assert "подтверждена: Анна Лебедева" in shown


def test_a_product_is_added_and_a_taken_name_refused_in_words(school: School) -> None:
    head = member()
    filled = {"name": "Блонд без брака", "price": "12900", "kind": "mini_course"}

    assert head.post("/matrix/new/", filled).status_code == 302
    again = head.post("/matrix/new/", filled)

    product = Product.objects.get()
    assert (product.price_kopecks, product.kind) == (12_900_00, "mini_course")
    assert "Такой продукт уже есть" in again.content.decode()


def test_a_price_below_the_cost_needs_a_reason(school: School) -> None:
    head, product = member(), make_product("Блонд")
    filled = {"name": "Блонд", "price": "100", "cost": "500"}

    refused = head.post(f"/matrix/{product.pk}/edit/", filled)
    head.post(f"/matrix/{product.pk}/edit/", {**filled, "reason": "Первый шаг к флагману"})

    assert refused.status_code == 200
    product.refresh_from_db()
    assert (product.price_kopecks, product.cost_kopecks) == (100_00, 500_00)


def test_the_export_equals_the_screen(school: School) -> None:
    make_product("Блонд", price_kopecks=12_900_00, cost_kopecks=5_000_00)
    make_product("Стрижки")

    rows = member().get("/matrix/export/?q=блонд").content.decode("utf-8-sig").splitlines()

    assert len(rows) == 2
    assert rows[1].startswith("Блонд;;активный;12900,00;5000,00;61,2;нет;")


def test_strangers_sign_in_and_colleagues_only_read(school: School) -> None:
    product, coordinator = make_product("Блонд"), member("coordinator")

    assert Client().get("/matrix/").status_code == 302
    assert "Добавить продукт" not in page(coordinator, "/matrix/")
    assert coordinator.post(f"/matrix/{product.pk}/economics/").status_code == 403
    assert member().get("/matrix/999999/").status_code == 404


def test_the_matrix_costs_the_same_at_any_length(school: School) -> None:
    head = member()
    make_product()
    # The fixture wrote the method in this very transaction; from here on it is read once.
    method_queries._of_transaction.clear()
    head.get("/matrix/")
    with CaptureQueriesContext(connection) as short:
        head.get("/matrix/")
    for _ in range(30):
        buy(make_client(), make_product())

    with CaptureQueriesContext(connection) as long:
        head.get("/matrix/")

    assert len(long) == len(short)


def test_every_tab_and_filter_of_the_address_narrows_the_list(school: School) -> None:
    head, darya = member(), make_staff("Дарья Мухина")
    blond, other = make_product("Блонд"), make_product("Стрижки")
    pain = Pain.objects.create(school=school, name="Страх осветления")
    head.post(f"/matrix/{blond.pk}/pains/", {"pains": [pain.pk]})
    Product.objects.filter(pk=blond.pk).update(owner=darya)
    Product.objects.filter(pk=other.pk).update(status=ProductStatus.RETIRED.value)

    for query in (f"pain={pain.pk}", f"owner={darya.pk}", "view=active", "view=dead_ends"):
        shown = page(head, f"/matrix/?{query}")
        assert shown.count("data-row>") == 1 and "<b>Блонд</b>" in shown, query
    assert "<b>Стрижки</b>" in page(head, "/matrix/?view=retired")


def test_where_the_path_leads_is_read_in_the_matrix_too(school: School) -> None:
    flagship, blond = make_product("Колорист"), make_product("Блонд")
    make_path((flagship, blond))

    assert row_of(flagship).next == ("Блонд",)


@pytest.mark.requirement("R-067")
def test_a_revision_asks_about_every_product_once_and_dates_the_answer(school: School) -> None:
    head = member()
    for name in ("А", "Б", "В"):
        make_product(name)
    make_product("Снятый")
    Product.objects.filter(name="Снятый").update(status=ProductStatus.RETIRED.value)

    head.post("/matrix/revision/start/")
    first = page(head, "/matrix/revision/")
    assert "осталось 3 из 3" in first
    assert [f'data-key="Digit{n}"' in first for n in range(1, 5)] == [True] * 4

    for name, status in (("А", "active"), ("Б", "sleeping"), ("В", "unsorted")):
        product = Product.objects.get(name=name)
        assert name in page(head, "/matrix/revision/")
        head.post(f"/matrix/revision/{product.pk}/", {"status": status})
        product.refresh_from_db()
        assert (product.status, product.revised_at is None) == (status, False)

    assert "Ревизия закончена" in page(head, "/matrix/revision/")
    assert "Начать ревизию" in page(head, "/matrix/")


@pytest.mark.requirement("R-067")
def test_a_product_may_be_decided_on_later_and_the_revision_goes_on(school: School) -> None:
    head, one, two = member(), make_product("А"), make_product("Б")
    head.post("/matrix/revision/start/")

    assert f"?product={two.pk}" in page(head, "/matrix/revision/")
    assert f"/matrix/revision/{two.pk}/" in page(head, f"/matrix/revision/?product={two.pk}")
    head.post(f"/matrix/revision/{one.pk}/", {"status": "active"})
    head.post("/matrix/revision/start/")

    assert "осталось 1 из 2" in page(head, "/matrix/revision/")
    assert "Продолжить ревизию: осталось 1" in page(head, "/matrix/")
    assert member("coordinator").get("/matrix/revision/").status_code == 403


def test_a_product_the_path_leads_to_stays_on_the_screen_when_it_may_not_be_retired(
    school: School,
) -> None:
    head, flagship, blond = member(), make_product("Колорист"), make_product("Блонд")
    make_path((flagship, blond))
    head.post("/matrix/revision/start/")

    answer = head.post(f"/matrix/revision/{blond.pk}/", {"status": "retired"}, follow=True)

    assert "осталось 2 из 2" in answer.content.decode()
    assert f"/matrix/revision/{blond.pk}/" in answer.content.decode()
    blond.refresh_from_db()
    assert (blond.status, blond.revised_at) == (ProductStatus.ACTIVE, None)
