"""Answering in the one window: ready answers, taking back, putting off, splitting, who writes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.touches.desk import services
from provodnik.touches.desk.models import Contradiction, Message, Presence, Ticket
from provodnik.touches.desk.tests.factories import answer, ask, by, incoming
from provodnik.touches.desk.types import Delivery, Origin
from provodnik.web.tests.members import sign_in

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def asked(text: str = "Не открывается урок", **told: object) -> Ticket:
    return ask(make_client(), text, at=timezone.now() - timedelta(minutes=5), **told)


def test_ready_answers_stand_with_the_students_facts_in_them(
    school: School, client: Client
) -> None:
    head, ticket = sign_in(client), asked(topic="refund")
    told = by(head, timezone.now())
    services.approve("Возврат принят", "refund", "{имя}, заявку приняли", **told)
    text = page(client, f"/desk/{ticket.pk}/")

    assert f"{ticket.client.first_name or ticket.client.name}, заявку приняли" in text
    assert "Спросить о цели" in text
    assert "{имя}" not in text


@pytest.mark.requirement("R-135")
def test_a_reply_made_of_a_ready_answer_says_so(school: School, client: Client) -> None:
    head, ticket = sign_in(client), asked(topic="refund")
    told = by(head, timezone.now())
    version = services.approve("Возврат принят", "refund", "Заявку приняли", **told)
    chosen = page(client, f"/desk/{ticket.pk}/?canned=0")
    assert f'value="{version.pk}"' in chosen
    assert "Заявку приняли</textarea>" in chosen
    client.post(f"/desk/{ticket.pk}/reply/", {"text": "Заявку приняли", "taken_from": version.pk})

    assert Message.objects.get(kind="out").taken_from_id == version.pk
    assert "из ответа «Возврат принят», версия 1" in page(client, f"/desk/{ticket.pk}/")
    used = page(client, f"/desk/answers/{version.answer_id}/")
    assert f"/desk/{ticket.pk}/" in used
    client.post(f"/desk/answers/{version.answer_id}/revise/", {"text": "Заявку приняли, ждите"})
    assert "Версия 2" in page(client, f"/desk/answers/{version.answer_id}/")
    client.post(f"/desk/answers/{version.answer_id}/retire/")
    assert "data-version" in page(client, f"/desk/{ticket.pk}/")
    assert f'data-version="{version.pk + 1}"' not in page(client, f"/desk/{ticket.pk}/")


@pytest.mark.requirement("R-135")
def test_a_contradiction_is_reported_in_the_thread_and_closed_in_the_list(
    school: School, client: Client
) -> None:
    head, ticket = sign_in(client), asked(topic="refund")
    now = timezone.now()
    right = services.approve("Возврат", "refund", "За 10 дней", by_id=head.pk, now=now)
    answer(ticket, head.pk, at=now, text="Вернём завтра")
    said = Message.objects.get(kind="out")
    told = {"message": said.pk, "answer": right.pk, "words": "Другой срок"}
    client.post(f"/desk/{ticket.pk}/contradiction/", told)
    listed = page(client, "/desk/answers/")

    assert "1 противоречие ждёт разбора" in listed
    assert "Другой срок" in listed
    assert "против ответа «Возврат»" in listed
    assert "противоречие" in page(client, f"/desk/{ticket.pk}/")
    report = Contradiction.objects.get()
    client.post(f"/desk/contradictions/{report.pk}/close/", {"outcome": "Срок назвали верный"})
    closed = page(client, "/desk/answers/")
    assert "Все отвечают одинаково" in closed
    assert "Срок назвали верный" in closed


def test_only_the_head_approves_answers(school: School, client: Client) -> None:
    sign_in(client, "service_manager")
    told = {"title": "Чек", "topic": "payment", "text": "Чек на почте"}

    assert client.post("/desk/answers/approve/", told).status_code == 403
    assert "Новые ответы утверждает руководитель" in page(client, "/desk/answers/")


def test_a_text_with_a_place_nobody_fills_is_refused_in_words(
    school: School, client: Client
) -> None:
    sign_in(client)
    told = {"title": "Чек", "topic": "payment", "text": "{ник}, чек на почте"}
    response = client.post("/desk/answers/approve/", told)

    assert "подставить нечего" in response.content.decode()
    client.post("/desk/answers/approve/", {**told, "text": "{имя}, чек на почте"})
    assert "версия 1" in page(client, "/desk/answers/")


def test_an_answer_taken_back_comes_back_into_the_form(school: School, client: Client) -> None:
    sign_in(client)
    ticket = asked()
    told = {"text": "Не тот текст", "after": "resolve"}
    done = client.post(f"/desk/{ticket.pk}/reply/", told, follow=True).content.decode()
    message = Message.objects.get(kind="out")
    address = f"/desk/{ticket.pk}/undo/{message.pk}/"
    assert address in done
    text = client.post(address, follow=True).content.decode()
    ticket.refresh_from_db()

    assert "Не тот текст</textarea>" in text
    assert (ticket.state, Message.objects.filter(kind="out").count()) == ("open", 0)
    assert "Не тот текст</textarea>" not in page(client, f"/desk/{ticket.pk}/")
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(
    ("delivery", "word"),
    [
        (Delivery.ACCEPTED, "ушло"),
        (Delivery.REFUSED, "не доставлено"),
        (Delivery.UNCERTAIN, "без ясного ответа"),
        (Delivery.QUEUED, "отправляется"),
    ],
)
def test_the_thread_says_what_became_of_an_answer(
    school: School, client: Client, delivery: Delivery, word: str
) -> None:
    staff, ticket = sign_in(client), asked()
    answer(ticket, staff.pk, at=timezone.now())
    told = {"delivery": delivery.value, "delivery_words": "blocked: Forbidden"}
    Message.objects.filter(kind="out").update(**told)
    text = page(client, f"/desk/{ticket.pk}/")

    assert word in text
    assert "ученик остановил бота" in text
    assert "Forbidden" not in text


def test_a_request_is_put_off_and_comes_back(school: School, client: Client) -> None:
    sign_in(client)
    ticket = asked("Отложить меня")
    client.post(f"/desk/{ticket.pk}/snooze/", {"later": "tomorrow"})

    assert "Отложить меня" not in page(client, "/desk/?tab=live")
    assert "отложено до" in page(client, "/desk/?tab=snoozed")
    client.post(f"/desk/{ticket.pk}/wake/")
    assert "Отложить меня" in page(client, "/desk/?tab=live")
    until = timezone.localtime() + timedelta(days=3)
    client.post(f"/desk/{ticket.pk}/snooze/", {"until_at": f"{until:%Y-%m-%dT%H:%M}"})
    assert "Отложить меня" in page(client, "/desk/?tab=snoozed")
    refused = client.post(f"/desk/{ticket.pk}/snooze/", {}, follow=True).content.decode()
    assert "Выберите, до какого момента" in refused


def test_messages_about_something_else_become_another_request(
    school: School, client: Client
) -> None:
    sign_in(client)
    student, now = make_client(), timezone.now()
    first = ask(student, "Не открывается урок", at=now - timedelta(minutes=9))
    ask(student, "И верните деньги", at=now - timedelta(minutes=5))
    other = Message.objects.get(text="И верните деньги")
    client.post(f"/desk/{first.pk}/split/", {"messages": [other.pk], "topic": "refund"})
    made = Ticket.objects.exclude(pk=first.pk).get()

    assert (made.topic, made.split_from_id) == ("refund", first.pk)
    assert "Выделено из" in page(client, f"/desk/{made.pk}/")
    assert f"#{made.number} И верните деньги" in page(client, f"/desk/{first.pk}/")
    nothing = client.post(f"/desk/{first.pk}/split/", {"topic": "refund"}, follow=True)
    assert "ничего не изменилось" in nothing.content.decode().lower()


def test_a_colleague_who_writes_is_named(school: School, client: Client) -> None:
    sign_in(client)
    other, ticket = make_staff("Ирина Ткачёва", "service_manager"), asked()
    now = timezone.now()
    services.note_presence(ticket.pk, by_id=other.pk, is_writing=True, now=now)
    said = client.post(f"/desk/{ticket.pk}/presence/", {"writing": "1"}).content.decode()

    assert "Ирина Ткачёва пишет ответ" in said
    assert Presence.objects.filter(wrote_at__isnull=False).count() == 2


def test_a_request_made_of_a_meeting_leads_back_to_it(school: School, client: Client) -> None:
    head, student = sign_in(client), make_client()
    origin = Origin("meeting:1:note:1", "Встреча 12 ноября", "students:show", student.pk)
    told = incoming(student, at=timezone.now())
    ticket = services.open_from(origin, told, by_id=head.pk, now=timezone.now())
    text = page(client, f"/desk/{ticket.pk}/")

    assert f'href="/students/{student.pk}/">Встреча 12 ноября' in text
