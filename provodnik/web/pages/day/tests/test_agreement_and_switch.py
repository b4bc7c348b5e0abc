"""The talk of the fourth week in the day, and the switch of what works by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.planning.agreeing import plan_agreements
from provodnik.touches.queue.queries import agreements_of, stopped

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева", user=make_user())


def browser(staff: Staff) -> Client:
    client = Client()
    assert staff.user is not None
    client.force_login(staff.user)
    return client


def talk(anna: Staff) -> Touch:
    student = make_client("Наталья Ремизова", coordinator=anna)
    buy(student, make_product("Колорист"), at=NOON - timedelta(days=22))
    plan_agreements(now=NOON)
    return Touch.objects.get(client=student)


@pytest.mark.requirement("R-092")
def test_the_pane_has_the_item_and_the_form_keeps_the_conditions_on_the_card(anna: Staff) -> None:
    touch, client = talk(anna), browser(anna)
    opened = client.get(reverse("day:deed", args=[touch.pk])).content.decode()
    assert "Возможности и условия допродажи согласованы" in opened

    refused = client.post(
        reverse("day:outcome", args=[touch.pk]), {"outcome": "reached", "script_step": "none"}
    )
    touch.refresh_from_db()
    assert (refused.status_code, touch.state) == (302, "planned")

    said = {"what": "Практикум", "starts_on": "2026-12-01", "conditions": "После диплома"}
    client.post(reverse("day:agreement", args=[touch.pk]), said)

    assert agreements_of(touch.client_id)[0].conditions == "После диплома"
    card = client.get(reverse("students:show", args=[touch.client_id])).content.decode()
    assert "Практикум" in card
    assert "После диплома" in card


def test_half_an_agreement_is_refused_in_words(anna: Staff) -> None:
    touch, client = talk(anna), browser(anna)
    told = client.post(
        reverse("day:agreement", args=[touch.pk]), {"what": "Практикум"}, follow=True
    )

    assert "на каких условиях, или только почему не сейчас" in told.content.decode()
    assert agreements_of(touch.client_id) == []


def test_the_head_stops_automation_and_everybody_sees_why(anna: Staff) -> None:
    head = make_staff("Ольга Седова", "head_of_product_and_service", user=make_user())
    turn, hers = reverse("day:turn_automation"), browser(head)
    assert "Не останавливали ни разу" in hers.get(reverse("day:automation")).content.decode()

    hers.post(turn, {"to": "off", "reason": "Сбой в рассылке"})

    seen = browser(anna).get(reverse("day:show")).content.decode()
    assert "Автоматика остановлена: Сбой в рассылке" in seen
    hers.post(turn, {"to": "on", "reason": "Починили"})
    assert stopped() is None
    assert "Автоматика остановлена" not in browser(anna).get(reverse("day:show")).content.decode()


def test_a_coordinator_sees_the_stops_and_may_not_turn_the_switch(anna: Staff) -> None:
    client = browser(anna)

    assert 'name="reason"' not in client.get(reverse("day:automation")).content.decode()
    assert client.post(
        reverse("day:turn_automation"), {"to": "off", "reason": "x"}
    ).status_code in (
        302,
        403,
        404,
    )
    assert stopped() is None
