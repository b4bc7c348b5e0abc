"""Meetings on pages: plan, agenda, protocol, a request out of a point, sending."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.decisions.meetings import services
from provodnik.decisions.meetings.models import Meeting, Point
from provodnik.decisions.meetings.types import PointFields
from provodnik.decisions.quality import services as quality
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.method.quality_words import Artefact
from provodnik.touches.desk.models import Ticket
from provodnik.web.tests.members import cost_of, sign_in

pytestmark = pytest.mark.django_db


def seen(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode().replace("\u00a0", " ")


def planned(head: Staff) -> Meeting:
    now = timezone.now()
    return services.plan("team", now + timedelta(days=1), by_id=head.pk, now=now)


def held(head: Staff, *texts: str) -> Meeting:
    meeting, now = planned(head), timezone.now()
    services.hold(meeting.pk, by_id=head.pk, now=now)
    for text in texts:
        services.add_point(meeting.pk, PointFields(text=text), by_id=head.pk, now=now)
    return meeting


def test_a_meeting_is_planned_held_and_its_protocol_sent_by_plain_forms(
    school: School, client: Client
) -> None:
    sign_in(client)
    told = {"kind": "team", "at": "2031-01-13T12:00", "staff": [str(make_staff("Анна").pk)]}

    client.post("/meetings/", told)
    meeting = Meeting.objects.get()
    address = f"/meetings/{meeting.pk}/"
    client.post(f"{address}items/", {"text": "Скорость ответа"})
    agenda = seen(client, address)
    client.post(f"{address}held/")
    empty = client.post(f"{address}sent/", follow=True).content.decode()
    client.post(f"{address}points/", {"text": "Отвечаем за два часа", "due_on": "2031-01-20"})
    client.post(f"{address}sent/")

    assert "Скорость ответа" in agenda and "Разбор замечаний к ответам" in agenda
    assert "Анна" in agenda
    assert "пустой протокол ни о чём не говорит" in empty
    sent = seen(client, address)
    assert "протокол отправлен" in sent and "Записать решение" not in sent
    assert "1 решение" in seen(client, "/meetings/")


@pytest.mark.requirement("R-141")
def test_a_button_in_the_protocol_makes_a_request_with_a_link(
    school: School, client: Client
) -> None:
    head, student = sign_in(client), make_client()
    meeting = held(head)
    address = f"/meetings/{meeting.pk}/"
    told = {"text": "Открыть доступ к уроку", "client": student.external_name}

    nobody = client.post(f"{address}points/", {**told, "client": "никто@школа"})
    client.post(f"{address}points/", told)
    point = Point.objects.get()
    client.post(f"/meetings/points/{point.pk}/ticket/", {"channel": "email"})
    client.post(f"/meetings/points/{point.pk}/ticket/", {"channel": "email"})

    assert "подходит больше одного" in nobody.content.decode()
    ticket = Ticket.objects.get()
    assert (ticket.client_id, ticket.channel) == (student.pk, "email")
    assert f'href="/desk/{ticket.pk}/"' in seen(client, address)
    assert f'href="{address}"' in seen(client, f"/desk/{ticket.pk}/")


@pytest.mark.requirement("R-220")
def test_a_held_back_protocol_says_why_and_is_shown_to_a_colleague(
    school: School, client: Client
) -> None:
    head, senior = sign_in(client), make_staff("Вера")
    meeting = held(head, "Решили")
    address = f"/meetings/{meeting.pk}/"
    now = timezone.now()
    quality.switch_on(Artefact.PROTOCOL, None, by_id=senior.pk, now=now)

    client.post(f"{address}sent/")
    before = seen(client, address)
    client.post(f"{address}review/")
    waits = seen(client, address)
    ask = quality.ask_review(Artefact.PROTOCOL, meeting.pk, author_id=head.pk, now=now)
    quality.decide(ask.pk, is_approved=True, words="", by_id=senior.pk, now=now)
    client.post(f"{address}sent/")

    assert "Протокол пока не отправить" in before and "Показать коллеге" in before
    assert "Коллега ещё не посмотрел" in waits and "Показать коллеге" not in waits
    assert "протокол отправлен" in seen(client, address)


def test_a_colleague_without_the_right_is_refused_and_a_stranger_signs_in(
    school: School, client: Client
) -> None:
    meeting = held(make_staff("Ольга"))
    assert client.get("/meetings/").status_code == 302
    sign_in(client, "curator", "Анна")
    seen(client, "/meetings/", status=403)
    seen(client, f"/meetings/{meeting.pk}/", status=403)


def test_an_unknown_meeting_is_not_there(school: School, client: Client) -> None:
    sign_in(client)
    seen(client, "/meetings/999999/", status=404)
    assert "Встреч ещё не было" in seen(client, "/meetings/")


def test_the_list_and_a_meeting_cost_the_same_at_any_length(school: School, client: Client) -> None:
    head = sign_in(client)
    meeting = held(head, "Решили")
    addresses = ("/meetings/", f"/meetings/{meeting.pk}/")
    alone = [cost_of(client, address) for address in addresses]
    for nth in range(12):
        services.add_point(
            meeting.pk, PointFields(text=f"Ещё {nth}"), by_id=head.pk, now=timezone.now()
        )
        held(head, "Другое")

    assert [cost_of(client, address) for address in addresses] == alone
