"""A person at the keyboard: the mouse is never touched, and the layout is Russian."""

from playwright.sync_api import Locator, Page, expect

_REACH = 150
_RUSSIAN = dict(
    zip("QWERTYUIOPASDFGHJKLZXCVBNM", "йцукенгшщзфывапролдячсмить", strict=True),
)


def press_letter(page: Page, latin: str) -> None:
    """Press the key with this Latin letter on it while the layout is Russian."""
    letter = _RUSSIAN[latin.upper()]
    key = {"code": f"Key{latin.upper()}", "key": letter, "windowsVirtualKeyCode": ord(latin)}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, **key})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    session.detach()


def tab_to(page: Page, target: Locator) -> None:
    """Walk by Tab to the element, as somebody without a mouse must be able to."""
    expect(target).to_be_attached()
    for _ in range(_REACH):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {target}")


def enter(page: Page, target: Locator) -> None:
    """Come to the element by Tab and press Enter."""
    tab_to(page, target)
    page.keyboard.press("Enter")
