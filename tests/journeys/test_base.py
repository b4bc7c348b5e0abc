"""The base at work, by keyboard, at a desk and by telephone: segments, their worth, campaigns."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.acting import (
    choose,
    enter,
    follow,
    go,
    headline,
    load_file,
    until,
    write,
)
from tests.journeys.conftest import Site, another_person, sign_in
from tests.journeys.stage import (
    COORDINATOR,
    FLAGSHIP,
    MINI_COURSE,
    ORDERS,
    ZONE,
    Stage,
    order,
    wall,
)

COURSE = ("Сложный блонд", "course", 100_000)
KNOWN, NEW, ASLEEP = 8, 2, 25
CLICKED = "Знакомая 3"
REVIVAL, CLOSING = "Вернуть молчащих", "Дожать открывших"


@pytest.fixture
def stage(site: Site, tmp_path: Path, width: int) -> Stage:
    stage = Stage(site, f"base-{width}", tmp_path)
    people = [("Ирина Соколова", "head_of_product_and_service"), (COORDINATOR, "coordinator")]
    stage.open(people, products=[FLAGSHIP, MINI_COURSE, COURSE])
    return stage


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-257", "R-271", "R-272", "R-273", "R-274")
def test_the_base_is_parted_counted_and_worked(stage: Stage, browser: Browser, width: int) -> None:
    head = another_person(browser, stage.site, width).new_page()
    sign_in(head, stage.email("head_of_product_and_service"))
    load_file(head, _orders(stage))
    stage.refresh_lake()
    stage.click_link(CLICKED, MINI_COURSE[0])

    _see_who_sleeps(head)
    _see_what_they_are_worth(head)
    _make_a_segment_of_ones_own(head)
    _revive(head)
    _close(head)
    _see_the_share_of_the_base(head)
    head.context.close()

    coordinator = another_person(browser, stage.site, width).new_page()
    sign_in(coordinator, stage.email("coordinator"))
    deed = coordinator.locator("[data-row]").filter(has_text=CLICKED)
    expect(deed).to_contain_text("Ссылка на оплату открыта")
    coordinator.context.close()


def _orders(stage: Stage) -> Path:
    """Last month 800 000 came from those who had bought before it, 200 000 from the new."""
    now = datetime.now(ZONE)
    last_month = (now.replace(day=1) - timedelta(days=1)).replace(day=15, hour=12)
    long_ago, lately = wall(now.astimezone(UTC) - timedelta(days=150)), wall(last_month)
    first = ("Колорист", "", 10_000)
    rows = []
    for number in range(KNOWN):
        user = 100 + number
        rows.append(order(100 + number, f"Знакомая {number}", first, long_ago, user=user))
        rows.append(order(200 + number, f"Знакомая {number}", COURSE, lately, user=user))
    rows += [order(300 + n, f"Новая {n}", COURSE, lately) for n in range(NEW)]
    rows += [order(400 + n, f"Молчащая {n}", first, long_ago) for n in range(ASLEEP)]
    return stage.table("orders.csv", ORDERS, *rows)


def _see_who_sleeps(page: Page) -> None:
    """The parts of the base are counted by the worker and add up."""
    go(page, "База")
    until(page, page.locator(".pv-base__sum"), f"= {KNOWN + NEW} активны + {ASLEEP} спят")
    headline(page, f"{ASLEEP} контактов спят")


def _see_what_they_are_worth(page: Page) -> None:
    """A ready segment by one press; its worth is people × conversion × cheque, all in sight."""
    follow(page, page.get_by_role("button", name="Спящие покупатели"))
    headline(page, "Спящие покупатели: 25 человек")
    enter(page, page.locator("summary", has_text="Изменить допущение"))
    write(page, page.get_by_label("Конверсия, %"), "10")
    write(page, page.get_by_label("Средний чек, ₽"), "5000")
    follow(page, page.get_by_role("button", name="Сохранить"))
    expect(page.locator(".pv-base__sum")).to_contain_text("25 × 10,0% × 5 000 ₽ = ~12 500 ₽")


def _make_a_segment_of_ones_own(page: Page) -> None:
    """A rule of two conditions; how many fit is told before it is saved."""
    go(page, "База")
    follow(page, page.get_by_role("link", name="Новый сегмент"))
    write(page, page.get_by_label("Название"), "Вернулись сами")
    _condition(page, 0, "оплаченных заказов не меньше …", "2")
    expect(page.locator(".pv-base__count")).to_contain_text("8 человек подходят")
    enter(page, page.get_by_role("button", name="Добавить условие"))
    _condition(page, 1, "последний признак жизни не больше … дней назад", "60")
    expect(page.locator(".pv-base__count")).to_contain_text("8 человек подходят")
    follow(page, page.get_by_role("button", name="Сохранить сегмент"))
    headline(page, "Вернулись сами: 8 человек")


def _condition(page: Page, number: int, words: str, value: str) -> None:
    """The form comes anew after each change, and the focus stays where it was."""
    condition = page.get_by_label("Условие").nth(number)
    choose(page, condition, words)
    field = page.locator(f"input[name=v-{number}-0]")
    expect(field).to_be_visible()
    expect(condition).to_be_focused()
    write(page, field, value)
    page.keyboard.press("Tab")


def _revive(page: Page) -> None:
    """A draft says how far it reaches; started, its touches are in the queue."""
    go(page, "База")
    row = page.get_by_role("row").filter(has_text="Спящие покупатели")
    follow(page, row.get_by_role("link", name="Оживить"))
    write(page, page.get_by_label("Название"), REVIVAL)
    choose(page, page.get_by_label("Что предлагаем"), MINI_COURSE[0])
    choose(page, page.get_by_label("Кому отдать"), COORDINATOR)
    follow(page, page.get_by_role("button", name="Подготовить черновик"))
    headline(page, "В работу 21 человек, для сравнения 4 без касания")
    asked = page.locator(".pv-base__facts div").filter(has_text="Всего подходит")
    expect(asked.locator("dd")).to_have_text(str(ASLEEP))
    follow(page, page.get_by_role("button", name="Запустить"))
    headline(page, "покупок пока нет")
    groups = page.locator(".pv-base--groups tbody tr")
    touched, alone = (int(row.locator("td").first.inner_text()) for row in groups.all())
    assert touched + alone == ASLEEP
    expect(page.get_by_text("дел 0")).to_have_count(0)


def _close(page: Page) -> None:
    """Who opened a link two days ago and did not pay is led to a decision in steps."""
    go(page, "База")
    follow(page, page.get_by_role("link", name="Дожим открывших ссылку"))
    write(page, page.get_by_label("Название"), CLOSING)
    choose(page, page.get_by_label("Что предлагаем"), MINI_COURSE[0])
    choose(page, page.get_by_label("Кому отдать"), COORDINATOR)
    write(page, page.get_by_label("Оставить без касания"), "0")
    follow(page, page.get_by_role("button", name="Подготовить черновик"))
    headline(page, "В работу 1 человек")
    follow(page, page.get_by_role("button", name="Запустить"))
    headline(page, "В работе 1 человек")
    expect(page.get_by_role("link", name=CLICKED)).to_be_visible()
    expect(page.locator("ol.pv-base__list li")).to_have_count(3)


def _see_the_share_of_the_base(page: Page) -> None:
    """800 000 of 1 000 000 came from the base: the mark of 80 % is reached."""
    go(page, "База")
    for name in (REVIVAL, CLOSING):
        campaign = page.locator(".pv-base__list li").filter(has_text=name)
        expect(campaign).to_contain_text("идёт")
    share = page.locator(".pv-base__facts div").filter(has_text="Выручка с базы")
    expect(share).to_contain_text("80,0%")
    expect(share).to_contain_text("ориентир 80% достигнут")
    month = _months(page).nth(1)
    expect(month).to_contain_text("80,0%")


def _months(page: Page) -> Locator:
    return page.locator("table", has_text="Новые / план").locator("tbody tr")
