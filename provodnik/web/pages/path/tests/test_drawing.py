"""Drawing the path: two presses make an arrow, versions come back, an off rule is told."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.catalog.path import queries, services, upsell
from provodnik.facts.catalog.path.types import LearnedStep, Step
from provodnik.facts.sales.models import NextProduct
from provodnik.facts.sales.services.next_products import relearn
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import schools
from provodnik.kernel.gates import Refused
from provodnik.kernel.models import School
from provodnik.lake import services as lake_services
from provodnik.web.pages.path.tests.test_path_pages import REASON, member, page, posted

DAY = timedelta(days=1)


def a_step() -> Step:
    return Step(
        key="third",
        trigger="course_completed",
        after_id=make_product("Колорист").pk,
        offered_id=make_product("Блонд").pk,
        reason=REASON,
        script="after_module",
        channel="coordinator_calls",
    )


def publish() -> None:
    services.publish(by_id=None, actor="staff:1", now=timezone.now())


@pytest.mark.django_db
@pytest.mark.requirement("R-076")
def test_two_presses_open_a_step_with_both_products(school: School) -> None:
    step, head = a_step(), member()
    services.save_step(step, now=timezone.now())
    other = make_product("Практикум")

    plain = page(head, "/path/edit/")
    begun = page(head, f"/path/edit/?from={step.offered_id}")
    drawn = page(head, f"/path/edit/?from={step.offered_id}&to={other.pk}")

    assert f'href="?from={step.offered_id}#graph-title"' in plain
    assert "Выберите, что предложить после «Блонд»" in begun
    assert f"?from={step.offered_id}&amp;to={other.pk}#new-step" in begun
    new = drawn.split('id="new-step"')[1]
    assert f'<option value="{step.offered_id}" selected>Блонд' in new
    assert f'<option value="{other.pk}" selected>Практикум' in new


@pytest.mark.django_db
def test_an_earlier_version_is_compared_and_comes_back_as_a_draft(school: School) -> None:
    step, head = a_step(), member()
    services.save_step(step, now=timezone.now())
    publish()
    services.save_step(replace(step, delay_days=5), now=timezone.now())
    publish()

    shown = page(head, "/path/versions/")
    head.post("/path/versions/1/draft/")

    assert "Версия 2" in shown and "Версия 1" in shown and "изменён" in shown
    drawn = queries.draft()
    assert drawn is not None and [one.delay_days for one in drawn.steps] == [0]
    assert head.post("/path/versions/9/draft/").status_code == 404


@pytest.mark.django_db
def test_who_saves_after_a_colleague_published_is_told_and_loses_nothing(school: School) -> None:
    step, head = a_step(), member()
    services.save_step(step, now=timezone.now())
    publish()

    told = head.post("/path/edit/steps/third/", {**posted(step), "number": "1"})

    assert told.headers["Location"] == "/path/versions/"
    drawn = queries.draft()
    assert drawn is not None and drawn.number == 2


@pytest.mark.django_db
@pytest.mark.requirement("R-083")
def test_a_step_whose_rule_is_off_is_not_published_and_says_so(school: School) -> None:
    step, head = a_step(), member()
    rule = upsell.save_rule(
        product_id=step.offered_id,
        why="Навык закрепится под присмотром",
        metrics="Доля следующего шага",
        measurement="Сравним 60 дней до и после",
        now=timezone.now(),
    )
    services.save_step(replace(step, rule_id=rule.pk), now=timezone.now())

    with pytest.raises(Refused, match="step_rule_off"):
        publish()
    assert "работает по правилу допродажи, которое выключено" in page(head, "/path/edit/")
    upsell.activate(rule.pk, by_id=make_staff().pk, actor="staff:1", now=timezone.now())
    publish()
    head.post(f"/path/rules/{rule.pk}/off/")

    assert "правило допродажи выключено" in page(head, "/path/")


@pytest.mark.django_db
def test_a_first_draft_holds_what_students_bought_next_without_a_reason(school: School) -> None:
    flagship, mini = make_product("Колорист"), make_product("Блонд")
    learned = LearnedStep(flagship.pk, mini.pk, 41)

    services.draw_starter(learned=[learned], now=timezone.now())

    drawn = queries.draft()
    assert drawn is not None
    assert [(s.after, s.offered, s.delay_days) for s in drawn.steps] == [("Колорист", "Блонд", 41)]
    with pytest.raises(Refused, match="step_without_reason"):
        publish()


@pytest.mark.django_db
def test_students_without_a_path_are_a_reason_to_offer_one(school: School) -> None:
    buy(make_client(), make_product("Колорист"), at=timezone.now() - DAY)
    head = member()

    assert "Ученики есть, а пути нет" in page(head, "/path/")
    assert "Предложить путь" in page(head, "/path/")


def test_the_page_says_how_often_each_way_would_have_been_right(lake: School) -> None:
    now = timezone.now()
    with schools.inside(lake.pk):
        flagship, mini = make_product("Колорист"), make_product("Блонд")
        for wait in range(8):
            client = make_client()
            buy(client, flagship, at=now - 60 * DAY)
            buy(client, mini, at=now - (50 - 5 * wait) * DAY)
        head = member()
    lake_services.catch_up(now=now)
    with schools.inside(lake.pk):
        relearn(now=now)
        assert NextProduct.objects.filter(after=flagship, product=mini).get().clients == 8

    shown = page(head, "/path/")

    assert "первая подсказка была бы верной в 100" in shown
    assert "8, кто пошёл дальше" in shown
    assert f"?from={flagship.pk}&amp;to={mini.pk}#new-step" in shown
    took = f"/path/learned/?after={flagship.pk}&to={mini.pk}"
    assert took.replace("&", "&amp;") in shown
    assert behind(head, took) == 8
    assert behind(head, f"/path/learned/?after={flagship.pk}") == 8
    rates = [unescape(href) for href in re.findall(r'href="(/path/learned/\?way=[^"]+)"', shown)]
    tried = behind(head, "/path/learned/")
    assert {href: behind(head, href) for href in rates if "learned&" in href} == {
        f"/path/learned/?way=learned&within={k}": tried for k in (1, 3, 5)
    }
    assert [behind(head, href) for href in rates if "rules&" in href] == [0, 0, 0]


def behind(head: Client, address: str) -> int:
    """How many rows stand behind a number, as its page counts and shows them."""
    shown = head.get(address).context["shown"]
    assert len(shown.rows) == shown.total
    return int(shown.total)


@pytest.mark.requirement("R-084")
def test_a_rules_promise_is_compared_with_what_came_of_it(lake: School) -> None:
    now = timezone.now()
    with schools.inside(lake.pk):
        mini = make_product("Блонд")
        for days, kopecks in ((29, 1_000_00), (10, 1_500_00)):
            client = make_client()
            buy(client, make_product(), at=now - 80 * DAY)
            buy(client, mini, at=now - days * DAY, kopecks=kopecks)
        rule = upsell.save_rule(
            product_id=mini.pk,
            why="Навык закрепится под присмотром",
            metrics="Повторные продажи",
            measurement="Сравним 15 дней до и после",
            promise=upsell.Promise("repeat_sales", 15, 20),
            now=now - 20 * DAY,
        )
        upsell.activate(rule.pk, by_id=make_staff().pk, actor="staff:1", now=now - 20 * DAY)
        head = member()
    lake_services.catch_up(now=now)

    shown = page(head, "/path/rules/")

    assert "1\u00a0000\u00a0₽" in shown and "1\u00a0500\u00a0₽" in shown
    assert "+50,0" in shown and "обещание держится" in shown
