"""Points of outflow: from the number that names the fall to a card with its proof."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from provodnik.decisions.causes import services
from provodnik.decisions.causes.models import CauseCard, ChurnPoint, Hypothesis
from provodnik.decisions.causes.tests.factories import (
    ACTOR,
    changed_card,
    check,
    make_card,
    tell,
)
from provodnik.decisions.causes.tests.walks import walk
from provodnik.decisions.causes.types import Result
from provodnik.facts.catalog.models import Product
from provodnik.facts.sales.tests.factories import make_product
from provodnik.facts.team.models import Staff
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import services as lake
from provodnik.lake.reading import forget
from provodnik.reports.models import ChangeNote
from provodnik.web.tests.members import cost_of, sign_in

WHY = {
    "kind": "unclear_path",
    "text": "Не видно, что дальше",
    "check_how": "Пять интервью",
    "checker": "",
    "due_on": "",
}
PROOF = {
    "result": "confirmed",
    "proof_kind": "interview",
    "proof": "«Думала, что это всё»",
    "link": "",
}


@pytest.fixture(autouse=True)
def own_lake(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME = tmp_path
    forget()
    yield
    forget()


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


@pytest.fixture
def fallen(client: Client, committed_school: School) -> Product:
    """A course where thirty of forty are lost before the third module, months ago."""
    now = timezone.now()
    opened_on = timezone.localdate() - timedelta(days=100)
    with schools.inside(committed_school.pk):
        sign_in(client)
        product = make_product("Колорист")
        walk(product, opened_on, people=30, modules=2)
        walk(product, opened_on, people=10, modules=4)
    lake.catch_up(now=now)
    return product


def seen(client: Client, address: str) -> str:
    """A page as it is read: a hard space is a space."""
    return client.get(address).text.replace("\u00a0", " ")


def test_a_coordinator_is_refused_and_a_stranger_signs_in(client: Client, school: School) -> None:
    card = make_card()
    assert client.get("/causes/").status_code == 302

    sign_in(client, "coordinator", "Анна Лебедева")
    assert client.get("/causes/").status_code == 403
    assert client.get(f"/causes/{card.pk}/").status_code == 403


def test_who_only_looks_cannot_write(client: Client, school: School) -> None:
    card = make_card()
    hypothesis = tell(card)
    sign_in(client, "mentor", "Игорь Лис")

    page = seen(client, f"/causes/{card.pk}/")
    assert "Добавить гипотезу" not in page
    for address in (
        f"/causes/{card.pk}/hypotheses/",
        f"/causes/{card.pk}/change/",
        f"/causes/{card.pk}/closure/",
        f"/causes/{card.pk}/drop/",
        f"/causes/hypotheses/{hypothesis.pk}/check/",
        "/causes/open/",
    ):
        assert client.post(address).status_code == 403, address


def test_what_is_not_there_is_not_found(client: Client, head: Staff) -> None:
    for address in ("/causes/7/", "/causes/hypotheses/7/", "/causes/?state=lost"):
        assert client.get(address).status_code == 404, address
    assert client.post("/causes/points/7/card/").status_code == 404


@pytest.mark.requirement("R-252")
@pytest.mark.requirement("R-253")
def test_the_number_that_names_the_biggest_fall_opens_a_card_by_one_button(
    client: Client, fallen: Product
) -> None:
    page = seen(client, "/numbers/module_reach/")
    assert "Больше всего теряем перед шагом «Модуль 3», Колорист: 30 учеников." in page
    told = {"metric": "module_reach", "product": "Колорист", "item": "Модуль 3"}

    opened = client.post("/causes/open/", {**told, "from": "", "to": ""})
    again = client.post("/causes/open/", {**told, "from": "", "to": ""})

    with schools.inside(fallen.school_id):
        card = CauseCard.objects.get()
    assert opened.headers["Location"] == again.headers["Location"] == f"/causes/{card.pk}/"
    assert (card.reached, card.before, card.size) == (10, 40, 40)
    shown = seen(client, f"/causes/{card.pk}/")
    assert "«Модуль 3»: теряем 30 из 40, причина пока неизвестна" in shown
    assert "/numbers/module_reach/?as_of=" in shown


@pytest.mark.parametrize(
    "told",
    [
        {"metric": "nps"},
        {"item": "Модуль 9"},
        {"item": "Модуль 1"},
        {"product": "Нет такого"},
        {"from": "завтра"},
    ],
)
def test_a_place_where_nobody_is_lost_has_no_card(
    client: Client, fallen: Product, told: dict[str, str]
) -> None:
    asked = {"metric": "module_reach", "product": "Колорист", "item": "Модуль 3", **told}

    assert client.post("/causes/open/", asked).status_code == 404


@pytest.mark.requirement("R-253")
def test_a_point_found_at_night_waits_in_the_list_until_it_is_taken_up(
    client: Client, fallen: Product
) -> None:
    with schools.inside(fallen.school_id):
        services.refresh_points(now=timezone.now())
        point = ChurnPoint.objects.get()
    page = seen(client, "/causes/")
    assert "1 точка оттока без причины: выясните, почему уходят" in page

    client.post(f"/causes/points/{point.pk}/card/")

    page = seen(client, "/causes/")
    assert "1 точка оттока в работе" in page
    assert "Без карточки причины" not in page


@pytest.mark.requirement("R-253")
def test_a_card_goes_from_hypothesis_to_proof_to_change_by_plain_forms(
    client: Client, head: Staff
) -> None:
    card = make_card()
    address = f"/causes/{card.pk}/"
    told = {"text": "Что-то", "on_date": "2026-01-10"}
    refused = client.post(f"{address}change/", told, follow=True)
    assert "Сначала подтвердите причину проверкой" in refused.text

    client.post(f"{address}hypotheses/", WHY)
    hypothesis = Hypothesis.objects.get()
    check_href = f"/causes/hypotheses/{hypothesis.pk}/check/"
    for missing in ({"proof": ""}, {"proof_kind": "number"}, {"link": "javascript:alert(1)"}):
        assert client.post(check_href, {**PROOF, **missing}).status_code == 200, missing
    assert not Hypothesis.objects.exclude(result="").exists()

    client.post(check_href, PROOF)
    shown = seen(client, address)
    assert "«Модуль 3»: причина найдена, Непонятный путь. Пора менять" in shown
    assert "«Думала, что это всё»" in shown and "интервью или цитата" in shown

    on_date = timezone.localdate() - timedelta(days=3)
    client.post(f"{address}change/", {"text": "Показали путь", "on_date": on_date.isoformat()})
    shown = seen(client, address)
    assert "изменили, смотрим, помогло ли" in shown and "Судить рано" in shown
    assert ChangeNote.objects.get().text == "Показали путь"

    client.post(f"{address}closure/", {"outcome": "helped", "conclusion": "Дошло вдвое больше"})
    shown = seen(client, address)
    assert "изменение помогло" in shown and "Дошло вдвое больше" in shown
    assert "Вернуть в работу" in shown and "Закрыть карточку" not in shown


def test_a_change_of_tomorrow_is_not_written_down(client: Client, head: Staff) -> None:
    card = make_card()
    check(tell(card))
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()

    page = client.post(f"/causes/{card.pk}/change/", {"text": "Потом", "on_date": tomorrow})

    assert "Этот день ещё не наступил." in page.text
    assert not ChangeNote.objects.exists()


@pytest.mark.requirement("R-253")
def test_the_card_shows_completion_before_and_after_with_bounds_and_a_warning(
    client: Client, committed_school: School
) -> None:
    today = timezone.localdate()
    changed_on = today - timedelta(days=90)
    with schools.inside(committed_school.pk):
        sign_in(client)
        card = changed_card(changed_on)
        product = Product.objects.get()
        walk(product, changed_on - timedelta(days=70), people=20, modules=2)
        walk(product, changed_on - timedelta(days=70), people=10, modules=4, is_finished=True)
        walk(product, changed_on + timedelta(days=3), people=8, modules=4, is_finished=True)
    lake.catch_up(now=timezone.now())

    page = seen(client, f"/causes/{card.pk}/")

    assert "Дошли до «Модуль 3»" in page and "Закончили курс" in page
    assert "+67 п.п." in page or "+66,7" in page
    assert "на самом деле от" in page
    assert "Учеников мало" in page
    assert f"as_of={(changed_on - timedelta(days=1)).isoformat()}" in page


def test_a_number_opens_as_it_stood_then(client: Client, fallen: Product) -> None:
    before = (timezone.localdate() - timedelta(days=90)).isoformat()

    now = seen(client, "/numbers/module_reach/?product=Колорист&item=Модуль 3")
    then = seen(client, f"/numbers/module_reach/?product=Колорист&item=Модуль 3&as_of={before}")

    assert "25%" in now
    assert "25%" not in then


def test_cards_are_filtered_by_state_and_the_file_says_what_the_screen_says(
    client: Client, head: Staff
) -> None:
    make_card("Модуль 2")
    check(tell(make_card("Модуль 4")), Result.CONFIRMED)
    page = seen(client, "/causes/?state=cause_found")
    assert "Модуль 4" in page and "Модуль 2" not in page
    assert "В этом состоянии карточек нет" in client.get("/causes/?state=helped").text

    text = client.get("/causes/export/?state=cause_found").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["Шаг"], row["Причина"]) == ("Модуль 4", "Непонятный путь")
    assert (row["Потеряли"], row["Состояние"]) == ("30", "причина найдена")


def test_a_withdrawn_card_and_a_dropped_hypothesis_come_back(client: Client, head: Staff) -> None:
    card = make_card()
    hypothesis = tell(card)
    client.post(f"/causes/hypotheses/{hypothesis.pk}/drop/")
    assert "Не видно, что дальше" not in client.get(f"/causes/{card.pk}/").text
    client.post(f"/causes/hypotheses/{hypothesis.pk}/restore/")
    assert "Не видно, что дальше" in client.get(f"/causes/{card.pk}/").text

    assert "Карточка убрана" in client.post(f"/causes/{card.pk}/drop/", follow=True).text
    assert client.get(f"/causes/{card.pk}/").status_code == 404
    client.post(f"/causes/{card.pk}/restore/")
    assert client.get(f"/causes/{card.pk}/").status_code == 200


def test_a_hypothesis_and_its_check_are_mended(client: Client, head: Staff) -> None:
    hypothesis = check(tell(make_card()))
    address = f"/causes/hypotheses/{hypothesis.pk}/"
    assert "«Не нашла, где модуль 3»" in client.get(address).text

    client.post(address, {**WHY, "kind": "material", "due_on": "2026-12-01"})
    client.post(f"{address}check/", {**PROOF, "result": "refuted"})

    hypothesis.refresh_from_db()
    assert (hypothesis.kind, hypothesis.due_on) == ("material", date(2026, 12, 1))
    assert (hypothesis.result, hypothesis.proof) == ("refuted", PROOF["proof"])


def test_who_answers_is_chosen_on_the_card(client: Client, head: Staff) -> None:
    card = make_card()

    client.post(f"/causes/{card.pk}/owner/", {"owner": head.pk})

    assert CauseCard.objects.get(pk=card.pk).owner_id == head.pk


def test_the_list_costs_the_same_with_one_card_and_with_thirty(client: Client, head: Staff) -> None:
    tell(make_card("Урок 0"))
    one = cost_of(client, "/causes/")
    for nth in range(1, 30):
        check(tell(make_card(f"Урок {nth}")))

    assert cost_of(client, "/causes/") == one


def test_the_card_costs_the_same_with_one_hypothesis_and_with_thirty(
    client: Client, head: Staff
) -> None:
    card = make_card()
    tell(card, checker_id=head.pk)
    one = cost_of(client, f"/causes/{card.pk}/")
    for nth in range(29):
        check(tell(card, text=f"Гипотеза {nth}", checker_id=head.pk))

    assert cost_of(client, f"/causes/{card.pk}/") == one


def test_the_pages_speak_english(client: Client, head: Staff) -> None:
    card = make_card()
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}

    assert "Why they leave" in client.get(f"/causes/{card.pk}/", **english).text  # type: ignore[arg-type]  # a header of the test client
    assert services.drop_card(card.pk, actor=ACTOR, now=timezone.now()) is None
    assert "No points of outflow yet" in client.get("/causes/", **english).text  # type: ignore[arg-type]  # the same
