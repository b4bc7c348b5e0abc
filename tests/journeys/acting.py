"""A person at the keyboard: the mouse is never touched, and the layout is Russian."""

import re
import time
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

_REACH = 300
# It looks once a minute, and is not alone on the machine.
_WORKER_SECONDS = 120
_RUSSIAN = dict(
    zip("QWERTYUIOPASDFGHJKLZXCVBNM", "йцукенгшщзфывапролдячсмить", strict=True),
)
# Where the focus is against the element wanted: there, before it or after it.
_PLACE = """element => {
  const focused = document.activeElement;
  if (focused === element) return 'here';
  const after = focused && focused !== document.body
    && focused.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING;
  return after ? 'after' : 'before';
}"""
_TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 5).map(one => one.outerHTML.slice(0, 160))"""


def press_letter(page: Page, latin: str) -> None:
    """Press the key with this Latin letter on it while the layout is Russian."""
    letter = _RUSSIAN[latin.upper()]
    key = {"code": f"Key{latin.upper()}", "key": letter, "windowsVirtualKeyCode": ord(latin)}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, **key})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    session.detach()


def tab_to(page: Page, target: Locator) -> None:
    """Walk by Tab, or back by Shift+Tab, to the element, as people without a mouse must."""
    expect(target).to_be_visible()
    place = target.evaluate(_PLACE)
    step = "Shift+Tab" if place == "after" else "Tab"
    for _ in range(_REACH):
        if place == "here":
            return
        page.keyboard.press(step)
        place = target.evaluate(_PLACE)
    raise AssertionError(f"{step} never comes to {target}")


def enter(page: Page, target: Locator) -> None:
    """Come to the element by Tab and press Enter."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def follow(page: Page, target: Locator) -> None:
    """Come to a link or a button by Tab, press Enter and wait for the page it leads to."""
    tab_to(page, target)
    turn(page, "Enter")


def turn(page: Page, key: str) -> None:
    """Press a key that leads to another page, or brings this one anew, and wait for it."""
    page.evaluate("window.isLeft = true")
    page.keyboard.press(key)
    page.wait_for_function("() => !window.isLeft && document.readyState === 'complete'")
    fits(page)


def tick(page: Page, box: Locator) -> None:
    """Come to a box by Tab and tick it."""
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def write(page: Page, field: Locator, text: str) -> None:
    """Come to a field by Tab and write in it, in place of what is there."""
    tab_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def write_day(page: Page, field: Locator, day: date) -> None:
    """Write a day in the order this browser asks for it: its own language is English."""
    tab_to(page, field)
    page.keyboard.type(day.strftime("%m%d%Y"))
    expect(field).to_have_value(day.isoformat())


def choose(page: Page, field: Locator, words: str) -> None:
    """Come to a list by Tab and go along it by the arrows to the choice with these words."""
    expect(field).to_be_visible()
    labels = [plain(text) for text in field.locator("option").all_inner_texts()]
    wanted = labels.index(words)
    for _ in range(_REACH):
        tab_to(page, field)  # a form that comes anew may have taken the focus along
        now = int(field.evaluate("list => list.selectedIndex"))
        if now == wanted:
            return
        page.keyboard.press("ArrowDown" if wanted > now else "ArrowUp")
    raise AssertionError(f"the arrows never come to «{words}»")


def go(page: Page, name: str) -> None:
    """Open a page from the menu: the sidebar of a desk, the sheet of a telephone."""
    side = page.get_by_role("navigation", name="Разделы", exact=True)
    if side.is_visible():
        link = side.get_by_role("link", name=name)
        if not link.is_visible():
            enter(page, side.locator("summary"))
    else:
        tabs = page.get_by_role("navigation", name="Главные разделы")
        if not tabs.is_visible():  # an opened deed has the whole of a telephone
            enter(page, page.get_by_role("link", name="К списку"))
        enter(page, tabs.get_by_role("button"))
        link = page.locator("#all-pages").get_by_role("link", name=name)
    follow(page, link)


def load_file(page: Page, file: Path) -> None:
    """File → columns → result, on the page of imports."""
    go(page, "Загрузка данных")
    field = page.locator("input[type=file]")
    tab_to(page, field)
    field.set_input_files(file)  # the window for choosing one is the system's, not ours
    headline(page, "Узнали все")
    follow(page, page.locator("button[name=do][value=load]"))
    expect(page.locator(".pv-done")).to_be_visible(timeout=60_000)


def until(page: Page, place: Locator, words: str) -> None:
    """Look again until the page says this there: the worker is a moment behind."""
    deadline = time.monotonic() + _WORKER_SECONDS
    while words not in (said := plain(" ".join(place.all_inner_texts()))):
        assert time.monotonic() < deadline, said or f"nothing is there yet: {place}"
        page.reload()
    fits(page)


def headline(page: Page, words: str) -> None:
    """The page has come and begins with these words, and nothing of it is beside the screen."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(_spaced(words)))
    fits(page)


def fits(page: Page) -> None:
    """Nobody has to scroll sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide: {page.evaluate(_TOO_WIDE)}"


def plain(text: str) -> str:
    """With plain spaces in place of narrow ones."""
    return re.sub(r"\s+", " ", text).strip()


def _spaced(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())
