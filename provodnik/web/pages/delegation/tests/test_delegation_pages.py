"""Handing duties over, on its pages."""

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.decisions.duties import services
from provodnik.decisions.duties.models import Delegation
from provodnik.decisions.duties.types import Handing, NewDelegation
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.web.tests.members import cost_of, sign_in


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


@pytest.fixture
def producer(school: School) -> Staff:
    return make_staff("Артём Гусев", "producer")


def begun(giver: Staff, taker: Staff, title: str = "") -> Delegation:
    now = timezone.now()
    new = NewDelegation(
        function="" if title else "refunds",
        title=title,
        from_staff_id=giver.pk,
        to_staff_id=taker.pk,
        started_on=timezone.localdate(now),
    )
    return services.begin(new, by_id=giver.pk, now=now)


@pytest.mark.requirement("R-008")
def test_a_duty_is_handed_over_by_plain_forms_step_by_step(
    client: Client, head: Staff, producer: Staff
) -> None:
    today = timezone.localdate().isoformat()
    form = {"function": "refunds", "giver": producer.pk, "taker": head.pk, "started_on": today}

    page = client.post("/delegation/new/", form, follow=True).text
    one = Delegation.objects.get()
    assert "Разбирать возвраты и конфликты" in page
    assert "Передано полностью 0 из 1\u00a0задачи" in page
    for to in ("together", "alone"):
        client.post(f"/delegation/{one.pk}/step/", {"to": to})
    page = client.post(f"/delegation/{one.pk}/accepted/", {"back": "list"}, follow=True).text

    one.refresh_from_db()
    assert one.accepted_by_id == head.pk
    assert "Передано полностью 1 из 1\u00a0задачи" in page
    assert "100%" in page.split("Доля переданного по месяцам")[1]


@pytest.mark.requirement("R-008")
def test_a_skipped_step_is_refused_in_words_and_back_needs_a_reason(
    client: Client, head: Staff, producer: Staff
) -> None:
    one = begun(producer, head)

    skipped = client.post(f"/delegation/{one.pk}/step/", {"to": "alone"}, follow=True).text
    client.post(f"/delegation/{one.pk}/step/", {"to": "together"})
    silent = client.post(f"/delegation/{one.pk}/step/", {"to": "by_me"}, follow=True).text
    told = {"to": "by_me", "reason": "Сначала обучим"}
    back = client.post(f"/delegation/{one.pk}/step/", told, follow=True).text

    assert "Шаги идут по одному" in skipped
    assert "Шаг назад делают с причиной" in silent
    assert "<q>Сначала обучим</q>" in back
    assert client.post(f"/delegation/{one.pk}/step/", {"to": "castle"}).status_code == 302


@pytest.mark.requirement("R-008")
def test_only_who_it_is_handed_to_gets_the_button_and_may_accept(
    client: Client, head: Staff, producer: Staff
) -> None:
    one = begun(head, producer)
    for to in (Handing.TOGETHER, Handing.ALONE):
        services.move_on(one.pk, to, by_id=head.pk, now=timezone.now())

    mine = client.get(f"/delegation/{one.pk}/").text
    refused = client.post(f"/delegation/{one.pk}/accepted/", follow=True).text

    assert "/accepted/" not in mine
    assert "Принять может только тот, кому передают." in refused
    one.refresh_from_db()
    assert one.accepted_at is None


@pytest.mark.requirement("R-008")
def test_a_month_opens_to_what_the_register_held_then(
    client: Client, head: Staff, producer: Staff
) -> None:
    begun(producer, head)
    month = timezone.localdate().strftime("%Y-%m")

    page = client.get(f"/delegation/?month={month}").text

    assert page.count("data-row-link") >= 1
    assert "Показать на сегодня" in page
    assert "ещё не передано" in page


def test_a_wrong_form_says_what_to_mend(client: Client, head: Staff, producer: Staff) -> None:
    form = {"function": "", "giver": head.pk, "taker": head.pk, "started_on": "2026-11-02"}

    page = client.post("/delegation/new/", form).text

    assert "Напишите, что передаём." in page
    assert "Выберите другого" in page
    assert not Delegation.objects.exists()


def test_the_empty_register_says_how_to_begin(client: Client, head: Staff) -> None:
    assert "Начните с одной задачи" in client.get("/delegation/").text


def test_a_colleague_without_the_right_is_refused(
    client: Client, school: School, producer: Staff
) -> None:
    curator = sign_in(client, "senior_curator", "Дарья Мухина")
    one = begun(producer, curator)

    assert client.get("/delegation/").status_code == 200
    assert client.post(f"/delegation/{one.pk}/step/", {"to": "together"}).status_code == 403
    other = Client()
    sign_in(other, "coordinator")
    assert other.get("/delegation/").status_code == 403
    assert client.get("/delegation/999999/").status_code == 404


def test_the_cost_does_not_grow_with_the_register(
    client: Client, head: Staff, producer: Staff
) -> None:
    begun(producer, head)
    short = cost_of(client, "/delegation/")

    for number in range(30):
        begun(producer, head, f"Задача {number}")

    assert cost_of(client, "/delegation/") == short
