"""The parts of the matrix: knowledge, plans, kept lessons, subscriptions, what bonuses bring."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.catalog import services
from provodnik.facts.catalog.models import PlannedProduct, Product, ProductLine
from provodnik.facts.catalog.tests.factories import lead, make_path
from provodnik.facts.catalog.types import LinkKind, ProductStatus
from provodnik.facts.learning.models import ExclusiveLesson
from provodnik.facts.sales.services.subscriptions import record_terms
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.kernel.models import School
from provodnik.web.tests.members import cost_of, sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PARTS = ("roadmap", "learn", "knowledge", "lines", "backlog", "subscriptions", "helpers")


def of_kind(name: str, kind: str) -> Product:
    product = make_product(name)
    Product.objects.filter(pk=product.pk).update(kind=kind)
    return product


@pytest.mark.parametrize("part", PARTS)
def test_an_empty_school_says_what_to_do(school: School, client: Client, part: str) -> None:
    sign_in(client)

    shown = client.get(f"/matrix/{part}/")

    assert shown.status_code == 200
    assert "pv-empty" in shown.text or part == "backlog"


@pytest.mark.parametrize("part", ["knowledge", "lines", "backlog", "subscriptions", "helpers"])
def test_a_curator_sees_only_what_is_for_curators(
    school: School, client: Client, part: str
) -> None:
    sign_in(client, "curator")
    is_figures = part in {"subscriptions", "helpers"}

    status = client.get(f"/matrix/{part}/").status_code

    assert status in ({200, 403} if is_figures else {403})
    chips = client.get("/matrix/").text
    assert "/matrix/learn/" in chips
    assert "/matrix/knowledge/" not in chips


@pytest.mark.requirement("R-071")
def test_a_curator_reads_products_and_the_head_sees_the_gap_close(
    school: School, client: Client
) -> None:
    blond, toning = make_product("Блонд"), make_product("Тонирование")
    curator, head = Client(), Client()
    sign_in(curator, "curator", "Светлана Громова")
    sign_in(head)

    assert "осталось 2 из 2" in curator.get("/matrix/learn/").text
    curator.post("/matrix/learn/", {"products": [blond.pk]})

    assert "осталось 1 из 2" in curator.get("/matrix/learn/").text
    report = head.get("/matrix/knowledge/").text
    assert "Светлана Громова" in report
    assert "50%" in report or "50,0%" in report
    rows = head.get("/matrix/knowledge/export/").content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Кто;Роль;Знает;Блонд;Тонирование"
    assert any("Громова" in row and row.endswith("1;да;нет") for row in rows)

    curator.post("/matrix/learn/", {"products": [toning.pk]})
    assert "Вы знаете все продукты" in curator.get("/matrix/learn/").text


@pytest.mark.requirement("R-070")
def test_after_a_course_the_curator_sees_products_script_and_reward(
    school: School, client: Client
) -> None:
    sign_in(client, "curator")
    course, toning = make_product("Колорист"), make_product("Тонирование")
    blond = of_kind("Блонд", "mini_course")
    make_path((course, blond))
    lead(course, toning, LinkKind.CROSS)

    shown = client.get(f"/matrix/roadmap/?after={course.pk}").text

    assert "После «Колорист» предложите «Блонд»" in shown
    assert shown.index("Блонд") < shown.index("Тонирование")
    assert "Скрипт «" in shown
    assert "вам ~645\u00a0₽" in shown
    assert "К третьему модулю видно" in shown


@pytest.mark.requirement("R-066")
def test_a_line_of_mini_products_shows_plan_and_fact(school: School, client: Client) -> None:
    sign_in(client)
    toning = make_product("Тонирование")
    services.set_status(toning.pk, ProductStatus.SLEEPING, now=timezone.now(), actor="staff:1")
    services.set_status(toning.pk, ProductStatus.ACTIVE, now=timezone.now(), actor="staff:1")
    buy(make_client(), toning, kopecks=2_900_00)

    client.post("/matrix/lines/new/", {"name": "20 мини-продуктов", "target_count": 20})
    line = ProductLine.objects.get()
    places = f"/matrix/lines/{line.pk}/places/"
    client.post(places, {"name": "Тонирование", "product_id": toning.pk})
    client.post(places, {"name": "Седина", "launch_on": "2027-01-15"})

    shown = client.get(f"/matrix/lines/{line.pk}/").text
    assert "20 мини-продуктов: запущено 1 из 20" in shown
    assert "2\u00a0900" in shown
    assert "Дальше:" in shown
    assert "Седина" in shown

    place = PlannedProduct.objects.get(name="Седина")
    client.post(places, {"fill": place.pk, "product": toning.pk})
    place.refresh_from_db()
    assert place.product_id is None, "a product fills one place"
    client.post(places, {"drop": place.pk})
    assert PlannedProduct.objects.count() == 1
    assert client.post(places, {"drop": 10**6}).status_code == 404


@pytest.mark.requirement("R-072")
def test_an_exclusive_lesson_is_kept_and_given_a_stage(school: School, client: Client) -> None:
    sign_in(client)
    course = make_product("Колорист")

    client.post("/matrix/backlog/", {"name": "Седина", "course_id": course.pk, "stage": ""})
    assert "без этапа и плана 1" in client.get("/matrix/backlog/").text
    lesson = ExclusiveLesson.objects.get()
    client.post(f"/matrix/backlog/{lesson.pk}/", {"stage": "stabilisation"})

    assert "Седина" in client.get("/matrix/backlog/?stage=stabilisation").text
    assert "Таких уроков нет" in client.get("/matrix/backlog/?stage=onboarding").text
    again = client.post("/matrix/backlog/", {"name": "Седина", "course_id": course.pk})
    assert "уже отложен" in again.text
    client.post(f"/matrix/backlog/{lesson.pk}/drop/")
    assert not ExclusiveLesson.objects.exists()


@pytest.mark.requirement("R-075")
def test_the_share_of_renewals_stands_in_the_headline(school: School, client: Client) -> None:
    sign_in(client)
    club, start = of_kind("Клуб", "subscription"), timezone.now() - 100 * DAY
    loyal, gone = make_client(), make_client()
    for person in (loyal, gone):
        buy(person, club, at=start)
    buy(loyal, club, at=start + 30 * DAY)
    record_terms(now=timezone.now())

    shown = client.get("/matrix/subscriptions/").text

    assert "Продлено 1 из 3 сроков подписки" in shown
    assert "33%" in shown


@pytest.mark.requirement("R-082")
def test_a_tripwire_says_plainly_when_people_are_few(school: School, client: Client) -> None:
    sign_in(client)
    tripwire, flagship = of_kind("Урок за 490", "tripwire"), of_kind("Флагман", "flagship")
    lead(tripwire, flagship, LinkKind.TRIPWIRE)
    start = timezone.now() - 120 * DAY
    holder = make_client()
    buy(holder, tripwire, at=start)
    buy(holder, flagship, at=start + DAY)
    buy(make_client(), make_product("Мини"), at=start)

    for address in ("/matrix/helpers/", f"/matrix/{tripwire.pk}/"):
        shown = client.get(address).text
        assert "мало людей, рано судить" in shown
        assert "+100,0\u00a0п.п." in shown

    row = client.get("/matrix/helpers/export/").content.decode("utf-8-sig").splitlines()[1]
    assert row.startswith("Урок за 490;трипваер для;Флагман;1;1;1;0;")


@pytest.mark.requirement("R-068")
def test_a_sleeping_product_with_ready_content_is_listed_for_a_quick_launch(
    school: School, client: Client
) -> None:
    sign_in(client)
    ready, bare = make_product("Готовый"), make_product("Пустой")
    for product in (ready, bare):
        services.set_status(product.pk, ProductStatus.SLEEPING, now=timezone.now(), actor="s:1")
    client.post(f"/matrix/{ready.pk}/content/")

    shown = client.get("/matrix/?view=sleeping").text

    assert "Содержание готово у 1" in shown
    assert shown.count("содержание готово") == 1


@pytest.mark.parametrize("part", PARTS)
def test_a_part_asks_as_much_at_two_products_as_at_twenty(
    school: School, client: Client, part: str
) -> None:
    sign_in(client)
    make_product()
    few = cost_of(client, f"/matrix/{part}/")
    for number in range(20):
        product = of_kind(f"П{number}", "tripwire" if number % 2 else "subscription")
        lead(product, make_product(), LinkKind.TRIPWIRE)

    assert cost_of(client, f"/matrix/{part}/") == few
