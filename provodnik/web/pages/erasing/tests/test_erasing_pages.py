"""Erasing as people meet it: who may, what is asked, what is left."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from conftest import MONDAY
from provodnik.facts.people.erasure.models import Erasure
from provodnik.facts.people.models import Client as Student
from provodnik.facts.people.services import merge
from provodnik.facts.people.tests.factories import make_client as add_client
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel import backups
from provodnik.kernel.models import School
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.types import TouchKind

pytestmark = pytest.mark.django_db

HEAD = "head_of_product_and_service"


@pytest.fixture
def head(school: School, settings: Settings, tmp_path: Path) -> Staff:
    settings.HOME = tmp_path
    return make_staff("Ольга Седова", HEAD, user=make_user())


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева", user=make_user())


@pytest.fixture
def natalia(school: School, anna: Staff) -> Student:
    student = make_client("Наталья Ремизова", coordinator=anna)
    buy(student, make_product("Колорист с нуля"), kopecks=54_000_00)
    return student


def browser(staff: Staff) -> Client:
    client = Client()
    assert staff.user is not None
    client.force_login(staff.user)
    return client


def page(staff: Staff, address: str) -> str:
    response = browser(staff).get(address, follow=True)
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def address(name: str, student: Student) -> str:
    return reverse(name, args=[student.pk])


def erase(staff: Staff, student: Student, name: str = "Наталья Ремизова") -> str:
    told = {"name": name, "request": "письмо от 3 октября, вх. 15"}
    response = browser(staff).post(address("erasing:ask", student), told, follow=True)
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_the_card_offers_it_to_whoever_may_and_nobody_else(
    natalia: Student, head: Staff, anna: Staff
) -> None:
    words = "Удалить по запросу человека"

    assert words in page(head, address("students:show", natalia))
    assert words not in page(anna, address("students:show", natalia))


def test_a_colleague_without_the_right_is_refused_and_a_stranger_signs_in(
    natalia: Student, anna: Staff
) -> None:
    ask = address("erasing:ask", natalia)

    assert browser(anna).get(ask).status_code == 403
    assert browser(anna).post(ask, {"name": "Наталья Ремизова"}).status_code == 403
    assert Client().get(ask).status_code == 302
    assert not Erasure.objects.exists()


def test_a_client_of_another_school_is_nobody(head: Staff) -> None:
    assert browser(head).get(reverse("erasing:ask", args=[987_654])).status_code == 404


def test_the_question_says_what_vanishes_and_what_stays(natalia: Student, head: Staff) -> None:
    shown = page(head, address("erasing:ask", natalia))

    assert "Удалить данные: Наталья Ремизова" in shown
    for words in ("Исчезнет сразу", "Останется", "Цифры школы не изменятся", "Резервные копии"):
        assert words in shown


@pytest.mark.parametrize("name", ["", "Наталья", "Мария Ремизова"])
def test_nobody_is_erased_by_another_name(natalia: Student, head: Staff, name: str) -> None:
    shown = erase(head, natalia, name)

    assert not Erasure.objects.exists()
    assert "письмо от 3 октября" in shown, "what was written stays in the form"


def test_what_is_left_says_when_by_whom_and_the_sums(natalia: Student, head: Staff) -> None:
    shown = erase(head, natalia, " наталья  ремизова ")

    assert "Карточка удалена по запросу человека" in shown
    assert "Остались только суммы." in shown
    for words in ("54 000 ₽", "Ольга Седова", "письмо от 3 октября, вх. 15"):
        assert words in shown
    assert "Ремизова" not in shown


def test_the_card_leads_to_what_is_left(natalia: Student, head: Staff, anna: Staff) -> None:
    erase(head, natalia)

    assert "Остались только суммы." in page(head, address("students:show", natalia))
    assert browser(anna).get(address("students:show", natalia)).status_code == 404
    assert browser(anna).get(address("erasing:stone", natalia)).status_code == 404


def test_an_absorbed_card_leads_there_too(natalia: Student, head: Staff) -> None:
    twin = add_client("Наталья Р.", email="twin@mail.ru")
    merge(natalia.pk, twin.pk, now=MONDAY, actor="system")
    erase(head, natalia)

    assert "Остались только суммы." in page(head, address("erasing:stone", twin))


def test_a_living_card_has_nothing_left_to_show(natalia: Student, head: Staff) -> None:
    assert browser(head).get(address("erasing:stone", natalia)).status_code == 404


def test_sending_the_form_twice_erases_once(natalia: Student, head: Staff) -> None:
    erase(head, natalia)

    assert "Остались только суммы." in erase(head, natalia)
    assert Erasure.objects.count() == 1


def test_backups_that_still_hold_the_person_are_named(
    natalia: Student, head: Staff, tmp_path: Path
) -> None:
    now = timezone.now()
    kept, lost, later = (tmp_path / name for name in ("kept.tar", "lost.tar", "later.tar"))
    kept.write_bytes(b"")
    for path, at in ((kept, -2), (lost, -1), (later, 1)):
        backups.note(tmp_path, path, taken_at=now + timedelta(days=at))

    shown = erase(head, natalia)

    assert "kept.tar" in shown
    assert "lost.tar · по этому пути файла уже нет" in shown
    assert "later.tar" not in shown


def test_without_backups_the_page_says_so(natalia: Student, head: Staff) -> None:
    assert "Резервных копий до удаления здесь не делали." in erase(head, natalia)


def test_a_page_left_open_writes_nothing_about_the_erased(
    natalia: Student, head: Staff, anna: Staff
) -> None:
    touch = queue.plan(
        client_id=natalia.pk,
        kind=TouchKind.SUPPORT,
        reason="Позвонить",
        occurrence="1",
        owner_id=anna.pk,
        actor="system",
        now=MONDAY,
    )
    erase(head, natalia)

    note = browser(head).post(address("students:note", natalia), {"text": "плакала"})
    done = browser(anna).post(reverse("day:outcome", args=[touch.pk]), {"outcome": "reached"})

    assert (note.status_code, done.status_code) == (404, 404)


def test_lists_and_search_do_not_know_the_person(natalia: Student, head: Staff) -> None:
    erase(head, natalia)

    for where in (reverse("students:list"), "/search/?q=Ремизова"):
        shown = page(head, where)
        assert "Наталья" not in shown
        assert "Удалённый человек" not in shown


def test_the_list_of_erasures_costs_the_same_for_many(
    natalia: Student, head: Staff, anna: Staff
) -> None:
    where = reverse("erasing:list")
    assert "По запросу никого не удаляли" in page(head, where)
    erase(head, natalia)
    signed_in = browser(head)
    signed_in.get(where)
    with CaptureQueriesContext(connection) as one:
        assert "письмо от 3 октября" in signed_in.get(where).content.decode()
    for number in range(5):
        erase(head, make_client(f"Вера {number}", goal=None), f"Вера {number}")
    with CaptureQueriesContext(connection) as many:
        signed_in.get(where)

    assert len(many) == len(one)
    assert browser(anna).get(where).status_code == 403
