"""Whose work it is, on its pages."""

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import journal
from provodnik.kernel.models import School
from provodnik.touches.desk import services as desk
from provodnik.touches.desk.tests.factories import ask
from provodnik.web.tests.members import cost_of, sign_in


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def answers(by: Staff, times: int = 1) -> None:
    client_id = make_client().pk
    for _ in range(times):
        journal.record(
            "ticket_answered",
            happened_at=timezone.now(),
            actor=staff_actor(by.pk),
            client_id=client_id,
            item="T-1",
        )


def between(page: str, start: str, end: str) -> str:
    return page.split(start)[1].split(end, maxsplit=1)[0]


@pytest.mark.requirement("R-007")
def test_the_producers_service_work_is_in_the_report_and_opens_to_its_entries(
    client: Client, head: Staff
) -> None:
    producer = make_staff("Артём Гусев", "producer")
    answers(producer, 2)
    answers(make_staff("Светлана Громова", "curator"), 6)

    page = client.get("/duties/").text
    entries = client.get(f"/duties/{producer.pk}/answer_students/").text

    report = between(page, 'data-rows="done"', "</table>")
    assert "Артём Гусев" in report
    assert "Отвечать ученикам" in report
    assert "25" in report
    assert "Светлана Громова" not in report
    assert entries.count("data-entry") == 2
    assert "Ответ ученику" in entries


@pytest.mark.requirement("R-007")
def test_a_request_assigned_to_the_producer_is_flagged(client: Client, head: Staff) -> None:
    producer, ticket = make_staff("Артём Гусев", "producer"), ask(make_client())
    desk.assign([ticket.pk], to_id=producer.pk, reason="by_hand", by_id=None, now=timezone.now())

    page = client.get("/duties/").text

    work = between(page, 'data-rows="work"', "</ul>")
    assert "Артём Гусев" in work
    assert f'href="/desk/{ticket.pk}/"' in work
    assert "Каждый делает свою работу" not in page


@pytest.mark.requirement("R-007")
def test_the_matrix_is_the_schools_own(client: Client, head: Staff) -> None:
    page = client.get("/duties/").text

    assert "Каждый делает свою работу" in page
    matrix = between(page, 'class="pv-duties__matrix"', "</main>")
    assert matrix.count("их работа") == matrix.count('<th scope="row">')
    assert 'href="/method/duties/"' in matrix


def test_who_does_not_see_students_reads_no_names_of_them(client: Client, school: School) -> None:
    mentor = sign_in(client, "mentor", "Нина Полякова")
    producer = make_staff("Артём Гусев", "producer")
    student = make_client(first_name="Тайна", last_name="Тайнина")
    ticket = ask(student, "Секретный вопрос")
    desk.assign([ticket.pk], to_id=producer.pk, reason="by_hand", by_id=None, now=timezone.now())

    page = client.get("/duties/").text

    assert mentor.name in page
    assert "Обращение" in page
    assert "Тайнина" not in page
    assert "Секретный" not in page


def test_a_colleague_without_the_right_is_refused(client: Client, school: School) -> None:
    staff = sign_in(client, "coordinator")

    assert client.get("/duties/").status_code == 403
    assert client.get(f"/duties/{staff.pk}/answer_students/").status_code == 403


def test_unknown_people_and_functions_are_not_found(client: Client, head: Staff) -> None:
    assert client.get("/duties/999999/answer_students/").status_code == 404
    assert client.get(f"/duties/{head.pk}/castle/").status_code == 404


def test_the_cost_does_not_grow_with_the_report(client: Client, head: Staff) -> None:
    answers(make_staff("Продюсер", "producer"))
    short = cost_of(client, "/duties/")

    for number in range(30):
        answers(make_staff(f"Продюсер {number}", "producer"))

    assert cost_of(client, "/duties/") == short
