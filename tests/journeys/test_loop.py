"""The loop turns once, by keyboard: export → path → queue → link opened → paid → credited."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.acting import enter, load_file, plain, press_letter, tab_to, until
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

# Of two equal deeds the first is open already; the journey goes for the second.
VERA, NATALIA = "Вера Щукина", "Наталья Белова"
USERS = {VERA: 900, NATALIA: 901}
# Whoever opens a link within this time of its making is taken for a machine.
READING_SECONDS = 2.5


class _PaymentPage(BaseHTTPRequestHandler):
    """Where the links of the school lead."""

    def do_GET(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.end_headers()
        self.wfile.write("Оплата".encode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def payment_page() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _PaymentPage) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/buy"
        server.shutdown()


@pytest.fixture
def stage(site: Site, tmp_path: Path, payment_page: str) -> Stage:
    stage = Stage(site, "loop", tmp_path, payment_page)
    stage.open(
        [
            ("Марина Оттенкова", "owner"),
            ("Ирина Соколова", "head_of_product_and_service"),
            (COORDINATOR, "coordinator"),
        ]
    )
    return stage


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-032", "R-076", "R-094", "R-112")
def test_the_loop_turns_once(stage: Stage, browser: Browser, context: BrowserContext) -> None:
    started = datetime.now(UTC)
    head = context.new_page()
    sign_in(head, stage.email("head_of_product_and_service"))
    _load_orders(head, _first_sales(stage, started))
    _publish_path(head)

    stage.assign_coordinator()
    _students_reach_the_third_module(stage, started)

    coordinator = another_person(browser, stage.site).new_page()
    sign_in(coordinator, stage.email("coordinator"))
    _open_deed_of(coordinator, NATALIA)
    _record_goal(coordinator)
    link = _make_link(coordinator)
    token = _open_as_a_person(browser, link, stage.payment_page)
    _agree(coordinator)

    time.sleep(1.1)  # an export writes whole seconds, and a payment comes after its talk
    _load_orders(head, _repeat_sale(stage, token), rows=1)
    stage.refresh_lake()
    owner = another_person(browser, stage.site).new_page()
    sign_in(owner, stage.email("owner"))
    _see_the_sale(owner)


def _first_sales(stage: Stage, now: datetime) -> Path:
    at = wall(now - timedelta(days=40))
    rows = [
        order(1, VERA, FLAGSHIP, at, user=USERS[VERA]),
        order(2, NATALIA, FLAGSHIP, at, user=USERS[NATALIA]),
    ]
    return stage.table("orders.csv", ORDERS, *rows)


def _repeat_sale(stage: Stage, token: str) -> Path:
    at = wall(datetime.now(UTC))
    row = order(3, NATALIA, MINI_COURSE, at, token, user=USERS[NATALIA])
    return stage.table("repeat.csv", ORDERS, row)


def _load_orders(page: Page, file: Path, rows: int = 2) -> None:
    load_file(page, file)
    created = page.locator(".pv-four div").first
    expect(created).to_contain_text(str(rows))


def _publish_path(page: Page) -> None:
    """The method's own path over the school's products, put to work."""
    enter(page, page.get_by_role("link", name="Путь после покупки").first)
    enter(page, page.get_by_role("button", name="Предложить путь"))
    expect(page.locator(".pv-step")).not_to_have_count(0)
    enter(page, page.get_by_role("link", name="Опубликовать"))
    enter(page, page.get_by_role("button", name="Опубликовать"))
    expect(page.get_by_text("Путь опубликован")).to_be_visible()


def _students_reach_the_third_module(stage: Stage, now: datetime) -> None:
    at = (now - timedelta(days=3)).isoformat()
    reached = [
        (who, "module_completed", at, FLAGSHIP[0], "Модуль 3", "3") for who in USERS.values()
    ]
    stage.bring("events", EVENTS, *reached)
    stage.plan_until(len(reached))


def _open_deed_of(page: Page, name: str) -> None:
    """J and K walk the list, Enter opens."""
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/day/"))
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(2)
    wanted = rows.filter(has_text=name).locator("[data-row-link]")
    press_letter(page, "J")
    expect(wanted).to_be_focused()
    press_letter(page, "K")
    expect(wanted).not_to_be_focused()
    press_letter(page, "J")
    page.keyboard.press("Enter")
    deed = page.locator("#deed")
    expect(deed.get_by_role("heading", name=name)).to_be_visible()
    expect(deed).to_contain_text(MINI_COURSE[0])
    expect(deed).to_contain_text("Почему сейчас")
    expect(deed).to_contain_text("К третьему модулю видно")


def _record_goal(page: Page) -> None:
    tab_to(page, page.locator("#deed input[name=text]"))
    page.keyboard.type("брать блонд без страха")
    page.keyboard.press("Enter")
    expect(page.locator("#deed")).to_contain_text("брать блонд без страха")


def _make_link(page: Page) -> str:
    press_letter(page, "L")
    field = page.get_by_label("Личная ссылка ученика")
    expect(field).to_be_visible()
    return field.input_value()


def _open_as_a_person(browser: Browser, link: str, payment_page: str) -> str:
    """Open the link on a telephone; the page of payment gets the token."""
    time.sleep(READING_SECONDS)
    person = browser.new_context(user_agent=TELEPHONE, locale="ru-RU")
    page = person.new_page()
    page.goto(link)
    reached = page.url
    person.close()
    assert reached.startswith(payment_page)
    (token,) = parse_qs(urlsplit(reached).query)["utm_content"]
    assert link.endswith(f"/go/{token}")
    return token


def _agree(page: Page) -> None:
    page.keyboard.press("Digit1")
    # The talk says which step of the script it got to: the list has the focus, 0 is «without».
    expect(page.get_by_label("До какого шага скрипта дошёл разговор")).to_be_focused()
    page.keyboard.press("Digit0")
    expect(page.locator("#toasts")).to_contain_text("Согласие")
    expect(page.locator("[data-row]")).to_have_count(1)


def _see_the_sale(page: Page) -> None:
    """The worker credits; the owner sees the money by channel and by person."""
    people = page.locator(".pv-card", has_text="Кто продал")
    until(page, people, "12 900")
    assert COORDINATOR in people.inner_text()
    channels = page.locator(".pv-card", has_text="Откуда пришли деньги")
    calls = channels.get_by_role("row").filter(has_text="Звонки координаторов")
    assert "12 900" in plain(calls.inner_text())
    assert "1 → 1" in plain(calls.inner_text())
