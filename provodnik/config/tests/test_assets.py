"""What is taken from others is wrapped, trimmed and complete."""

import json
import re
from pathlib import Path

import pytest

from provodnik.config import assets
from provodnik.web.design.icons import ICONS

LOCK = assets.ROOT / "package-lock.json"


def test_the_lock_names_no_registry_and_pins_what_we_copy() -> None:
    lock = json.loads(LOCK.read_text())
    packages = {name: one for name, one in lock["packages"].items() if name}

    assert all("resolved" not in one for one in packages.values())
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    copied = (*assets.COPIED.values(), assets.TABLER, assets.ICON_FOLDER)
    assert all(any(f"node_modules/{path}".startswith(name) for name in packages) for path in copied)


def test_versions_are_exact() -> None:
    wanted = json.loads((assets.ROOT / "package.json").read_text())["dependencies"]

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_a_foreign_stylesheet_is_outranked_by_every_layer_of_ours() -> None:
    css = '@charset "UTF-8";a{color:red}\n/*# sourceMappingURL=tabler.min.css.map */\n'

    assert assets.layered(css) == '@charset "UTF-8";@layer tabler{a{color:red}}\n'


def test_an_icon_keeps_its_shapes_only() -> None:
    svg = (
        '<svg stroke="currentColor" class="icon">\n'
        '  <path stroke="none" d="M0 0h24v24H0z" fill="none" />\n  <path d="M5 4h4" />\n</svg>'
    )

    assert (
        assets.symbol("phone", svg)
        == '<symbol id="phone" viewBox="0 0 24 24"><path d="M5 4h4" /></symbol>'
    )
    with pytest.raises(assets.AssetsError, match="phone"):
        assets.symbol("phone", "404")


def test_nothing_is_done_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "VENDOR", tmp_path)
    (tmp_path / "stamp").write_text(assets._fingerprint())

    assert assets.build() is False


def test_a_missing_lock_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(assets, "ROOT", tmp_path)

    assert assets.main() == 1
    assert "package-lock.json is missing" in capsys.readouterr().err


@pytest.mark.skipif(not assets.VENDOR.exists(), reason="run `make assets` first")
def test_everything_pages_ask_for_is_there() -> None:
    sprite = (assets.VENDOR / "icons.svg").read_text()

    assert {path.name for path in assets.VENDOR.iterdir()} >= {*assets.COPIED, "tabler.css"}
    assert set(re.findall(r'<symbol id="([\w-]+)"', sprite)) == ICONS
    for path in assets.VENDOR.glob("*.*"):
        if path.suffix in {".css", ".js"}:
            assert "sourceMappingURL" not in path.read_text()
