"""Refunds by their steps, conflicts, wrong channels, what reaches the producer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.people.tests.factories import make_client
from provodnik.kernel.models import School
from provodnik.touches.desk.models import (
    ClientAbsence,
    Conflict,
    Message,
    RefundCase,
    RefundStep,
    Ticket,
)
from provodnik.touches.desk.tests.factories import ask
from provodnik.web.tests.members import cost_of, sign_in

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def asked(text: str = "Верните деньги", **told: object) -> Ticket:
    return ask(make_client(), text, at=timezone.now() - timedelta(minutes=5), **told)


def step(client: Client, ticket: Ticket, **told: object) -> str:
    response = client.post(f"/desk/{ticket.pk}/refund/step/", told, follow=True)
    return str(response.content.decode())


@pytest.mark.requirement("R-142")
def test_a_refund_goes_by_its_steps_in_the_request_itself(school: School, client: Client) -> None:
    sign_in(client)
    ticket = asked(topic="refund")
    assert "Вести по регламенту" in page(client, f"/desk/{ticket.pk}/")
    client.post(f"/desk/{ticket.pk}/refund/", {"order": ""})
    refused = step(client, ticket, step="decision", choice="full", roubles="3500")
    assert "Сначала предыдущий шаг возврата" in refused
    assert RefundStep.objects.count() == 0
    step(client, ticket, step="reason", choice="no_time", text="Новая работа")
    assert "Заморозка или другой поток" not in page(client, f"/desk/{ticket.pk}/")
    step(client, ticket, step="stage", choice="middle")
    assert "Заморозка или другой поток" in page(client, f"/desk/{ticket.pk}/")
    step(client, ticket, step="retention", choice="pause", text="Отказалась")
    step(client, ticket, step="decision", choice="part", roubles="3500,50")
    step(client, ticket, step="answered", text="Написали", on="2026-11-10")
    case = RefundCase.objects.get()

    assert (case.amount_kopecks, case.closed_at is not None) == (350_050, True)
    listed = page(client, "/desk/refunds/")
    assert "Все заявки на возврат решены" in listed
    assert "Нет времени" in listed
    assert "1 заявка" in listed
    assert f"/desk/{ticket.pk}/" in page(client, "/desk/refunds/?reason=no_time")
    assert "Снимите фильтр" in page(client, "/desk/refunds/?reason=too_hard")


def test_the_decision_is_for_who_leads(school: School, client: Client) -> None:
    sign_in(client, "coordinator")
    ticket = asked(topic="refund")
    Ticket.objects.filter(pk=ticket.pk).update(owner=None)
    client.post(f"/desk/{ticket.pk}/refund/", {})
    for told in (
        {"step": "reason", "choice": "no_time"},
        {"step": "stage", "choice": "middle"},
        {"step": "retention", "choice": "talk", "text": "Говорили"},
    ):
        step(client, ticket, **told)
    refused = step(client, ticket, step="decision", choice="full", roubles="1")

    assert "Этот шаг записывает руководитель" in refused
    assert RefundStep.objects.count() == 3
    assert client.get("/desk/refunds/").status_code == 403


@pytest.mark.requirement("R-140")
def test_a_wrong_channel_is_marked_counted_and_answered_by_a_reminder(
    school: School, client: Client
) -> None:
    sign_in(client)
    ticket = asked("Пересмотрим договор", topic="strategy")
    message = Message.objects.get()
    told = {"message": message.pk, "channel": "email"}
    text = client.post(f"/desk/{ticket.pk}/wrong-channel/", told, follow=True).content.decode()

    assert "такие вопросы ведём через «Почта»" in text
    shown = page(client, f"/desk/{ticket.pk}/")
    assert "Не тем каналом: 1 сообщение" in shown
    report = page(client, f"/desk/report/?client={ticket.client_id}")
    assert "Пересмотрим договор" in report
    assert "одно окно не подтверждено" in report
    client.post(f"/desk/{ticket.pk}/one-window/")
    assert "Одно окно подтверждено" in page(client, f"/desk/{ticket.pk}/")
    foreign = {"message": message.pk + 99, "channel": "email"}
    assert client.post(f"/desk/{ticket.pk}/wrong-channel/", foreign).status_code == 404


@pytest.mark.requirement("R-130")
def test_days_on_which_a_student_is_away_are_written_down(school: School, client: Client) -> None:
    sign_in(client)
    ticket = asked()
    first = timezone.localdate() + timedelta(days=1)
    told = {"from_on": first, "to_on": first + timedelta(days=2), "reason": "Отпуск"}
    before = Ticket.objects.values_list("resolve_due_at", flat=True).get(pk=ticket.pk)
    client.post(f"/desk/{ticket.pk}/absence/", told)
    absence = ClientAbsence.objects.get()

    assert absence.to_at - absence.from_at == timedelta(days=3)
    assert "Отпуск" in page(client, f"/desk/{ticket.pk}/")
    after = Ticket.objects.values_list("resolve_due_at", flat=True).get(pk=ticket.pk)
    assert before is not None
    assert after is not None
    assert (after >= before) is True


@pytest.mark.requirement("R-143")
def test_conflicts_are_registered_and_counted_by_month(school: School, client: Client) -> None:
    sign_in(client)
    make_client(email="natalia@example.org")
    today = timezone.localdate()
    told = {
        "who": "natalia@example.org",
        "happened_on": today,
        "words": "Недовольна сроком",
        "warned_how": "Писали заранее",
    }
    client.post("/desk/conflicts/", told)
    client.post("/desk/conflicts/", {**told, "is_expected": "1", "warned_how": ""})
    text = page(client, "/desk/conflicts/")

    assert Conflict.objects.count() == 2
    assert "1 неожиданный конфликт" in text
    assert "предупреждали о 1, ожидаемых 1" in text
    assert "Писали заранее" in page(client, f"/desk/conflicts/?month={today:%Y-%m}")
    assert "Выберите другой месяц" in page(client, "/desk/conflicts/?month=2020-01")
    nobody = client.post("/desk/conflicts/", {**told, "who": "nobody@example.org"})
    assert "больше одного человека" in nobody.content.decode()


@pytest.mark.requirement("R-010")
def test_requests_that_reach_the_producer_are_charted_and_open(
    school: School, client: Client
) -> None:
    sign_in(client)
    empty = page(client, "/desk/report/")
    assert "На этой неделе до продюсера не дошло ни одно обращение" in empty
    ticket = asked("Скидка не по правилам", topic="payment")
    client.post(f"/desk/{ticket.pk}/producer/", {"why": "Нет правила для скидки"})
    text = page(client, "/desk/report/")

    assert "1 обращение дошло до продюсера на этой неделе" in text
    assert "Нет правила для скидки" in text
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    assert f"/desk/report/?week={monday}" in text
    assert f"/desk/{ticket.pk}/" in page(client, f"/desk/report/?week={monday}")
    before = page(client, f"/desk/report/?week={monday - timedelta(days=7)}")
    assert "отдел справился сам" in before


def test_registers_are_for_who_leads_and_cost_the_same_for_many(
    school: School, client: Client
) -> None:
    addresses = ("/desk/refunds/", "/desk/conflicts/", "/desk/report/", "/desk/answers/")
    sign_in(client, "curator", "Вера Кац")
    assert [client.get(one).status_code for one in addresses] == [403, 403, 403, 200]
    sign_in(client)
    for number in range(6):
        if number == 1:
            few = [cost_of(client, one) for one in addresses]
        ticket = asked(topic="refund")
        client.post(f"/desk/{ticket.pk}/refund/", {})
        client.post(f"/desk/{ticket.pk}/producer/", {"why": "Нет правила"})
        told = {"title": f"Ответ {number}", "topic": "payment", "text": "Слова"}
        client.post("/desk/answers/approve/", told)

    assert [cost_of(client, one) for one in addresses] == few
