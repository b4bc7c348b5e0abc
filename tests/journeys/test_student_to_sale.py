"""From a first payment to a repeat sale, by keyboard, at a desk and by telephone."""

from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.acting import (
    enter,
    follow,
    go,
    headline,
    load_file,
    plain,
    press_letter,
    tab_to,
    tick,
    until,
    write,
)
from tests.journeys.conftest import Site, another_person, sign_in
from tests.journeys.stage import (
    COORDINATOR,
    EVENTS,
    FLAGSHIP,
    MINI_COURSE,
    ORDERS,
    TELEPHONE,
    Stage,
    order,
    wall,
)

BUYER, REFUSING, UNHAPPY = "Наталья Белова", "Вера Щукина", "Ольга Ким"
USERS = {BUYER: 901, REFUSING: 902, UNHAPPY: 903}
GOAL = "брать блонд без страха"


@pytest.fixture
def stage(site: Site, tmp_path: Path, width: int) -> Stage:
    stage = Stage(site, f"student-{width}", tmp_path)
    stage.open([("Ирина Соколова", "head_of_product_and_service"), (COORDINATOR, "coordinator")])
    stage.publish_path()
    return stage


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-032", "R-035", "R-077", "R-080", "R-088", "R-094", "R-114")
def test_a_new_student_is_led_to_a_repeat_sale(stage: Stage, browser: Browser, width: int) -> None:
    started = datetime.now(UTC)
    head = another_person(browser, stage.site, width).new_page()
    sign_in(head, stage.email("head_of_product_and_service"))
    load_file(head, _first_sales(stage, started))
    _give_a_coordinator(head)
    stage.plan()

    coordinator = another_person(browser, stage.site, width).new_page()
    sign_in(coordinator, stage.email("coordinator"))
    _get_to_know(coordinator, BUYER)
    link = _open_own_page(coordinator, BUYER)
    _see_the_route(another_person(browser, stage.site, width).new_page(), link)

    _reach_the_third_module(stage, started)
    _help_first(coordinator, UNHAPPY)
    _hear_a_refusal(coordinator, REFUSING)
    token = _offer(coordinator, BUYER, stage)
    stage.pass_days(3)
    _come_back(coordinator, BUYER)

    load_file(head, _repeat_sale(stage, token))
    stage.refresh_lake()
    _see_the_channel(head)
    _see_ones_own_sales(coordinator)
    for person in (head, coordinator):
        person.context.close()


def _first_sales(stage: Stage, now: datetime) -> Path:
    at = wall(now - timedelta(days=5))
    rows = [
        order(key, name, FLAGSHIP, at, user=user)
        for key, (name, user) in enumerate(USERS.items(), start=1)
    ]
    return stage.table("orders.csv", ORDERS, *rows)


def _give_a_coordinator(page: Page) -> None:
    """Those without a coordinator are seen, and one press shares them out."""
    go(page, "Ученики")
    follow(page, page.get_by_role("link", name="Без координатора"))
    headline(page, "3 ученика без координатора")
    follow(page, page.get_by_role("button", name="Распределить поровну"))
    expect(page.locator("#toasts")).to_contain_text("Назначено: 3")
    expect(page.locator("tbody [data-row]")).to_have_count(3)
    follow(page, page.get_by_role("link", name="Без координатора"))
    headline(page, "0 учеников без координатора")


def _get_to_know(page: Page, name: str) -> None:
    """The first talk: by its script, with the goal in the student's words."""
    _open_deed(page, name, "знакомства ещё не было")
    deed = page.locator("#deed")
    expect(deed.locator(".pv-script")).to_contain_text("Спросить о цели")
    write(page, deed.locator("input[name=text]"), GOAL)
    page.keyboard.press("Enter")
    expect(deed).to_contain_text(GOAL)
    _finish(page, "5", name, "«Разговор» записан")


def _open_own_page(page: Page, name: str) -> str:
    """The student gets a page of their own: its address."""
    go(page, "Ученики")
    follow(page, page.get_by_role("link", name=name))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    follow(page, page.get_by_role("link", name="Личная страница и путь к результату"))
    follow(page, page.get_by_role("button", name="Открыть страницу ученику"))
    return page.get_by_label("Личная страница ученика").input_value()


def _see_the_route(page: Page, link: str) -> None:
    """What to do next and what follows, without signing in; the goal is confirmed by a press."""
    page.goto(link)
    expect(page.locator(".pv-guide__steps li")).not_to_have_count(0)
    expect(page.locator("#goal")).to_contain_text(GOAL)
    expect(page.locator("#ahead")).to_contain_text(MINI_COURSE[0])
    follow(page, page.get_by_role("button", name="Всё верно"))
    expect(page.get_by_role("status")).to_be_visible()
    page.context.close()


