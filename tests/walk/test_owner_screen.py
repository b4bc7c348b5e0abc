"""The owner's page in a real browser: the main figures, their trend and plan fit one screen."""

import mimetypes
import re
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Locator, Page, Route, ViewportSize, sync_playwright

from tests.journeys.conftest import chromium_path
from tests.walk.walking import Walk

DESK: ViewportSize = {"width": 1440, "height": 900}
TELEPHONE: ViewportSize = {"width": 360, "height": 740}
_HOST = "http://demo.test"
_LOWEST = "(places) => Math.max(...places.map(one => one.getBoundingClientRect().bottom))"


@pytest.fixture(scope="package")
def answers(walks: dict[str, Walk]) -> dict[str, tuple[str, str]]:
    """The page and the styles the site puts together, asked for before a browser is open."""
    client = walks["owner"].client
    page = client.get("/owner/").content.decode()
    made = {"/owner/": (page, "text/html; charset=utf-8")}
    for path in re.findall(r'href="(/design/[^"]+\.css)"', page):
        made[path] = (client.get(path).text, "text/css")
    return made


@pytest.fixture
def browser_page(answers: dict[str, tuple[str, str]]) -> Iterator[Page]:
    """The page as the browser draws it; its styles come from the sources, no server runs."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(_HOST).partition("?")[0]
        if path in answers:
            body, kind = answers[path]
            route.fulfill(body=body, content_type=kind)
            return
        found = finders.find(path.removeprefix("/static/"))
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if isinstance(found, str):
            route.fulfill(path=found, content_type=kind)
        else:
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.route("**/*", answer)
        yield page
        browser.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-261")
def test_the_main_figures_with_trend_and_plan_fit_a_screen(browser_page: Page) -> None:
    """The sum, its months, and the first figures of A → B with their goals; the rest follow."""
    browser_page.set_viewport_size(DESK)
    browser_page.goto(f"{_HOST}/owner/")

    total = browser_page.locator(".pv-owner__total .pv-number")
    trend = browser_page.locator(".pv-owner__verdict .pv-columns__one")
    assert trend.count() >= 3
    for place in (total, trend):
        assert place.evaluate_all(_LOWEST) <= DESK["height"]
    rows = [row for row in browser_page.locator(".pv-ab tbody tr").all() if _is_seen(row)]
    assert len(rows) >= 5
    told = [row.locator(".pv-ab__target").inner_text() for row in rows]
    assert any(text.strip() for text in told)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-261")
def test_a_telephone_tells_the_main_figures_first(browser_page: Page) -> None:
    browser_page.set_viewport_size(TELEPHONE)
    browser_page.goto(f"{_HOST}/owner/")

    total = browser_page.locator(".pv-owner__total .pv-number")
    first_row = browser_page.locator(".pv-ab tbody tr").first
    channels = browser_page.locator(".pv-owner__lines").first
    headline = browser_page.get_by_role("heading", level=1)
    assert total.inner_text() in headline.inner_text()
    assert _top(headline) < TELEPHONE["height"]
    assert _top(total) < _top(first_row) < _top(channels)
    wide = browser_page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def _is_seen(row: Locator) -> bool:
    """Whether the whole of it stands on the first screen."""
    box = row.bounding_box()
    return box is not None and box["y"] + box["height"] <= DESK["height"]


def _top(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]
