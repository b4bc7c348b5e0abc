"""A cohort ends, by keyboard, at a desk and by telephone: practical tasks, marks, graduates."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.acting import (
    choose,
    enter,
    follow,
    go,
    headline,
    press_letter,
    tab_to,
    turn,
    write,
)
from tests.journeys.conftest import Site, another_person, sign_in
from tests.journeys.stage import FLAGSHIP, Stage

SENIOR, EXPERT = "Дарья Мухина", "Тимур Аскаров"
COHORT, TASK = "Поток 14", "Полный образ на модели"
FIRST, SECOND = "Ирма Ёлкина", "Олег Грек"
PEOPLE = (
    (SENIOR, "senior_curator"),
    (EXPERT, "expert_assessor"),
    ("Ольга Седова", "head_of_product_and_service"),
)
WORDS = "Диагностика точная, возьмите эту работу в портфолио"

_COHORT = """
from provodnik.facts.catalog.models import Product
from provodnik.facts.learning.courses.services import ensure_lessons
from provodnik.facts.learning.services import add_members, create_cohort
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.people.services import Contacts, add_client
from provodnik.facts.people.types import KeyKind

product = Product.objects.get(name=PRODUCT)
ensure_lessons([(product.pk, TASK)], now=now)
fields = CohortFields(COHORT, product_id=product.pk)
cohort = create_cohort(fields, now=now, actor="system")
clients = [
    add_client(Contacts(name=name), keys={KeyKind.EXTERNAL: name}, now=now, actor="system")
    for name in (FIRST, SECOND)
]
add_members(cohort.pk, [one.pk for one in clients], joined_at=now, actor="system")
"""

_HAND_IN = """
from provodnik.facts.learning.homework.models import Work
from provodnik.facts.learning.homework.services import hand_in
from provodnik.facts.learning.homework.types import Handed

for work in Work.objects.order_by("client__sort_key"):
    hand_in(work.lesson_id, work.client_id, Handed("До и после"), now=now, actor="client")
"""


@pytest.fixture
def stage(site: Site, tmp_path: Path, width: int) -> Stage:
    stage = Stage(site, f"graduates-{width}", tmp_path)
    stage.open(PEOPLE, products=[FLAGSHIP])
    names = f"PRODUCT, TASK, COHORT = {FLAGSHIP[0]!r}, {TASK!r}, {COHORT!r}\n"
    stage.inside(f"{names}FIRST, SECOND = {FIRST!r}, {SECOND!r}\n{_COHORT}")
    return stage


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-147", "R-150", "R-151", "R-152")
def test_a_cohort_ends_with_experts_marks(stage: Stage, browser: Browser, width: int) -> None:
    senior = another_person(browser, stage.site, width).new_page()
    sign_in(senior, stage.email("senior_curator"))
    _give_the_task(senior)
    senior.context.close()
    stage.inside(_HAND_IN)

    expert = another_person(browser, stage.site, width).new_page()
    sign_in(expert, stage.email("expert_assessor"))
    _check_both(expert)
    _mark_the_graduate(expert)
    expert.context.close()

    head = another_person(browser, stage.site, width).new_page()
    sign_in(head, stage.email("head_of_product_and_service"))
    go(head, "Выпускники")
    headline(head, "Выше рынка 1 из 1 выпускника")
    expect(head.get_by_role("link", name=COHORT)).to_be_visible()
    head.context.close()


def _give_the_task(page: Page) -> None:
    """The lesson becomes a practical task with the experts' criteria, and the cohort gets it."""
    go(page, "Домашние работы")
    headline(page, "Проверять нечего")
    follow(page, page.get_by_role("link", name="Задания и навыки"))
    follow(page, page.get_by_role("link", name=FLAGSHIP[0]))
    lesson = page.locator("details").filter(has_text=TASK)
    enter(page, lesson.locator("summary"))
    choose(page, lesson.get_by_label("Критерии"), "Практическая работа выпускника")
    tab_to(page, lesson.get_by_label("Практическая:"))
    page.keyboard.press("Space")
    follow(page, lesson.get_by_role("button", name="Сохранить"))
    enter(page, lesson.locator("summary"))
    follow(page, lesson.get_by_role("button", name="Раздать потоку"))
    expect(page.locator("#toasts")).to_contain_text("2 ученика")


def _check_both(page: Page) -> None:
    """By digits and Ctrl+Enter the first work passes; the second goes back by B."""
    headline(page, "2 работы к проверке")
    follow(page, page.locator("[data-row-link]").first)
    expect(page.locator(".pv-hw__who")).to_contain_text(FIRST)
    expect(page.locator("#claim")).to_contain_text("Проверяете вы")
    for _ in range(3):
        page.keyboard.press("5")
    expect(page.locator("#comment")).to_be_focused()
    page.keyboard.type(WORDS)
    turn(page, "Control+Enter")

    expect(page.locator(".pv-hw__who")).to_contain_text(SECOND)
    for _ in range(3):
        page.keyboard.press("2")
    write(page, page.locator("#comment"), "Переделайте корни и снимите ещё раз")
    tab_to(page, page.get_by_role("button", name="На доработку"))
    page.evaluate("window.isLeft = true")
    press_letter(page, "B")
    page.wait_for_function("() => !window.isLeft && document.readyState === 'complete'")
    headline(page, "Проверять нечего")


def _mark_the_graduate(page: Page) -> None:
    """Five is above the market, in words."""
    go(page, "Выпускники")
    follow(page, page.get_by_role("link", name=COHORT))
    headline(page, "С оценкой 0 из 2 учеников")
    card = page.locator(".pv-hw__graduate").filter(has_text=FIRST)
    expect(card).to_contain_text("практических принято 1 из 1")
    tab_to(page, card.locator("input[name=mark]").first)
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(card.locator("input[value='5']")).to_be_checked()
    expect(card.locator(".pv-hw__means")).to_contain_text("выше стандартов рынка")
    follow(page, card.get_by_role("button", name="Поставить оценку"))
    expect(page.locator("#toasts")).to_contain_text("Выше рынка")
