"""A part of the method as a form, and what was posted put back into it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict

from provodnik.method import queries
from provodnik.method.diff import ABSENT, Body, keys, value_at
from provodnik.method.errors import Problem
from provodnik.method.fields import (
    FieldSpec,
    choices_of,
    label_of,
    section_words,
    spec_at,
    title_of,
)
from provodnik.method.forms import FormField
from provodnik.method.shapes.base import Kind
from provodnik.method.types import Section

REASON, SEEN, AT = "reason", "seen_revision", "at"
_OWN_KEY = "own"


class PartForm(forms.Form):
    """Fields of a part of the method as they stand; checking is the method's, not this form's."""

    def __init__(self, fields: Sequence[FormField], problems: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        for one in fields:
            self.fields[one.path] = _field(one)
        self._errors = ErrorDict({path: ErrorList(said) for path, said in problems.items()})


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that stand together: those of the item itself, or of one item inside it.

    `list_path` leads to the list the item is in, empty for the part that is edited.
    """

    title: str
    path: str
    list_path: str
    fields: tuple[BoundField, ...]
    is_fixed: bool


def parts(
    section: Section, body: Body, fields: Sequence[FormField], at: str, form: PartForm
) -> Iterator[Part]:
    """The form's fields, grouped by the item they belong to."""
    together: dict[str, list[BoundField]] = {}
    for one in fields:
        together.setdefault(one.path.rpartition(".")[0], []).append(form[one.path])
    above = len(at.split(".")) if at else 0
    for place, bound in together.items():
        steps = tuple(place.split(".")) if place else ()
        list_spec = spec_at(section, steps)
        words = label_of(section, steps, body).split(" → ")[above:]
        yield Part(
            title=" → ".join(words) if place != at else "",
            path=place,
            list_path=place.rpartition(".")[0] if place != at and _is_item(section, steps) else "",
            fields=tuple(bound),
            is_fixed=list_spec is not None and list_spec.fixed,
        )


def posted(section: Section, data: QueryDict) -> dict[str, list[str]]:
    """Values by path. A switch that is off and a choice left empty are not sent: they are empty."""
    values = {path: data.getlist(path) for path in data if _is_field(section, path)}
    for path in data.getlist("shown"):
        if path not in values and _is_field(section, path):
            values[path] = [""]
    return values


def new_key(body: Body, list_path: str) -> str:
    """A key no item of the list has."""
    taken = set(keys(value_at(body, tuple(list_path.split(".")))))
    number = len(taken) + 1
    while f"{_OWN_KEY}_{number}" in taken:
        number += 1
    return f"{_OWN_KEY}_{number}"


def inner_lists(section: Section, at: str) -> list[tuple[str, str]]:
    """(name, path) of the lists inside an item that may get one more."""
    spec = spec_at(section, at.split(".")) if at else None
    return [
        (child.label, f"{at}.{child.name}")
        for child in (spec.children if spec else ())
        if child.kind is Kind.ITEMS and not child.fixed
    ]


def may_be_removed(section: Section, at: str) -> bool:
    """An item of a list whose items the product does not know by name."""
    steps = at.split(".") if at else []
    spec = spec_at(section, steps)
    return _is_item(section, steps) and spec is not None and not spec.fixed


def blank(section: Section, path: str) -> tuple[FormField, ...]:
    """The empty fields of an item that is not there yet; lists inside it come later."""
    spec = spec_at(section, path.split("."))
    return tuple(_blank(spec.children if spec else (), path))


def exists(body: Body, path: str) -> bool:
    return not path or value_at(body, tuple(path.split("."))) is not ABSENT


def title(body: Body, path: str) -> str:
    """What the item at a path is called; empty for the section itself."""
    return title_of(value_at(body, tuple(path.split(".")))) if path else ""


def sorted_problems(
    section: Section, problems: Sequence[Problem], fields: Sequence[FormField], body: Body
) -> tuple[dict[str, list[str]], list[str]]:
    """(said beside a field, said above the form). A place of another section is named with it."""
    beside: dict[str, list[str]] = {}
    above: list[str] = []
    shown = {one.path for one in fields}
    for problem in problems:
        where, _, path = problem.path.partition(".")
        if where == section and path in shown:
            beside.setdefault(path, []).append(problem.words())
        elif where == section:
            above.append(f"{label_of(section, path.split('.'), body)}: {problem.words()}")
        else:
            above.append(f"{section_words(Section(where))[0]}: {problem.words()}")
    return beside, above


def _is_field(section: Section, path: str) -> bool:
    spec = spec_at(section, path.split("."))
    return spec is not None and spec.kind not in {Kind.ITEMS, Kind.GROUP}


def _is_item(section: Section, steps: Sequence[str]) -> bool:
    above = spec_at(section, steps[:-1]) if steps else None
    return above is not None and above.kind is Kind.ITEMS


def _blank(specs: Sequence[FieldSpec], at: str) -> Iterator[FormField]:
    for spec in specs:
        path = f"{at}.{spec.name}"
        if spec.kind is Kind.GROUP:
            yield from _blank(spec.children, path)
        elif spec.kind is not Kind.ITEMS:
            yield FormField(path, spec, None)


def _field(one: FormField) -> forms.Field:
    field = _bare_field(one.spec)
    field.label, field.help_text, field.initial = one.spec.label, one.spec.hint, one.value
    if one.spec.kind is Kind.LINES:
        field.initial = "\n".join(map(str, one.value)) if isinstance(one.value, list) else ""
    return field


def _bare_field(spec: FieldSpec) -> forms.Field:
    match spec.kind:
        case Kind.SWITCH:
            return forms.BooleanField(required=False)
        case Kind.CHOICE:
            nothing = [] if spec.required else [("", "—")]
            choices = [*nothing, *choices_of(spec, queries.method())]
            return forms.ChoiceField(choices=choices, required=spec.required)
        case Kind.CHOICES:
            choices = list(choices_of(spec, queries.method()))
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=choices, required=False, widget=widget)
        case Kind.LINES:
            return forms.CharField(required=spec.required, widget=forms.Textarea({"rows": 4}))
    return forms.CharField(required=spec.required, widget=_widget(spec))


def _widget(spec: FieldSpec) -> forms.Widget:
    match spec.kind:
        case Kind.PROSE:
            return forms.Textarea({"rows": 3})
        case Kind.NUMBER:
            limits = {"min": spec.least, "max": spec.most, "step": "any"}
            return forms.NumberInput({name: to for name, to in limits.items() if to is not None})
        case Kind.TIME:
            return forms.TimeInput({"type": "time"})
        case Kind.DATE:
            return forms.DateInput({"type": "date"})
    return forms.TextInput()
