"""Changing the matrix where it stands: a cell, several products, and taking it back."""

import re

import pytest
from django.test import Client

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.tests.factories import make_path
from provodnik.facts.sales.tests.factories import make_product
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.web.tests.members import sign_in

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


def undo_of(html: str) -> str:
    found = re.search(r'action="(/matrix/undo/[^"]+)"', html)
    assert found, "no way back is offered"
    return found[1]


def price_of(product: Product) -> int | None:
    product.refresh_from_db()
    return product.price_kopecks


def test_a_cell_is_written_in_place_and_taken_back(school: School, client: Client) -> None:
    sign_in(client)
    blond = make_product("Блонд", price_kopecks=12_900_00)
    address = f"/matrix/{blond.pk}/cells/price/"
    form = client.get(address, headers=PART).text
    assert 'value="12900"' in form
    assert "<html" not in form

    answer = client.post(address, {"value": "9 900,50", "was": "12900"}, headers=PART).text

    assert price_of(blond) == 9_900_50
    assert "9\u00a0901" in answer or "9\u00a0900" in answer
    client.post(undo_of(answer))
    assert price_of(blond) == 12_900_00


def test_a_sum_nobody_can_read_stays_in_the_cell_with_words(school: School, client: Client) -> None:
    sign_in(client)
    blond = make_product("Блонд", price_kopecks=900_00)

    answer = client.post(
        f"/matrix/{blond.pk}/cells/price/", {"value": "много", "was": "900"}, headers=PART
    ).text

    assert "Напишите сумму" in answer
    assert price_of(blond) == 900_00


def test_a_cell_works_as_a_plain_page(school: School, client: Client) -> None:
    sign_in(client)
    blond, anna = make_product("Блонд"), make_staff("Анна Лебедева")
    address = f"/matrix/{blond.pk}/cells/owner/"
    assert "<h1>Блонд</h1>" in client.get(address).text

    done = client.post(address, {"value": str(anna.pk), "was": ""}, follow=True)

    blond.refresh_from_db()
    assert blond.owner_id == anna.pk
    undo_of(done.text)


def test_a_cell_changed_meanwhile_is_not_overwritten(school: School, client: Client) -> None:
    sign_in(client)
    blond = make_product("Блонд", price_kopecks=500_00)

    answer = client.post(
        f"/matrix/{blond.pk}/cells/price/", {"value": "100", "was": "400"}, headers=PART
    ).text

    assert price_of(blond) == 500_00
    assert "теперь в ней «500»" in answer
    assert 'name="was" value="500"' in answer, "the next try knows what it overwrites"


def test_a_price_below_the_cost_asks_for_a_reason_in_the_cell(
    school: School, client: Client
) -> None:
    sign_in(client)
    blond = make_product("Блонд", price_kopecks=900_00, cost_kopecks=500_00)
    address = f"/matrix/{blond.pk}/cells/price/"

    refused = client.post(address, {"value": "100", "was": "900"}, headers=PART).text
    assert 'name="reason"' in refused
    assert price_of(blond) == 900_00

    client.post(address, {"value": "100", "was": "900", "reason": "Первый шаг"}, headers=PART)
    assert price_of(blond) == 100_00


def test_several_products_change_at_once_and_back(school: School, client: Client) -> None:
    sign_in(client)
    anna, products = make_staff("Анна Лебедева"), [make_product(name) for name in "АБВ"]
    chosen = {"products": [one.pk for one in products[:2]], "owner": anna.pk, "do": "owner"}

    done = client.post("/matrix/bulk/", {**chosen, "query": "view=active"}, follow=True)

    assert done.redirect_chain[-1][0] == "/matrix/?view=active"
    assert "Изменено: 2" in done.text
    owners = Product.objects.order_by("name").values_list("owner_id", flat=True)
    assert list(owners) == [anna.pk, anna.pk, None]

    client.post(undo_of(done.text))
    assert set(Product.objects.values_list("owner_id", flat=True)) == {None}


def test_what_may_not_be_retired_is_told_and_the_rest_is(school: School, client: Client) -> None:
    sign_in(client)
    flagship, blond = make_product("Флагман"), make_product("Блонд")
    make_path((flagship, blond))

    done = client.post(
        "/matrix/bulk/",
        {"products": [flagship.pk, blond.pk], "status": "retired", "do": "status"},
        follow=True,
    ).text

    statuses = dict(Product.objects.values_list("name", "status"))
    assert statuses == {"Флагман": "retired", "Блонд": "active"}
    assert "ведёт" in done or "ведут" in done


@pytest.mark.requirement("R-067")
def test_ticked_products_come_into_the_revision(school: School, client: Client) -> None:
    sign_in(client)
    one, _two = make_product("А"), make_product("Б")

    client.post("/matrix/bulk/", {"products": [one.pk], "do": "revision"})

    assert "осталось 1 из 1" in client.get("/matrix/revision/").text
    unrevised = client.get("/matrix/?view=unrevised").text
    assert unrevised.count("<tr data-row>") == 1


def test_a_forged_way_back_leads_nowhere(school: School, client: Client) -> None:
    sign_in(client)

    assert client.post("/matrix/undo/W1sxLCJwcmljZSIsMSwyXV0:forged/").status_code == 404


@pytest.mark.parametrize("address", ["/matrix/bulk/", "/matrix/1/cells/price/"])
def test_who_may_not_edit_changes_nothing(school: School, client: Client, address: str) -> None:
    sign_in(client, "coordinator")

    assert client.post(address).status_code == 403


def test_a_reader_sees_no_boxes_and_no_cells_to_change(school: School, client: Client) -> None:
    sign_in(client, "coordinator")
    make_product("Блонд")

    shown = client.get("/matrix/").text

    assert "Блонд" in shown
    assert "data-pick" not in shown
    assert "/cells/" not in shown
