"""Every section can be shown as a form and put back, without a page knowing any of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override

from provodnik.method import checks, fields, forms, loader, problems
from provodnik.method.diff import diff, value_at
from provodnik.method.errors import MethodInvalid
from provodnik.method.fields import FieldSpec
from provodnik.method.shapes.base import Kind
from provodnik.method.types import Section
from provodnik.method.yaml_file import Plain

PO = Path(fields.__file__).parent / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def posted(value: Plain) -> list[str]:
    """A value as a browser sends it."""
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return ["", "on"] if value else [""]
    return ["" if value is None else str(value)]


def every(specs: tuple[FieldSpec, ...]) -> Iterator[FieldSpec]:
    for spec in specs:
        yield spec
        yield from every(spec.children)


@pytest.mark.parametrize("section", Section)
def test_a_form_posted_unchanged_changes_nothing(section: Section) -> None:
    body = loader.shipped().body(section)
    values = {}
    for field in forms.form(section, body):
        joined = field.spec.kind is Kind.LINES and isinstance(field.value, list)
        values[field.path] = ["\r\n".join(posted(field.value))] if joined else posted(field.value)

    again = forms.body_with(section, body, values)

    assert diff(body, again) == ()
    checks.shaped(section, again)


def plain_values(body: Plain, specs: tuple[FieldSpec, ...]) -> Iterator[str]:
    """Names of the fields that hold a plain value, counted by walking the body itself."""
    for spec in specs:
        value = body.get(spec.name) if isinstance(body, dict) else None
        if spec.kind is Kind.GROUP:
            yield from plain_values(value, spec.children)
        elif spec.kind is Kind.ITEMS:
            for one in value if isinstance(value, list) else []:
                yield from plain_values(one, spec.children)
        else:
            yield spec.path


@pytest.mark.parametrize("section", Section)
def test_every_value_of_a_section_stands_in_its_form_once(section: Section) -> None:
    body = loader.shipped().body(section)

    paths = [field.path for field in forms.form(section, body)]

    assert len(set(paths)) == len(paths)
    assert len(paths) == len(list(plain_values(body, fields.fields_of(section))))


def test_a_field_says_how_it_is_edited() -> None:
    specs = {spec.path: spec for spec in every(fields.fields_of(Section.GATES))}

    assert specs["offer.limits.per_window"].kind is Kind.NUMBER
    assert specs["offer.limits.per_window"].least == 1
    assert specs["offer.quiet_hours.starts"].kind is Kind.TIME
    assert specs["offer.consent.calls"].kind is Kind.SWITCH
    assert specs["reasons.*.missing"].kind is Kind.PROSE
    assert specs["reasons"].fixed
    assert not specs["reasons.*.page"].required


def test_a_choice_offers_the_items_of_another_section_by_name() -> None:
    specs = {spec.path: spec for spec in every(fields.fields_of(Section.QUEUE))}

    choices = fields.choices_of(specs["deeds.*.script"], loader.shipped().sections)

    assert ("recovery", "Сначала помочь") in choices


def test_a_number_typed_badly_is_named_at_its_place() -> None:
    body = loader.shipped().body(Section.CREDIT)

    again = forms.body_with(Section.CREDIT, body, {"window_days": ["месяц"]})

    with pytest.raises(MethodInvalid) as caught:
        checks.shaped(Section.CREDIT, again)
    (problem,) = caught.value.problems
    assert (problem.path, problem.params["given"]) == ("credit.window_days", "месяц")


def test_a_russian_number_is_read() -> None:
    body = loader.shipped().body(Section.METRICS)

    again = forms.body_with(
        Section.METRICS, body, {"point_rows.base_share.target_percent": ["82,5"]}
    )

    assert value_at(again, ("point_rows", "base_share", "target_percent")) == 82.5


def test_an_item_with_a_new_key_is_added_and_can_be_moved_and_removed() -> None:
    body = loader.shipped().body(Section.OUTCOMES)
    words = {
        f"objections.far_away.{name}": [text]
        for name, text in {
            "title": "Далеко ехать",
            "ask": "«Откуда?»",
            "answer": "«Всё онлайн.»",
            "instead": "Прислать программу",
            "return_days": "10",
        }.items()
    }

    added = forms.body_with(Section.OUTCOMES, body, words)
    checks.shaped(Section.OUTCOMES, added)
    moved = forms.body_moved(added, "objections.far_away", -1)
    entry_keys = [
        entry.path for _spec, items in forms.entries(Section.OUTCOMES, moved) for entry in items
    ]

    assert entry_keys[-2:] == ["objections.far_away", "objections.other"]
    assert forms.body_without(moved, "objections.far_away") == body


def test_a_posted_field_that_does_not_exist_is_ignored() -> None:
    body = loader.shipped().body(Section.CREDIT)

    assert forms.body_with(Section.CREDIT, body, {"window_weeks": ["4"], "rules": ["x"]}) == body


def test_a_change_is_placed_in_words() -> None:
    body = loader.shipped().body(Section.ROLES)

    with override("en"):
        label = fields.label_of(Section.ROLES, ("roles", "curator", "rights"), body)

    assert label == "Roles → Куратор → Rights"


def test_every_word_of_a_form_or_a_problem_is_translated() -> None:
    with PO.open("rb") as file:
        catalogue = {
            message.id
            for message in read_po(file)
            if message.context == "method" and message.string
        }
    with override("en"):
        used = {
            words
            for section in Section
            for spec in every(fields.fields_of(section))
            for words in (spec.label, spec.hint, *(choice for _value, choice in spec.choices))
            if words
        }
        used |= {words for section in Section for words in fields.section_words(section)}

    assert used | set(problems.WORDS.values()) <= catalogue
    assert all(spec.label for section in Section for spec in every(fields.fields_of(section)))
