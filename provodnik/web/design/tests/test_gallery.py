"""The gallery shows everything, to anybody."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from provodnik.web.design.templatetags.design import register
from provodnik.web.design.tests.test_components import DESIGN


@pytest.mark.parametrize("theme", ["", "light", "dark"])
def test_it_opens_without_signing_in(theme: str) -> None:
    page = Client().get(reverse("design:gallery"), {"theme": theme})

    assert page.status_code == 200
    assert (f'data-bs-theme="{theme}"' in page.content.decode()) is bool(theme)


def test_it_shows_the_awkward_cases() -> None:
    text = Client().get(reverse("design:gallery")).content.decode()

    for case in ("Константин Рождественский-Преображенский", "не считался", "с нуля", "—", "~50"):
        assert case in text
    for case in ("до\u00a024\u00a0ч", "123\u00a0456\u00a0789\u00a0₽", "нет доступа", "считаем"):
        assert case in text


def test_it_shows_every_component() -> None:
    pages = (DESIGN / "templates/design").glob("gallery*.html")
    text = "".join(path.read_text(encoding="utf-8") for path in pages)
    shown = set(re.findall(r"\{%\s*(\w+)", text))

    assert set(register.tags) - shown - {"rule_part"} == set()
