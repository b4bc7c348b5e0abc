"""The method laid out for reading: sections, their plain values, their lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from provodnik.facts.team.queries import names_of
from provodnik.method import queries
from provodnik.method.diff import Body, diff
from provodnik.method.fields import FieldSpec, choices_of, fields_of, label_of, section_words, shown
from provodnik.method.forms import FormField, entries, form
from provodnik.method.shapes import Shape
from provodnik.method.shapes.base import Kind
from provodnik.method.types import Section
from provodnik.method.yaml_file import Plain
from provodnik.web.design.types import Fact

_LISTED = frozenset({Kind.ITEMS, Kind.GROUP})
_CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES})


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section in the list. `waiting`: changes of the newer method nobody decided on."""

    section: Section
    title: str
    about: str
    edited_at: datetime | None
    edited_by: str
    waiting: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    path: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list of a section. `is_fixed`: the product knows its items by name, none comes or goes."""

    name: str
    path: str
    rows: tuple[ItemRow, ...]
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A change in words. An item that came or went has one side empty."""

    where: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Step:
    """A revision in the history of a section."""

    revision: int
    edited_at: datetime
    edited_by: str
    reason: str


def outline() -> list[SectionRow]:
    """Every section. Queries: 3."""
    editions, waiting = queries.editions(), queries.newer_sections()
    names = names_of({one.edited_by for one in editions.values() if one.edited_by is not None})
    rows = []
    for section in Section:
        title, about = section_words(section)
        edition = editions.get(section)
        edited_by = names.get(edition.edited_by or 0, "") if edition else ""
        edited_at = edition.edited_at if edition else None
        rows.append(
            SectionRow(section, title, about, edited_at, edited_by, waiting.get(section, 0))
        )
    return rows


def plain_values(section: Section, body: Body) -> list[Fact]:
    """Fields that stand outside lists, with their values in words."""
    method = queries.method()
    return [
        Fact(label_of(section, one.path.split("."), body), said(one.spec, one.value, method))
        for one in plain_fields(section, body)
    ]


def plain_fields(section: Section, body: Body) -> tuple[FormField, ...]:
    lists = {spec.name for spec in fields_of(section) if spec.kind is Kind.ITEMS}
    return tuple(one for one in form(section, body) if one.path.partition(".")[0] not in lists)


def lists(section: Section, body: Body) -> list[ItemList]:
    """Each list of the section with its items; the school's own before the product's tables."""
    return sorted(_lists(section, body), key=lambda one: one.is_fixed)


def said(spec: FieldSpec, value: Plain, method: Mapping[Section, Shape]) -> str:
    """A value in words; keys of choices become what they mean."""
    if spec.kind not in _CHOSEN:
        return shown(value)
    words = dict(choices_of(spec, method))
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(words.get(str(one), str(one)) for one in chosen if one) or "—"


def differences(section: Section, old: Body, new: Body) -> list[Difference]:
    """What changed from one body to the other, in words."""
    return [
        Difference(
            label_of(section, change.path, new, old),
            "" if change.old is None else shown(change.old),
            "" if change.new is None else shown(change.new),
        )
        for change in diff(old, new)
    ]


def steps(section: Section) -> list[Step]:
    """The history of a section, newest first. Queries: 2."""
    rows = queries.history(section)
    names = names_of({row.edited_by for row in rows if row.edited_by is not None})
    return [
        Step(row.revision, row.edited_at, names.get(row.edited_by or 0, ""), row.reason)
        for row in rows
    ]


def _note(section: Section, body: Body, path: str, method: Mapping[Section, Shape]) -> str:
    """The second field of an item that says something: the first is its title."""
    fields = [one for one in form(section, body, path) if one.spec.kind not in _LISTED]
    texts = [said(one.spec, one.value, method) for one in fields[1:] if one.value]
    return next((text for text in texts if text != "—"), "")


def _lists(section: Section, body: Body) -> Iterator[ItemList]:
    method = queries.method()
    for spec, items in entries(section, body):
        rows = tuple(
            ItemRow(item.path, item.title, _note(section, body, item.path, method))
            for item in items
        )
        yield ItemList(spec.label, spec.name, rows, spec.fixed)
