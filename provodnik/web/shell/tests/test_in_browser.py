"""The gallery in a real browser: keys by their place, no horizontal scroll, a clean console.

Served by a thread of this process: the gallery asks neither for a database nor a sign-in.
"""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, sync_playwright

VENDOR = Path(__file__).parents[2] / "design" / "static" / "vendor"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not VENDOR.exists(), reason="run `make assets` first"),
]

PRESS = """([code, key]) => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", {code, key, bubbles: true}))"""


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a passing test says nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    served = StaticFilesHandler(get_wsgi_application())
    with make_server("127.0.0.1", 0, served, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/design/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="ru-RU")
    page.goto(address, wait_until="load")
    yield page
    page.close()


def focused_row(page: Page) -> str | None:
    found = page.evaluate("document.activeElement.closest('[data-row]')?.id")
    return found if isinstance(found, str) else None


def press_russian(page: Page, code: str, key: str) -> None:
    """The key in that place on a Russian keyboard: another letter, the same code."""
    page.evaluate(PRESS, [code, key])


@pytest.mark.parametrize("width", [1440, 1024, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_and_nothing_is_blocked(
    browser: Browser, address: str, width: int, theme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, locale="ru-RU")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}?theme={theme}", wait_until="networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert said == []
    page.close()


def test_rows_are_walked_on_a_russian_keyboard(page: Page) -> None:
    page.evaluate("document.querySelector('#touch-1 a').focus()")

    press_russian(page, "KeyJ", "о")
    assert focused_row(page) == "touch-2"
    press_russian(page, "KeyK", "л")
    assert focused_row(page) == "touch-1"


def test_a_digit_answers_and_a_refusal_asks_why(page: Page) -> None:
    page.keyboard.press("Digit3")

    assert page.locator("#refusal-1").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#refusal-1").is_visible()


def test_keys_are_not_taken_from_a_field(page: Page) -> None:
    field = page.locator("#id_note")
    field.focus()
    page.keyboard.type("jk3?")

    assert field.input_value() == "jk3?"
    assert not page.locator("#refusal-1").is_visible()
    assert not page.locator("#keys-help").is_visible()


def test_the_help_opens_by_a_question_mark_and_closes(page: Page) -> None:
    page.keyboard.press("Shift+Slash")
    assert page.locator("#keys-help").is_visible()

    page.keyboard.press("Escape")
    assert not page.locator("#keys-help").is_visible()


def test_keys_may_be_switched_off(browser: Browser, address: str) -> None:
    page = browser.new_page(locale="ru-RU")
    page.goto(address)
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("Digit3")

    assert not page.locator("#refusal-1").is_visible()
    page.close()


def test_picking_a_row_brings_the_actions_and_their_count(page: Page) -> None:
    page.locator("[data-row-link]", has_text="Блонд").focus()
    assert not page.locator("[data-bulk]").is_visible()

    press_russian(page, "KeyX", "ч")

    assert page.locator("[data-bulk]").is_visible()
    assert page.locator("[data-bulk-count]").inner_text() == "1"


def test_the_step_of_the_script_moves_by_arrows(page: Page) -> None:
    page.keyboard.press("ArrowDown")

    step = page.locator("[data-script-step][aria-current=step]")
    assert "Спросить про страх" in step.inner_text()


def test_the_theme_of_the_system_needs_no_script(browser: Browser, address: str) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, java_script_enabled=False)
        page = context.new_page()
        page.goto(address)
        grounds[scheme] = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
        context.close()

    assert grounds == {"light": "rgb(245, 246, 248)", "dark": "rgb(15, 19, 26)"}