def _reach_the_third_module(stage: Stage, now: datetime) -> None:
    """All three are through with it; one of them says it was bad."""
    at = (now - timedelta(days=3)).isoformat()
    answers = ("client", "event", "at", "value", "item", "attr.measure")
    stage.bring("events", answers, (USERS[UNHAPPY], "survey_answered", at, 2, "Курс", "csat"))
    reached = [
        (who, "module_completed", at, FLAGSHIP[0], "Модуль 3", "3") for who in USERS.values()
    ]
    stage.bring("events", EVENTS, *reached)
    stage.plan_until(2)


def _help_first(page: Page, name: str) -> None:
    """Who is not content hears no offer: there is help to give instead."""
    go(page, "Мой день")
    rows = page.locator("[data-row]").filter(has_text=name)
    expect(rows.filter(has_text=MINI_COURSE[0])).to_have_count(0)
    enter(page, rows.filter(has_text="оценка").locator("[data-row-link]"))
    deed = page.locator("#deed")
    expect(deed).to_contain_text("Сначала помочь, предложения подождут")
    expect(deed.get_by_role("button", name="Сделать личную ссылку")).to_have_count(0)


def _hear_a_refusal(page: Page, name: str) -> None:
    """The talk goes by the script; the objection has its answer and is written down."""
    _open_deed(page, name, "К третьему модулю видно")
    deed = page.locator("#deed")
    enter(page, deed.locator(".pv-script__objection summary", has_text="Дорого"))
    expect(deed.get_by_text("есть рассрочка")).to_be_visible()
    tab_to(page, deed.get_by_label("До какого шага скрипта дошёл разговор"))
    page.keyboard.press("Digit3")
    page.keyboard.press("Escape")
    page.keyboard.press("Digit3")
    tick(page, deed.get_by_label("Дорого"))
    enter(page, deed.get_by_role("button", name="Записать: Отказ"))
    expect(page.locator("#toasts")).to_contain_text(f"{name}: «Отказ»")


def _offer(page: Page, name: str, stage: Stage) -> str:
    """The offer with its own link, opened by the student; the student wants to think."""
    _open_deed(page, name, "К третьему модулю видно")
    expect(page.locator("#deed")).to_contain_text(GOAL)
    press_letter(page, "L")
    field = page.get_by_label("Личная ссылка ученика")
    expect(field).to_be_visible()
    token = _open_as_a_person(stage, field.input_value())
    _finish(page, "2", name, "«Думает», перезвонить")
    return token


def _open_as_a_person(stage: Stage, link: str) -> str:
    """Opened on a telephone an hour after it was sent; the page of payment gets the token."""
    address = urlsplit(link)
    token = address.path.rsplit("/", 1)[-1]
    stage.age_link(token)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=30)
    connection.request("GET", address.path, headers={"User-Agent": TELEPHONE})
    target = connection.getresponse().headers["Location"]
    connection.close()
    assert target.startswith(stage.payment_page)
    assert parse_qs(urlsplit(target).query)["utm_content"] == [token]
    return token


def _come_back(page: Page, name: str) -> None:
    """Two working days later the talk goes on, and there is agreement."""
    _open_deed(page, name, "договорились вернуться к разговору")
    _finish(page, "1", name, "«Согласие»")


def _repeat_sale(stage: Stage, token: str) -> Path:
    at = wall(datetime.now(UTC) + timedelta(seconds=1))
    row = order(9, BUYER, MINI_COURSE, at, token, user=USERS[BUYER])
    return stage.table("repeat.csv", ORDERS, row)


def _see_the_channel(page: Page) -> None:
    go(page, "Каналы")
    row = page.locator(".pv-channels tbody tr").filter(has_text="Звонки координаторов")
    until(page, row, "12 900 ₽")
    cells = [plain(text) for text in row.locator("td").all_inner_texts()]
    assert [cells[place] for place in (0, 1, 3)] == ["2", "1", "1"], cells
    objections = page.locator(".pv-objections li")
    expect(objections).to_have_count(1)
    expect(objections).to_contain_text("Дорого")


def _see_ones_own_sales(page: Page) -> None:
    go(page, "Мой день")
    follow(page, page.get_by_role("link", name="Мои итоги"))
    until(page, page.locator(".pv-day__sum"), "12 900 ₽")


def _open_deed(page: Page, name: str, why: str) -> None:
    """The deed of one student for one reason: others may stand beside it."""
    go(page, "Мой день")
    row = page.locator("[data-row]").filter(has_text=name).filter(has_text=why)
    enter(page, row.locator("[data-row-link]"))
    deed = page.locator("#deed")
    expect(deed.get_by_role("heading", name=name)).to_be_visible()
    expect(deed).to_contain_text(why)


def _finish(page: Page, digit: str, name: str, told: str) -> None:
    """An outcome by its key; the list of steps takes the focus, and one more key says which."""
    if page.evaluate("document.activeElement.matches('input, select, textarea')"):
        page.keyboard.press("Escape")
    page.keyboard.press(f"Digit{digit}")
    expect(page.get_by_label("До какого шага скрипта дошёл разговор")).to_be_focused()
    page.keyboard.press("Digit3")
    expect(page.locator("#toasts")).to_contain_text(f"{name}: {told}")
