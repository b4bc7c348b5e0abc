"""Rules of the house for templates and styles of the whole site, read from the files."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2]
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))
STYLES = sorted(path for path in WEB.rglob("static/**/*.css") if "vendor" not in path.parts)
# Served where our stylesheet may be the very thing that failed: a light sheet of its own.
STANDING_ALONE = {"errors.css"}

COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|oklch|oklab|lab|lch|color)\("
    r"|:\s*(?:white|black|red|green|blue|orange|gray|grey|yellow|purple|silver)\b"
)
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
FOREIGN = {"form-control", "form-select", "form-check-input", "htmx-added", "htmx-swapping"}
FOREIGN |= {"htmx-request", "woff2"}


# Documents that leave the site alone, as one file: they carry their style with them.
CARRIED = {
    "pages/analyses/templates/analyses/picture.html",
    "pages/audit/templates/audit/report/report.html",
}


def name(path: Path) -> str:
    return str(path.relative_to(WEB))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_is_short_and_holds_no_style_or_script_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 120
    assert not re.search(r"<[^>]+\sstyle=", text)
    assert name(path) in CARRIED or not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)
    assert not re.search(r"<[^>{]+\son[a-z]+=", text)


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_a_stylesheet_is_one_component_long_and_names_no_colour(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert len(text.splitlines()) <= 150
    if path.name != "tokens.css" and path.name not in STANDING_ALONE:
        assert not COLOUR.findall(re.sub(r"color-mix\(|color-scheme", "", text))


@pytest.mark.parametrize("path", [path for path in STYLES if "pages" not in path.parts], ids=name)
def test_our_classes_carry_our_prefix(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", path.read_text(), flags=re.DOTALL)
    selectors = re.sub(r"\{[^{}]*\}", "{}", text)

    strangers = {one for one in CLASS.findall(selectors) if not one.startswith("pv-")} - FOREIGN

    assert strangers == set()


@pytest.mark.parametrize(
    ("markup", "is_colour"),
    [
        ("color: #fff", True),
        ("fill: rgb(1 2 3)", True),
        ("color: white", True),
        ("color: var(--pv-ink)", False),
        ("white-space: nowrap", False),
        ("border-color: transparent", False),
    ],
)
def test_the_search_for_colours_finds_them(markup: str, is_colour: bool) -> None:
    assert bool(COLOUR.search(markup)) is is_colour
