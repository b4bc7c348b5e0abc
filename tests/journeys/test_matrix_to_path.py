"""From a table of products to a path that is at work, by keyboard, at a desk and on a telephone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.acting import (
    choose,
    enter,
    follow,
    go,
    headline,
    press_letter,
    tab_to,
    tick,
    write,
)
from tests.journeys.conftest import Site, another_person, sign_in
from tests.journeys.stage import COORDINATOR, Stage

HEADER = (
    *("Продукт", "Вид", "Цена", "Себестоимость", "Для кого", "Боль", "Дальше"),
    "Содержание готово",
)
FLAGSHIP, LAST = "Колорист", "Клуб мастеров"
# Three lead nowhere when they come: two of them are told where to by hand, the third sleeps.
LONE = ("Тонирование", "Цвет для блондинок")
ASLEEP = ("Челки за вечер", "Прикорневой объём")
PAIN = "боюсь пережечь волосы"
_NAMES = (
    *("Формулы цвета", "Блонд без страха", "Коррекция цвета", "Сложный блонд"),
    *("Рыжие оттенки", "Седина", "Холодные тона", "Тёплые тона", "Балаяж", "Мелирование"),
    *("Карта волос", "Чек-лист мастера", "Разбор работ", "Уход после", "Фото работ"),
)
PRODUCTS = (FLAGSHIP, *_NAMES, *LONE, *ASLEEP, LAST)
REASON = "К третьему модулю видно, что даётся труднее, и короткий курс закрывает именно это."


@pytest.fixture
def stage(site: Site, tmp_path: Path, width: int) -> Stage:
    stage = Stage(site, f"matrix-{width}", tmp_path)
    people = [("Ирина Соколова", "head_of_product_and_service"), (COORDINATOR, "coordinator")]
    stage.open(people, products=())
    return stage


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-064", "R-067", "R-068", "R-069", "R-071", "R-076", "R-078", "R-087")
def test_a_table_of_products_becomes_a_path_at_work(
    stage: Stage, browser: Browser, width: int
) -> None:
    head = another_person(browser, stage.site, width).new_page()
    sign_in(head, stage.email("head_of_product_and_service"))
    _bring_the_table(head, _table(stage))
    _decide_on_each(head)
    _see_the_sleeping(head)
    _name_the_pain(head)
    _lead_on(head)
    _publish(head)
    coordinator = another_person(browser, stage.site, width).new_page()
    sign_in(coordinator, stage.email("coordinator"))
    _learn_the_products(coordinator)
    _see_who_knows(head)
    for person in (head, coordinator):
        person.context.close()


def _table(stage: Stage) -> Path:
    """Twenty-one products: each leads to the next one but those of `LONE` and the last."""
    rows = []
    chain = [name for name in PRODUCTS if name not in (*LONE, *ASLEEP)]
    kinds = {FLAGSHIP: "флагман", LAST: "выпускной"}
    for name in PRODUCTS:
        following = chain[chain.index(name) + 1] if name in chain and name != LAST else ""
        if name == FLAGSHIP:
            following = "; ".join((following, *LONE, *ASLEEP))
        pain = "" if name in LONE else PAIN
        ready = "да" if name in ASLEEP else ""
        kind = kinds.get(name, "мини-курс")
        rows.append((name, kind, "2900", "580", "мастера", pain, following, ready))
    return stage.table("products.csv", HEADER, *rows)


def _bring_the_table(page: Page, file: Path) -> None:
    """All twenty-one are in the matrix, and no product is left that nothing leads to."""
    go(page, "Матрица продуктов")
    headline(page, "Матрица пуста")
    follow(page, page.get_by_role("link", name="Загрузить таблицу"))
    headline(page, "Вставьте таблицу продуктов")
    field = page.locator("input[type=file]")
    tab_to(page, field)
    field.set_input_files(file)  # the window for choosing one is the system's, not ours
    follow(page, page.get_by_role("button", name="Посмотреть"))
    headline(page, "Новых продуктов 21, изменится 0")
    follow(page, page.get_by_role("button", name="Загрузить: 21"))
    headline(page, "21 продукт")
    expect(page.locator("tbody [data-row]")).to_have_count(21)
    for name in PRODUCTS:
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    orphans = _view(page, "Сироты")
    expect(orphans).to_have_text("Сироты 0")


def _decide_on_each(page: Page) -> None:
    """The revision: a product on a screen, one press each."""
    follow(page, page.get_by_role("button", name="Начать ревизию"))
    left = page.locator(".pv-head__sub")
    for number in range(21, 0, -1):
        expect(left).to_contain_text(f"осталось {number} из 21")
        name = page.get_by_role("heading", level=1).inner_text()
        page.keyboard.press("Digit2" if name in ASLEEP else "Digit1")
    headline(page, "Ревизия закончена")


def _see_the_sleeping(page: Page) -> None:
    go(page, "Матрица продуктов")
    follow(page, _view(page, "Спящие"))
    expect(page.locator("tbody [data-row]")).to_have_count(2)
    for name in ASLEEP:
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    expect(page.get_by_text("Содержание готово у 2")).to_be_visible()


def _name_the_pain(page: Page) -> None:
    """Products without a pain get theirs, and are found by it."""
    for name in LONE:
        _open_product(page, name, "Тупики")
        tick(page, page.get_by_label(PAIN))
        follow(page, page.get_by_role("button", name="Сохранить боли"))
        expect(page.get_by_label(PAIN)).to_be_checked()
    go(page, "Матрица продуктов")
    write(page, page.get_by_label("Название или боль"), "пережечь")
    page.keyboard.press("Enter")
    expect(page.locator("tbody [data-row]")).to_have_count(21)


def _lead_on(page: Page) -> None:
    """Every dead end gets a next product, until there are none."""
    for name in LONE:
        _open_product(page, name, "Тупики")
        choose(page, page.get_by_label("Как"), "следующий шаг")
        choose(page, page.get_by_label("К продукту"), LAST)
        follow(page, page.get_by_role("button", name="Связать"))
        expect(page.get_by_role("link", name=LAST, exact=True)).to_be_visible()
    go(page, "Матрица продуктов")
    headline(page, "каждый ведёт дальше")
    expect(_view(page, "Тупики")).to_have_text("Тупики 0")


def _publish(page: Page) -> None:
    """A step without a reason is not published; with one it goes to work."""
    go(page, "Путь после покупки")
    follow(page, page.get_by_role("button", name="Предложить путь"))
    headline(page, "Черновик готов")
    new = page.locator("#new-step")
    enter(page, new.locator("summary"))
    choose(page, new.get_by_label("Момент"), "модуль завершён")
    write(page, new.get_by_label("Модуль"), "5")
    choose(page, new.get_by_label("После продукта"), FLAGSHIP)
    choose(page, new.get_by_label("Продукт").last, LONE[0])
    choose(page, new.get_by_label("Скрипт"), "После модуля")
    choose(page, new.get_by_label("Канал"), "Звонки")
    follow(page, new.get_by_role("button", name="В черновик"))
    headline(page, "До публикации осталось 1 условие")
    expect(page.get_by_role("link", name="Опубликовать")).to_have_count(0)
    step = page.locator("details.pv-step", has_text="1 условие")
    write(page, step.get_by_label("Почему это помощь"), REASON)
    follow(page, step.get_by_role("button", name="В черновик"))
    headline(page, "Черновик готов")
    follow(page, page.get_by_role("link", name="Опубликовать"))
    follow(page, page.get_by_role("button", name="Опубликовать"))
    expect(page.locator("#toasts")).to_contain_text("Путь опубликован")
    expect(page.locator(".pv-path__list")).to_contain_text(REASON)
    expect(page.locator("#dead-ends")).to_contain_text("Тупиков нет")


def _learn_the_products(page: Page) -> None:
    """J walks the list, X ticks: everything on sale is read and said to be read."""
    go(page, "Что предлагать")
    follow(page, page.get_by_role("link", name="Мне прочитать"))
    headline(page, "осталось 19 из 19")
    for _ in range(19):
        press_letter(page, "J")
        press_letter(page, "X")
    follow(page, page.get_by_role("button", name="Отметить прочитанными"))
    headline(page, "Вы знаете все продукты")


def _see_who_knows(page: Page) -> None:
    go(page, "Матрица продуктов")
    follow(page, page.get_by_role("link", name="Кто знает"))
    row = page.get_by_role("row").filter(has_text=COORDINATOR)
    expect(row).to_contain_text("19 / 19")
    expect(row).to_contain_text("знает все")
    headline(page, "Не все продукты знают 1 из 2")


def _open_product(page: Page, name: str, view: str) -> None:
    go(page, "Матрица продуктов")
    follow(page, _view(page, view))
    press_letter(page, "J")
    follow(page, page.get_by_role("link", name=name, exact=True))
    headline(page, name)


def _view(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Виды списка").get_by_role("link", name=name)
