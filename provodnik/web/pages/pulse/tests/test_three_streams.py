"""The three streams of the head's home, sales counted by the lake itself."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from provodnik.facts.people.models import Client as Student
from provodnik.facts.people.services import add_pain
from provodnik.facts.sales.services.offers import decline_offer
from provodnik.facts.sales.tests.factories import (
    add_goal,
    buy,
    make_client,
    make_offer,
    make_order,
    make_product,
    pay,
)
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import engine
from provodnik.lake import services as lake
from provodnik.web.pages.pulse.tests.test_pulse_page import HEAD, browser, page, plan_today


@pytest.fixture(autouse=True)
def own_lake(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME = tmp_path
    engine.forget()
    yield
    engine.forget()


@pytest.mark.requirement("R-017")
def test_three_streams_meet_at_the_head(committed_school: School) -> None:
    # Sales are counted in the lake, which sees only what is committed.
    with schools.inside(committed_school.pk):
        head = make_staff("Ольга Седова", HEAD, user=make_user())
        anna = make_staff("Анна Лебедева")
        student = make_client("Наталья Ремизова", coordinator=anna)
        add_goal(student, "Поднять чек", pain_id=add_pain("Низкий чек").pk)
        plan_today(anna, student.pk, "pause")
        offer = make_offer(student, make_product("Блонд без брака"), at=timezone.now())
        decline_offer(
            offer.pk, "expensive", not_before_on=None, actor=f"staff:{anna.pk}", now=timezone.now()
        )
        buy(student, at=timezone.now() - timedelta(days=90))
        sold_by(anna, student)

    lake.catch_up(now=timezone.now())

    html = page(browser(head))

    incoming, marketing, report = (html.index(words) for words in ("Входящие", "В марк", "Отчёты"))
    assert incoming < html.index("1\u00a0дело") < marketing
    assert marketing < html.index("Дорого") < report
    assert marketing < html.index("Низкий чек") < report
    assert report < html.index("248\u00a0300\u00a0₽")


def sold_by(seller: Staff, student: Student) -> None:
    """A repeat sale of today in the order of its manager."""
    now = timezone.now()
    pay(make_order(student, at=now, cost_kopecks=248_300_00, manager=seller), at=now)


@pytest.mark.requirement("R-243")
def test_the_first_tile_is_ltv_with_its_trend(committed_school: School) -> None:
    with schools.inside(committed_school.pk):
        head = make_staff("Ольга Седова", HEAD, user=make_user())
        for months, roubles in ((12, 10_000), (11, 20_000), (10, 30_000)):
            at = timezone.now() - timedelta(days=31 * months)
            pay(make_order(make_client(), at=at, cost_kopecks=roubles * 100), at=at)
    lake.catch_up(now=timezone.now())

    html = page(browser(head)).replace("\u00a0", " ")

    tile = html.index("LTV, валовая прибыль на ученика")
    assert tile < html.index("Входящие")
    assert html.index("20 000 ₽") > tile
    assert "ученик приносил 10 000 ₽, теперь 30 000 ₽" in html
    assert "pv-spark" in html
    assert "/analyses/value/?basis=gross_profit" in html
