"""A table of products: pasted or uploaded, looked at, taken, and safe to take again."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from provodnik.facts.catalog.models import Product, ProductLink
from provodnik.facts.people.models import Pain
from provodnik.facts.sales.queries.matrix import Tab, matrix
from provodnik.facts.sales.tests.factories import MONDAY, make_product
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.imports.tests.files import xlsx_file
from provodnik.kernel.models import School
from provodnik.web.tests.members import sign_in

pytestmark = pytest.mark.django_db
HEAD = "Название\tВид\tЦена\tСебестоимость\tБоль\tДальше\tКто ведёт\tЦвет обложки"
TWENTY = "\n".join(
    [
        HEAD,
        *(
            f"Мини {n:02}\tмини\t2 900 ₽\t580\tСтрах; Цвет\tМини {n + 1:02}\tАнна\tсиний"
            for n in range(1, 22)
        ),
    ]
)


def look(client: Client, text: str) -> str:
    return client.post("/matrix/import/preview/", {"text": text}).text


def take(client: Client, text: str, **more: str) -> str:
    return client.post("/matrix/import/take/", {"text": text, **more}, follow=True).text


@pytest.mark.requirement("R-064")
def test_more_than_twenty_pasted_products_are_looked_at_and_taken(
    school: School, client: Client
) -> None:
    sign_in(client)
    anna = make_staff("Анна")

    preview = look(client, TWENTY)
    assert "Новых продуктов 21, изменится 0" in preview
    assert "пропустим: Цвет обложки" in preview
    assert not Product.objects.exists(), "looking writes nothing"

    taken = take(client, TWENTY)

    assert "21\u00a0новый продукт" in taken
    first = Product.objects.get(name="Мини 01")
    assert (first.kind, first.price_kopecks, first.cost_kopecks) == (
        "mini_product",
        2_900_00,
        580_00,
    )
    assert first.owner_id == anna.pk
    assert Pain.objects.count() == 2
    assert ProductLink.objects.filter(kind="next").count() == 20
    assert "Мини 21" in client.get("/matrix/").text


@pytest.mark.requirement("R-064")
@pytest.mark.golden("G23")
def test_21_imported_products_are_all_in_the_matrix_and_none_is_an_orphan(
    school: School, client: Client
) -> None:
    sign_in(client)
    make_staff("Анна")
    _, first, *rest = TWENTY.splitlines()

    take(client, "\n".join([HEAD, first.replace("мини\t", "флагман\t"), *rest]))

    counts = matrix(now=MONDAY).counts
    assert (counts[Tab.ALL], counts[Tab.ORPHANS]) == (21, 0)
    page = client.get("/matrix/").text
    assert all(f"Мини {nth:02}" in page for nth in range(1, 22))


def test_the_same_table_twice_changes_nothing(school: School, client: Client) -> None:
    sign_in(client)
    make_staff("Анна")
    take(client, TWENTY)

    assert "Всё уже так, менять нечего" in look(client, TWENTY)
    assert "без изменений: 21" in take(client, TWENTY)
    assert Product.objects.count() == 21


def test_the_export_goes_back_in_as_it_is(school: School, client: Client) -> None:
    sign_in(client)
    make_staff("Анна")
    take(client, TWENTY)

    text = client.get("/matrix/export/").content.decode("utf-8-sig")

    assert "Всё уже так, менять нечего" in look(client, text)


def test_a_workbook_is_read_too(school: School, client: Client, tmp_path: Path) -> None:
    sign_in(client)
    rows = (["Продукт", "Вид", "Цена"], ["Блонд", "Мини-курс", 12900])
    book = xlsx_file(tmp_path / "products.xlsx", rows)
    file = SimpleUploadedFile("products.xlsx", book.read_bytes())

    preview = client.post("/matrix/import/preview/", {"file": file}).text

    assert "Новых продуктов 1, изменится 0" in preview
    assert "12\u00a0900" in preview


def test_rows_that_may_not_stand_say_why_and_the_others_come(
    school: School, client: Client
) -> None:
    sign_in(client)
    make_product("Блонд", price_kopecks=100_00)
    table = (
        "Продукт\tЦена\tСебестоимость\tВид\nБлонд\t200\t50\t\n\t5\t1\t\nДешёвый\t100\t500\t\n"
        "Странный\tмного\t1\tнечто\nСтранный\t7\t1\t"
    )

    preview = look(client, table)
    assert "Новых продуктов 1, изменится 1" in preview
    assert "нет названия" in preview
    assert "не удалось прочитать «много»" in preview
    assert "такое название уже есть выше" in preview
    assert 'name="reason"' in preview

    take(client, table)
    assert set(Product.objects.values_list("name", "price_kopecks")) == {
        ("Блонд", 200_00),
        ("Странный", None),
    }

    take(client, table, reason="Первый шаг")
    assert Product.objects.filter(name="Дешёвый").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Это не таблица"),
        ("Цена\n100", "Не нашли столбца с названиями"),
        ("Продукт\tЦена", "строк под ними нет"),
        ("Продукт\n" + "\n".join(f"П{n}" for n in range(501)), "Больше 500 строк"),
    ],
)
def test_what_is_no_table_of_products_is_told_in_words(
    school: School, client: Client, text: str, told: str
) -> None:
    sign_in(client)

    assert told in look(client, text)


def test_who_may_not_edit_loads_nothing(school: School, client: Client) -> None:
    sign_in(client, "coordinator")

    assert client.get("/matrix/import/").status_code == 403
    assert client.post("/matrix/import/take/", {"text": TWENTY}).status_code == 403
