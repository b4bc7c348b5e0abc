"""One stylesheet out of many, named by its content."""

import gzip
from pathlib import Path

from django.test import Client
from django.urls import reverse

from provodnik.web.shell import stylesheet


def fetch(digest: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    answer = Client(headers=headers).get(reverse("stylesheet", args=[digest]))
    return answer.content, dict(answer.headers)


def test_it_holds_every_component_and_begins_with_the_layers() -> None:
    text, headers = fetch(stylesheet.current().digest)

    assert headers["Content-Type"].startswith("text/css")
    assert text.index(b"@layer tabler, tokens") < text.index(b"@layer components")
    assert all(path.read_bytes().strip() in text for path in stylesheet.sources())


def test_it_is_kept_for_a_year_under_its_own_name_only() -> None:
    _, own = fetch(stylesheet.current().digest)
    _, old = fetch("0123456789ab")

    assert "immutable" in own["Cache-Control"]
    assert "immutable" not in old.get("Cache-Control", "")


def test_it_is_packed_for_those_who_can_unpack() -> None:
    plain, _ = fetch(stylesheet.current().digest)
    packed, headers = fetch(stylesheet.current().digest, accept_encoding="gzip")

    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain


def test_a_change_gives_it_another_name(tmp_path: Path) -> None:
    css = tmp_path / "a.css"
    css.write_text("a{}")
    first = stylesheet._joined(((css, 1),))
    css.write_text("b{}")

    assert stylesheet._joined(((css, 2),)).digest != first.digest
