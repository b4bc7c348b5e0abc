"""Theme, language and keys are kept in cookies and lead back to where the person was."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize(
    ("name", "data", "cookie"),
    [
        ("theme", {"theme": "dark"}, ("theme", "dark")),
        ("theme", {"theme": "auto"}, ("theme", "auto")),
        ("language", {"language": "en"}, ("django_language", "en")),
        ("keys", {"keys": "off"}, ("keys", "off")),
        ("keys", {"keys": "on"}, ("keys", "on")),
    ],
)
def test_a_choice_is_remembered(name: str, data: dict[str, str], cookie: tuple[str, str]) -> None:
    answer = Client().post(reverse(f"shell:{name}"), {**data, "next": "/design/"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/design/")
    assert answer.cookies[cookie[0]].value == cookie[1]


@pytest.mark.parametrize(
    ("name", "data"),
    [("theme", {"theme": "pink"}), ("theme", {}), ("language", {"language": "fr"})],
)
def test_a_strange_choice_is_refused(name: str, data: dict[str, str]) -> None:
    assert Client().post(reverse(f"shell:{name}"), data).status_code == 400


def test_a_link_changes_nothing() -> None:
    assert Client().get(reverse("shell:theme"), {"theme": "dark"}).status_code == 405


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_the_way_back_never_leaves_the_site(elsewhere: str) -> None:
    answer = Client().post(reverse("shell:theme"), {"theme": "dark", "next": elsewhere})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(("kept", "shown"), [("dark", "dark"), ("light", "light"), ("x", "auto")])
def test_the_server_draws_the_chosen_theme_at_once(kept: str, shown: str) -> None:
    client = Client()
    client.cookies["theme"] = kept

    page = client.get(reverse("design:gallery")).content.decode()

    assert f'<html lang="ru" data-bs-theme="{shown}"' in page


def test_the_page_speaks_the_chosen_language() -> None:
    client = Client()
    client.cookies["django_language"] = "en"

    page = client.get(reverse("design:gallery")).content.decode()

    assert '<html lang="en"' in page
    assert "not measured" in page
    assert "To the content" in page
