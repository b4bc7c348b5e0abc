"""Text is readable on every ground it stands on, in both themes (WCAG contrast)."""

import re
from functools import cache
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[1] / "static/design/css/tokens.css"
PAIR = re.compile(
    r"--pv-([\w-]+): (?:light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\)|(#[0-9A-F]{6}));"
)
THEMES = ("light", "dark")
TEXT, SHAPE = 4.5, 3.0

TONES = ("good", "watch", "act", "late", "info")
TEXTS = [
    *(("ink", ground) for ground in ("canvas", "surface", "sunken", "brand-bg")),
    *(("ink-2", ground) for ground in ("canvas", "surface", "sunken", "brand-bg")),
    *(("ink-3", ground) for ground in ("canvas", "surface", "sunken", "brand-bg")),
    *(("brand", ground) for ground in ("surface", "brand-bg")),
    *((tone, f"{tone}-bg") for tone in TONES),
    *((tone, ground) for tone in TONES for ground in ("surface", "canvas")),
    ("on-solid", "brand-solid"),
    ("on-solid", "late-solid"),
    *(("heat-ink-low", f"heat-{step}") for step in (1, 2, 3)),
    *(("heat-ink-middle", f"heat-{step}") for step in (4, 5)),
    *(("heat-ink-high", f"heat-{step}") for step in (6, 7)),
    ("toast-ink", "toast"),
    ("toast-action", "toast"),
]
SHAPES = [
    ("field", "surface"),
    *((f"{tone}-line", "surface") for tone in TONES),
    *((f"series-{number}", "surface") for number in range(1, 6)),
]


@cache
def tokens() -> dict[str, tuple[str, str]]:
    found = PAIR.findall(TOKENS.read_text())
    return {name: (light or both, dark or both) for name, light, dark, both in found}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", range(2), ids=THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_is_readable(ink: str, ground: str, theme: int) -> None:
    assert contrast(tokens()[ink][theme], tokens()[ground][theme]) >= TEXT


@pytest.mark.parametrize("theme", range(2), ids=THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_fields_and_bars_are_seen(shape: str, ground: str, theme: int) -> None:
    assert contrast(tokens()[shape][theme], tokens()[ground][theme]) >= SHAPE
