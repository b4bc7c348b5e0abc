"""Terms agreed with one student, as the head agrees them and colleagues see them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.people.models import Client as Student
from provodnik.facts.people.services import assign_coordinator
from provodnik.facts.people.tests.factories import make_client
from provodnik.kernel.calendar.rules import deadline
from provodnik.kernel.models import School
from provodnik.touches.desk.hours import desk_calendar
from provodnik.touches.desk.models import ClientPromise, Term
from provodnik.touches.desk.tests.factories import ask
from provodnik.web.tests.members import cost_of, sign_in

pytestmark = pytest.mark.django_db

AGREED = {"priority": "p2", "answer": "2", "reason": "Договорились при старте"}


def address(student: Student, deed: str = "") -> str:
    return f"/desk/clients/{student.pk}/promises/{deed}"


def page(client: Client, asked: str) -> str:
    response = client.get(asked)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def post(client: Client, asked: str, told: dict[str, str]) -> str:
    response = client.post(asked, told, follow=True)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.requirement("R-057")
def test_two_hours_agreed_on_the_page_are_when_the_students_requests_are_late(
    school: School, client: Client
) -> None:
    head, student = sign_in(client), make_client()
    opened_at = timezone.now() - timedelta(minutes=5)
    ticket = ask(student, at=opened_at, topic="payment")
    assert "Обещаем то же, что и всем" in page(client, address(student))
    shown = post(client, address(student, "make/"), AGREED)
    ticket.refresh_from_db()

    assert ticket.answer_due_at == deadline(desk_calendar(), opened_at, timedelta(hours=2))
    assert "У ученика свои сроки ответа" in shown
    assert "ответ за 2 ч рабочего времени" in shown
    assert "Договорились при старте" in shown
    assert head.name in shown
    pane = page(client, f"/desk/{ticket.pk}/")
    assert "ответ за 2 ч рабочего времени, решение за 24 ч, не позже 72 ч" in pane
    assert "свой срок" in pane
    later = ask(student, at=timezone.now(), topic="payment", channel="email")
    assert Term.objects.get(ticket=later).answer_minutes == 120


@pytest.mark.requirement("R-057")
def test_the_head_goes_back_to_everybodys_terms_and_the_history_stays(
    school: School, client: Client
) -> None:
    sign_in(client)
    student = make_client()
    post(client, address(student, "make/"), {**AGREED, "answer": "0,5"})
    unsaid = post(client, address(student, "drop/"), {"priority": "p2", "reason": " "})
    assert "Пока ничего не изменилось" in unsaid
    shown = post(client, address(student, "drop/"), {"priority": "p2", "reason": "Срок вышел"})

    assert "Обещаем то же, что и всем" in shown
    assert "ответ за 30 мин рабочего времени" in shown
    assert "Срок вышел" in shown
    assert ClientPromise.objects.get().until_at is not None


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"answer": ""}, "Укажите срок: ответа, решения или оба"),
        ({"answer": "0"}, "от минуты до года"),
        ({"answer": "", "resolve": "8"}, "нужны оба срока"),
        ({"resolve": "8", "limit": "4"}, "Крайний срок раньше"),
        ({"answer": "9", "resolve": "8", "limit": "8"}, "Ответ оказался бы позже решения"),
        ({"answer": "скоро"}, "число"),
        ({"reason": " "}, "Обязательное поле"),
    ],
)
def test_nonsense_is_explained_and_nothing_is_promised(
    school: School, client: Client, told: dict[str, str], words: str
) -> None:
    sign_in(client)
    student = make_client()

    assert words in post(client, address(student, "make/"), {**AGREED, **told})
    assert not ClientPromise.objects.exists()


def test_colleagues_see_what_their_student_is_promised_and_only_who_leads_agrees_it(
    school: School, client: Client
) -> None:
    student, strange = make_client(), make_client()
    assert client.get(address(student)).status_code == 302
    sign_in(client)
    post(client, address(student, "make/"), AGREED)
    client.logout()
    mine = sign_in(client, "coordinator", "Анна Лебедева")
    assign_coordinator(student.pk, staff_id=mine.pk, now=timezone.now(), actor="system")
    shown = page(client, address(student))

    assert "ответ за 2 ч рабочего времени" in shown
    assert "Свои сроки назначает руководитель" in shown
    assert client.get(address(strange)).status_code == 404
    for deed in ("make/", "drop/"):
        assert client.post(address(student, deed), AGREED).status_code == 403
    assert "Свои сроки учеников" not in page(client, "/desk/load/")


def test_own_terms_are_listed_beside_what_everybody_is_promised_and_found_by_name(
    school: School, client: Client
) -> None:
    sign_in(client)
    student = make_client(email="natalia@example.org")
    assert "Всем обещаем одно и то же" in page(client, "/desk/load/")
    found = client.post("/desk/promises/find/", {"who": "natalia@example.org"})
    assert found.headers["Location"] == address(student)
    assert "больше одного человека" in post(client, "/desk/promises/find/", {"who": "nobody"})
    post(client, address(student, "make/"), AGREED)

    assert address(student) in page(client, "/desk/load/")


def test_the_pages_cost_the_same_for_one_promise_and_for_many(
    school: School, client: Client
) -> None:
    sign_in(client)
    student = make_client()
    asked = (address(student), "/desk/load/")
    post(client, address(student, "make/"), AGREED)
    few = [cost_of(client, one) for one in asked]
    for number in range(3, 9):
        post(client, address(student, "make/"), {**AGREED, "answer": str(number)})
        post(client, address(make_client(), "make/"), AGREED)

    assert [cost_of(client, one) for one in asked] == few
