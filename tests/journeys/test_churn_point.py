"""A churn point found and removed: lessons, cause, another order, before and after."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.acting import (
    choose,
    enter,
    follow,
    go,
    headline,
    write,
    write_day,
)
from tests.journeys.conftest import Site, another_person, sign_in
from tests.journeys.stage import EVENTS, FLAGSHIP, ZONE, Stage

COURSE = FLAGSHIP[0]
LESSONS, A_MODULE = 6, 2
# The change is as old as the students after it need to be judged.
CHANGED_DAYS_AGO = 100
BEFORE_DAYS_AGO, AFTER_DAYS_AGO = 180, 90
NOTE = "Практика третьего модуля стоит первой"

# What was published a moment ago, as it would stand after the students' time has gone by.
_AGE = """
from datetime import timedelta
from provodnik.facts.learning.courses.models import CourseVersion

for version in CourseVersion.objects.order_by("number"):
    gone = timedelta(days=300 if version.number == 1 else DAYS)
    version.published_at -= gone
    version.starts_at -= gone
    version.save()
"""


@pytest.fixture
def stage(site: Site, tmp_path: Path, width: int) -> Stage:
    stage = Stage(site, f"churn-{width}", tmp_path)
    stage.open([("Ирина Соколова", "head_of_product_and_service")], products=[FLAGSHIP])
    return stage


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-156", "R-158", "R-252", "R-253")
@pytest.mark.golden("G14")
@pytest.mark.golden("G15")
def test_a_churn_point_is_found_and_removed(stage: Stage, browser: Browser, width: int) -> None:
    stage.bring("events", EVENTS, *_students("до", BEFORE_DAYS_AGO, reached=30, finished=24))
    stage.refresh_lake()
    head = another_person(browser, stage.site, width).new_page()
    sign_in(head, stage.email("head_of_product_and_service"))

    _draw_the_course(head)
    _see_the_fall(head)
    _find_the_cause(head)
    _change_the_order(head)
    stage.inside(f"DAYS = {CHANGED_DAYS_AGO}\n{_AGE}")
    stage.bring("events", EVENTS, *_students("после", AFTER_DAYS_AGO, reached=60, finished=49))
    stage.refresh_lake()
    _see_before_and_after(head)
    _close_the_card(head)
    head.context.close()


def _students(
    group: str, days_ago: int, *, reached: int, finished: int, people: int = 100
) -> Iterator[list[str]]:
    """Everybody opens two modules, so many reach the third and so many finish."""
    start = datetime.combine(_day(days_ago), time(10), ZONE)
    for number in range(people):
        who = f"{group}-{number}"
        yield [who, "enrolled", start.isoformat(), COURSE, "", ""]
        for lesson in range(1, (LESSONS if number < reached else LESSONS - A_MODULE) + 1):
            at = (start + timedelta(days=lesson)).isoformat()
            module = f"Модуль {(lesson + 1) // A_MODULE}"
            yield [who, "lesson_viewed", at, COURSE, f"Урок {lesson}", module]
        if number < finished:
            at = (start + timedelta(days=20)).isoformat()
            yield [who, "course_completed", at, COURSE, "", ""]


def _day(days_ago: int) -> date:
    return datetime.now(ZONE).date() - timedelta(days=days_ago)


def _draw_the_course(page: Page) -> None:
    """One button draws the lessons from what students did; the first version is published."""
    go(page, "Курсы")
    headline(page, "Курсы ещё не собраны: 1 продукт")
    follow(page, page.get_by_role("button", name="Собрать из журнала"))
    follow(page, page.get_by_role("link", name=COURSE))
    headline(page, "версия 1 ещё черновик")
    expect(page.locator(".pv-courses__lesson")).to_have_count(LESSONS)
    follow(page, page.get_by_role("button", name="Опубликовать"))


def _see_the_fall(page: Page) -> None:
    """The lesson funnel names the fall: seventy of a hundred never open the third module."""
    headline(page, "70 учеников теряются перед «Модуль 3»")
    third = page.locator(".pv-courses__module").nth(2)
    expect(third.locator("header")).to_contain_text("30,0%")
    expect(third.locator("header")).to_contain_text("обрыв")


def _find_the_cause(page: Page) -> None:
    """A card of the cause: a hypothesis, its check by interviews, the cause confirmed."""
    follow(page, page.get_by_role("button", name="Найти причину"))
    headline(page, "«Модуль 3»: теряем 70 из 100")
    choose(page, page.get_by_label("Что это может быть"), "Непонятный путь")
    write(page, page.get_by_label("Гипотеза"), "Не видно, зачем нужен третий модуль")
    write(page, page.get_by_label("Как проверим"), "Пять интервью с остановившимися")
    follow(page, page.get_by_role("button", name="Добавить", exact=True))
    follow(page, page.get_by_role("link", name="Записать проверку"))
    choose(page, page.get_by_label("Что показала проверка"), "подтвердилось: это причина")
    choose(page, page.get_by_label("Доказательство"), "интервью или цитата")
    write(page, page.get_by_label("Что увидели или услышали"), "«Думала, что это уже всё»")
    follow(page, page.get_by_role("button", name="Записать проверку"))
    headline(page, "причина найдена")


def _change_the_order(page: Page) -> None:
    """The lesson goes up by the keyboard, the focus stays on its button; then a new version."""
    go(page, "Курсы")
    follow(page, page.get_by_role("link", name=COURSE))
    expect(page.get_by_role("link", name="Карточка причины")).to_be_visible()
    up = page.get_by_role("button", name="Выше: Урок 6")
    follow(page, up)
    expect(up).to_be_focused()
    headline(page, "версия 2 ещё черновик")
    moved = page.locator(".pv-courses__module").nth(2).locator(".pv-courses__lesson")
    expect(moved.first).to_contain_text("Урок 6")
    write(page, page.get_by_label("Что изменили и зачем"), NOTE)
    follow(page, page.get_by_role("button", name="Опубликовать"))
    expect(page.locator(".pv-head__sub")).to_contain_text("Версия 2")


def _see_before_and_after(page: Page) -> None:
    """Completion by version, at equal time: 24 % and 49 %."""
    go(page, "Курсы")
    follow(page, page.get_by_role("link", name=COURSE))
    follow(page, page.get_by_role("link", name="До и после"))
    headline(page, "до изменения заканчивали 24,0%, после него 49,0%")
    line = page.get_by_role("row").filter(has_text="Закончили курс")
    expect(line).to_contain_text("+25,0 п.п.")
    expect(line).to_contain_text("не случайность")
    first = page.locator(".pv-courses__version").last
    expect(first).to_contain_text("Версия 1")
    expect(first).to_contain_text("30,0%")


def _close_the_card(page: Page) -> None:
    """The change is written on the card, which says itself whether it helped."""
    go(page, "Точки оттока")
    follow(page, page.get_by_role("link", name="Модуль 3"))
    what = page.get_by_label("Что изменили")
    expect(what).to_be_attached()
    if page.locator("details", has=what).get_attribute("open") is None:
        enter(page, page.locator("summary", has_text="Записать изменение"))
    write(page, what, NOTE)
    write_day(page, page.get_by_label("С какого дня"), _day(CHANGED_DAYS_AGO))
    follow(page, page.get_by_role("button", name="Записать", exact=True))
    headline(page, "было 30,0%, стало 60,0%")
    choose(page, page.get_by_label("Чем кончилось"), "Помогло")
    follow(page, page.get_by_role("button", name="Закрыть карточку"))
    headline(page, "изменение помогло")
