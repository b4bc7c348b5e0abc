"""Right, script, path and reward of who stands in front of the student, in one workplace."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from provodnik.decisions.pay.services import apply_scheme, changed
from provodnik.facts.sales.models import Offer
from provodnik.facts.team.models import Staff
from provodnik.facts.team.services import record_grade
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.touches.queue.models import Touch
from provodnik.web.pages.day.tests.test_day_page import NOON, browser, make_touch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева", user=make_user())


def opened(client: Client, touch: Touch) -> str:
    response = client.get(reverse("day:deed", args=[touch.pk]))
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def give_grade(staff: Staff, grade: str) -> None:
    record_grade(staff.pk, grade, from_on=NOON.date(), reason="", by=staff.pk, now=NOON)


@pytest.mark.requirement("R-011")
def test_script_path_and_reward_stand_in_one_workplace(anna: Staff) -> None:
    give_grade(anna, "coordinator")
    touch = make_touch(anna)
    client = browser(anna)

    page = opened(client, touch)
    client.post(reverse("day:link", args=[touch.pk]))

    assert "Скрипт" in page
    assert "Блонд без брака, 12 900 ₽" in page
    assert "Страница ученика и путь к результату" in page
    assert "ваше вознаграждение примерно 645 ₽: 5% от 12 900 ₽" in page
    assert 'href="/me/criteria/?price=1290000#reward"' in page
    assert Offer.objects.get().staff_id == anna.pk


@pytest.mark.requirement("R-011")
def test_the_reward_follows_the_rates_in_force(anna: Staff) -> None:
    touch = make_touch(anna)
    now = datetime(2026, 11, 1, tzinfo=UTC)
    ten, none = (
        changed(method.pay_settings(), {"schemes.coordinators.sales_percent": told})
        for told in ("10", "0")
    )
    apply_scheme(ten, from_on=NOON.date().replace(day=1), reason="ч", by=anna.pk, now=now)
    rich = opened(browser(anna), touch)
    apply_scheme(none, from_on=NOON.date().replace(day=1), reason="ч", by=anna.pk, now=now)

    assert "ваше вознаграждение примерно 1 290 ₽: 10% от 12 900 ₽" in rich
    assert "вознаграждение" not in opened(browser(anna), touch)


@pytest.mark.requirement("R-011")
def test_a_grade_that_does_not_offer_is_refused_in_words_and_by_the_service(anna: Staff) -> None:
    give_grade(anna, "trainee")
    touch = make_touch(anna)
    client = browser(anna)

    page = opened(client, touch)
    client.post(reverse("day:link", args=[touch.pk]), {"passing": "очень просили"})

    assert "Грейд «Стажёр» пока не предлагает продукты" in page
    assert 'href="/me/criteria/"' in page
    assert "вознаграждение" not in page and reverse("day:link", args=[touch.pk]) not in page
    assert not Offer.objects.exists()


@pytest.mark.requirement("R-011")
def test_a_trainee_without_the_right_cannot_offer(anna: Staff) -> None:
    touch = make_touch(anna)
    trainee = make_staff("Полина Жданова", "trainee", user=make_user())

    refused = browser(trainee).post(reverse("day:link", args=[touch.pk]))

    assert refused.status_code == 403
    assert not Offer.objects.exists()
