"""The one window as its people see it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.people.relations.services import add_contact
from provodnik.facts.people.relations.types import ContactFields
from provodnik.facts.people.services import assign_coordinator
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.touches.desk import services
from provodnik.touches.desk.models import Message, Shift, Ticket
from provodnik.touches.desk.tests.factories import answer, ask, write
from provodnik.web.tests.members import cost_of, sign_in

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/desk/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def asked(text: str = "Не открывается урок", **told: object) -> Ticket:
    return ask(make_client(), text, at=timezone.now() - timedelta(minutes=5), **told)


def state_of(ticket: Ticket) -> str:
    return Ticket.objects.values_list("state", flat=True).get(pk=ticket.pk)


def test_an_empty_desk_says_what_to_do(school: School, client: Client) -> None:
    sign_in(client)

    assert "Запишите первый вопрос ученика" in page(client)


@pytest.mark.requirement("R-124")
def test_requests_of_every_channel_are_one_list_by_what_is_due_first(
    school: School, client: Client
) -> None:
    sign_in(client)
    asked("Обычный вопрос", channel="email")
    asked("Срочный вопрос", channel="telegram", topic="access")
    text = page(client, "/desk/?tab=all")
    live = page(client, "/desk/?tab=unowned")

    assert "2 обращения ждут ответа" in text
    assert "Обычный вопрос" in text
    assert live.index("Срочный вопрос") < live.index("Обычный вопрос")


def test_a_request_opens_with_its_thread_and_clocks(school: School, client: Client) -> None:
    sign_in(client)
    ticket = asked("Не открывается урок про тонирование")
    text = page(client, f"/desk/{ticket.pk}/")

    assert "#1" in text
    assert "Не открывается урок про тонирование" in text
    assert "рабочего времени" in text
    assert "система ничего не отправляет" in text


@pytest.mark.requirement("R-003")
def test_a_request_says_who_at_the_clients_is_called_when_it_is_stuck(
    school: School, client: Client
) -> None:
    sign_in(client)
    ticket = asked()
    assert "Если застряло, зовём" not in page(client, f"/desk/{ticket.pk}/")

    for name, role in (("Пётр", "owner_director"), ("Анна", "operational_lead")):
        add_contact(ticket.client_id, ContactFields(name, role), now=timezone.now(), actor="system")
    text = page(client, f"/desk/{ticket.pk}/")
    assert "Если застряло, зовём" in text
    assert "Анна, операционный руководитель" in text and "Пётр" not in text


def test_an_answer_is_written_down_and_stops_the_clock(school: School, client: Client) -> None:
    staff, ticket = sign_in(client), asked()
    client.post(f"/desk/{ticket.pk}/reply/", {"text": "Проверьте доступ", "after": "resolve"})
    ticket.refresh_from_db()

    assert (ticket.state, ticket.owner_id, ticket.asked_at) == ("resolved", staff.pk, None)
    assert "Проверьте доступ" in page(client, f"/desk/{ticket.pk}/")


def test_a_colleagues_answer_keeps_the_text_being_written(school: School, client: Client) -> None:
    sign_in(client)
    other = make_staff("Ирина Ткачёва", "service_manager")
    received = write(make_client(), at=timezone.now())
    assert received.ticket is not None
    answer(received.ticket, other.pk, at=timezone.now())
    told = {"text": "Мой длинный ответ", "seen": received.message.pk}
    response = client.post(f"/desk/{received.ticket.pk}/reply/", told)

    text = response.content.decode()
    assert "Ирина Ткачёва" in text
    assert "Мой длинный ответ" in text
    assert Message.objects.filter(kind="out").count() == 1


def test_notes_stay_among_colleagues(school: School, client: Client) -> None:
    sign_in(client)
    ticket = asked()
    client.post(f"/desk/{ticket.pk}/note/", {"text": "Спросить у Ирины"})

    assert "Заметка, ученик не видит" in page(client, f"/desk/{ticket.pk}/")
    ticket.refresh_from_db()
    assert ticket.asked_at is not None


@pytest.mark.requirement("R-136")
def test_a_request_is_closed_by_the_clients_word(school: School, client: Client) -> None:
    staff, ticket = sign_in(client), asked()
    answer(ticket, staff.pk, at=timezone.now())
    client.post(f"/desk/{ticket.pk}/resolve/")
    client.post(f"/desk/{ticket.pk}/close/")
    assert state_of(ticket) == "awaiting"
    assert "ждём подтверждения" in page(client, f"/desk/{ticket.pk}/")
    client.post(f"/desk/{ticket.pk}/confirm/")

    assert state_of(ticket) == "closed"
    client.post(f"/desk/{ticket.pk}/reopen/")
    assert state_of(ticket) == "open"


def test_a_refusal_says_what_to_do(school: School, client: Client) -> None:
    sign_in(client)
    ticket = asked()
    response = client.post(f"/desk/{ticket.pk}/resolve/", follow=True)

    assert "Сначала ответьте" in response.content.decode()
    assert state_of(ticket) == "open"
    assert client.post(f"/desk/{ticket.pk}/explode/").status_code == 404


@pytest.mark.requirement("R-145")
def test_an_answered_request_without_a_next_date_is_flagged(school: School, client: Client) -> None:
    staff, ticket = sign_in(client), asked()
    answer(ticket, staff.pk, at=timezone.now())
    assert "нет срока следующего ответа" in page(client, "/desk/?tab=all")
    until = timezone.localtime() + timedelta(days=2)
    client.post(f"/desk/{ticket.pk}/promise/", {"until_at": f"{until:%Y-%m-%dT%H:%M}"})

    assert "нет срока следующего ответа" not in page(client, "/desk/?tab=all")


@pytest.mark.requirement("R-139")
def test_ticked_requests_are_given_to_another(school: School, client: Client) -> None:
    sign_in(client)
    taker = make_staff("Юлия Ким", "service_manager")
    tickets = [asked(topic="schedule") for _ in range(3)]
    ids = [ticket.pk for ticket in tickets[:2]]
    client.post("/desk/assign/", {"ids": ids, "owner": taker.pk, "query": "?tab=all"})

    assert Ticket.objects.filter(owner=taker).count() >= 2
    assert f"/desk/?tab=live&amp;owner={taker.pk}" in page(client, "/desk/load/")


def test_a_load_opens_to_its_requests(school: School, client: Client) -> None:
    sign_in(client)
    manager = make_staff("Ирина Ткачёва", "service_manager")
    held = asked("Верните деньги", topic="payment")
    other = asked("Где моя работа", topic="homework")
    services.assign([other.pk], to_id=None, reason="by_hand", by_id=None, now=timezone.now())
    text = page(client, f"/desk/?tab=live&owner={manager.pk}")

    assert held.owner_id == manager.pk
    assert "Ведёт Ирина Ткачёва" in text
    assert "Верните деньги" in text
    assert "Где моя работа" not in text


@pytest.mark.requirement("R-133")
def test_one_person_with_everything_is_said_first(school: School, client: Client) -> None:
    sign_in(client)
    make_staff("Ирина Ткачёва", "service_manager")
    for _ in range(10):
        asked(topic="payment")

    assert "100% обращений держит один человек: Ирина Ткачёва" in page(client, "/desk/load/")


@pytest.mark.requirement("R-138")
def test_the_head_appoints_a_duty_and_new_requests_go_there(school: School, client: Client) -> None:
    sign_in(client)
    duty = make_staff("Юлия Ким", "service_manager")
    today = timezone.localdate()
    told = {"staff": duty.pk, "kind": "duty", "from_on": today, "to_on": today, "reason": "Завал"}
    client.post("/desk/shifts/", told)

    assert asked().owner_id == duty.pk
    shown = page(client, "/desk/load/")
    assert "Завал" in shown
    assert "Назначить" in shown
    client.post(f"/desk/shifts/{Shift.objects.get().pk}/end/")
    assert "Дежурного нет" in page(client, "/desk/load/")


def test_the_promises_are_printed_with_both_goals(school: School, client: Client) -> None:
    sign_in(client)
    text = page(client, "/desk/load/")

    assert "Первый ответ за 4 рабочих ч, своя цель отдела 2 ч" in text
    assert "решение за 24, не позже 72 ч" in text
    assert "Отвечаем в рабочие часы школы" in text
    assert "Помогаем в чате и по почте" in text


def test_a_request_from_a_call_gets_a_number(school: School, client: Client) -> None:
    staff = sign_in(client)
    student = make_client(email="natalia@example.org")
    told = {
        "who": "natalia@example.org",
        "channel": "phone",
        "topic": "schedule",
        "text": "Когда занятие?",
    }
    response = client.post("/desk/new/", told)

    ticket = Ticket.objects.get()
    assert response.headers["Location"] == f"/desk/{ticket.pk}/"
    assert (ticket.client_id, ticket.channel, ticket.opened_by_id) == (
        student.pk,
        "phone",
        staff.pk,
    )
    nobody = client.post("/desk/new/", {**told, "who": "nobody@example.org"})
    assert "больше одного человека" in nobody.content.decode()


def test_another_priority_and_holder_are_kept(school: School, client: Client) -> None:
    sign_in(client)
    taker, ticket = make_staff("Юлия Ким", "curator"), asked()
    client.post(f"/desk/{ticket.pk}/priority/", {"priority": "p1"})
    client.post(f"/desk/{ticket.pk}/owner/", {"owner": taker.pk})
    ticket.refresh_from_db()

    assert (ticket.priority, ticket.owner_id) == ("p1", taker.pk)
    stranger = {"owner": make_staff("Чужой", "marketer").pk}
    assert client.post(f"/desk/{ticket.pk}/owner/", stranger).status_code == 404


@pytest.mark.requirement("R-123")
def test_the_wrong_channel_of_a_topic_is_flagged(school: School, client: Client) -> None:
    sign_in(client)
    ticket = asked("Давайте пересмотрим договор", topic="strategy", channel="chat")

    assert "Не тот канал" in page(client, f"/desk/{ticket.pk}/")


def test_the_list_is_searched_and_exported_as_it_is_shown(school: School, client: Client) -> None:
    sign_in(client)
    asked("Верните деньги")
    ticket = asked("Где расписание")

    assert "Верните деньги" not in page(client, "/desk/?tab=all&q=расписание")
    assert "Верните деньги" not in page(client, f"/desk/?tab=all&q=%23{ticket.number}")
    assert "Ничего не нашлось" in page(client, "/desk/?tab=all&q=нет такого")
    exported = client.get("/desk/export/?tab=all&q=расписание").content.decode("utf-8-sig")
    assert "Где расписание" in exported
    assert "Верните деньги" not in exported


def test_a_curator_sees_own_requests_those_of_nobody_and_no_others(
    school: School, client: Client
) -> None:
    curator = sign_in(client, "curator", "Вера Кац")
    other = make_staff("Юлия Ким", "service_manager")
    hidden = asked("Чужое обращение", topic="payment")
    mine = make_client()
    assign_coordinator(mine.pk, staff_id=curator.pk, now=timezone.now(), actor="system")
    ask(mine, "Моё обращение", at=timezone.now())
    text = page(client, "/desk/?tab=all")

    assert hidden.owner_id == other.pk
    assert "Моё обращение" in text
    assert "Чужое обращение" not in text
    assert client.get(f"/desk/{hidden.pk}/").status_code == 404
    assert client.post(f"/desk/{hidden.pk}/note/", {"text": "Ага"}).status_code == 404
    bulk = {"ids": [hidden.pk], "owner": curator.pk}
    assert client.post("/desk/assign/", bulk).status_code == 404


def test_strangers_and_other_roles_are_kept_out(school: School, client: Client) -> None:
    assert client.get("/desk/").status_code == 302
    sign_in(client, "marketer")

    assert client.get("/desk/").status_code == 403


def test_many_requests_cost_as_many_questions_as_one(school: School, client: Client) -> None:
    sign_in(client)
    first = asked()
    few = cost_of(client, "/desk/?tab=all"), cost_of(client, f"/desk/{first.pk}/")
    for _ in range(15):
        asked()
    services.note(first.pk, "Заметка", by_id=make_staff().pk, now=timezone.now())

    assert (cost_of(client, "/desk/?tab=all"), cost_of(client, f"/desk/{first.pk}/")) == few
