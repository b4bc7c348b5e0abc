"""What import-linter cannot see: links are strings, files grow, words creep in."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "provodnik"
STAGES = (
    "kernel",
    "method",
    "lake",
    "facts",
    "signals",
    "touches",
    "outcomes",
    "reports",
    "decisions",
    "connectors",
)
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
STYLES = sorted(p for p in PACKAGE.rglob("static/**/*.css") if "vendor" not in p.parts)


def stage(model: type[Model]) -> int:
    return STAGES.index(model.__module__.split(".")[1])


def ours() -> list[type[Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("provodnik.")]


def cross_app_links() -> list["ForeignKey[Model, Model]"]:
    return [
        field
        for model in ours()
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey)
        and field.remote_field.model in ours()
        and field.remote_field.model._meta.app_label != model._meta.app_label
    ]


@pytest.mark.parametrize("link", cross_app_links(), ids=str)
def test_links_point_to_the_same_or_an_earlier_stage(link: "ForeignKey[Model, Model]") -> None:
    assert stage(link.remote_field.model) <= stage(link.model)


@pytest.mark.parametrize("link", cross_app_links(), ids=str)
def test_links_leave_no_way_back(link: "ForeignKey[Model, Model]") -> None:
    assert link.remote_field.hidden, f"{link}: set related_name='+'"


def test_links_between_school_tables_carry_the_school() -> None:
    plain: list[Field[object, object]] = [
        field
        for model in ours()
        if issubclass(model, SchoolModel)
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey)
        and not isinstance(field, SchoolForeignKey)
        and issubclass(field.remote_field.model, SchoolModel)
    ]

    assert plain == []


def test_unique_keys_of_school_tables_begin_with_the_school() -> None:
    loose = [
        constraint.name
        for model in ours()
        if issubclass(model, SchoolModel)
        for constraint in model._meta.constraints
        if (getattr(constraint, "fields", None) or ("school",))[0] != "school"
    ]

    assert loose == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_is_short_enough_to_hold_in_the_head(path: Path) -> None:
    limit = 500 if "tests" in path.parts else 400

    assert len(path.read_text().splitlines()) <= limit


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_a_template_is_short_and_has_no_inline_style(path: Path) -> None:
    text = path.read_text()

    assert len(text.splitlines()) <= 120
    assert not re.search(r"\sstyle=", text), "colours and sizes live in CSS files"
    assert "<script>" not in text, "the content policy forbids inline scripts"


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.name)
def test_colours_live_in_tokens_only(path: Path) -> None:
    text = path.read_text()

    assert len(text.splitlines()) <= 150
    if path.name != "tokens.css":
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*;)", text)


CYRILLIC = re.compile("[а-яА-ЯёЁ]")
# A vendor's column names and the demo's people are spelled where they are read; letters
# themselves are the matter of the few files that fold, sort and recognise them.
MAY_SPEAK_RUSSIAN = ("connectors", "demo", "tests", "settings.py", "formats")
ABOUT_LETTERS = (
    *("kernel/names.py", "kernel/money.py", "kernel/phones.py", "people/search.py"),
    *("imports/columns.py", "imports/tables/dialect.py", "pages/path/words.py"),
    "metrics/told.py",
)


def spoken(path: Path) -> list[str]:
    """Russian strings of a module; docstrings may quote what a page says."""
    tree = ast.parse(path.read_text())
    quoted = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if CYRILLIC.search(node.value) and id(node) not in quoted
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_russian_lives_in_templates_translations_and_the_method(path: Path) -> None:
    place = path.relative_to(PACKAGE).as_posix()
    if any(word in place for word in (*MAY_SPEAK_RUSSIAN, *ABOUT_LETTERS)):
        return

    assert spoken(path) == []
