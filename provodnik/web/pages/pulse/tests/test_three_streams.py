"""The three streams of the head's home, sales counted by the lake itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from provodnik.facts.people.models import Client as Student
from provodnik.facts.people.services import add_pain
from provodnik.facts.people.tests.factories import happened
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
from provodnik.web.pages.pulse.tests.test_pulse_page import HEAD, browser, page, plan_today


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

    html = page(browser(head))

    incoming, marketing, report = (html.index(words) for words in ("Входящие", "В марк", "Отчёты"))
    assert incoming < html.index("1\u00a0дело") < marketing
    assert marketing < html.index("Дорого") < report
    assert marketing < html.index("Низкий чек") < report
    assert report < html.index("248\u00a0300\u00a0₽")


def sold_by(seller: Staff, student: Student) -> None:
    """A repeat sale of today with the person it is credited to."""
    now = timezone.now()
    order = pay(make_order(student, at=now, cost_kopecks=248_300_00, manager=seller), at=now)
    happened(
        "sale_credited",
        student,
        now,
        staff_id=seller.pk,
        item=order.external_id,
        channel="coordinator_calls",
        value=248_300_00,
        attrs={"rule": "test"},
    )
