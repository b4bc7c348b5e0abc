"""A section as a form: its values laid out, and what was posted put back.

A page renders these without knowing any section.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from provodnik.method.diff import ABSENT, Body, item, keys, value_at
from provodnik.method.fields import FieldSpec, fields_of, spec_at, title_of
from provodnik.method.shapes.base import Kind
from provodnik.method.types import Section
from provodnik.method.yaml_file import Plain


@dataclass(frozen=True, slots=True)
class FormField:
    """A field with the value it has now; `path` names the item by key: roles.owner.title."""

    path: str
    spec: FieldSpec
    value: Plain


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list, to be opened by itself."""

    path: str
    title: str


def entries(section: Section, body: Body) -> Iterator[tuple[FieldSpec, tuple[Entry, ...]]]:
    """Each list of the section with its items in order."""
    for spec in fields_of(section):
        if spec.kind is Kind.ITEMS:
            items = body.get(spec.name)
            yield (
                spec,
                tuple(
                    Entry(f"{spec.name}.{key}", title_of(value_at(items, (key,))))
                    for key in keys(items)
                ),
            )


def form(section: Section, body: Body, at: str = "") -> tuple[FormField, ...]:
    """Every plain field at and under a path, groups and inner lists opened up."""
    steps = tuple(at.split(".")) if at else ()
    found = value_at(body, steps)
    spec = spec_at(section, steps)
    if found is ABSENT or (steps and spec is None):
        return ()
    specs = spec.children if spec is not None else fields_of(section)
    return tuple(_opened(specs, found, at))


def body_with(section: Section, body: Body, posted: Mapping[str, Sequence[str]]) -> Body:
    """The body with posted values put in; an item with a new key is added at the end.

    What cannot be read as a number stays as it was typed, so that checking names it.
    A switch that is off must be posted as an empty value, as a hidden field does.
    """
    changed = deepcopy(body)
    for path, values in posted.items():
        steps = path.split(".")
        spec = spec_at(section, steps)
        if spec is not None and spec.kind not in {Kind.ITEMS, Kind.GROUP}:
            _put(changed, steps, _typed(spec, values))
    return changed


def body_without(body: Body, path: str) -> Body:
    """The body without one item."""
    changed = deepcopy(body)
    *above, key = path.split(".")
    items = value_at(changed, tuple(above))
    if isinstance(items, list) and (found := item(items, key)) is not None:
        items.remove(found)
    return changed


def body_moved(body: Body, path: str, by: int) -> Body:
    """The body with one item moved up (−1) or down (1) in its list."""
    changed = deepcopy(body)
    *above, key = path.split(".")
    items = value_at(changed, tuple(above))
    if isinstance(items, list) and (found := item(items, key)) is not None:
        place = items.index(found)
        items.remove(found)
        items.insert(max(0, place + by), found)
    return changed


def _opened(specs: Sequence[FieldSpec], value: object, at: str) -> Iterator[FormField]:
    fields = value if isinstance(value, dict) else {}
    for spec in specs:
        path = f"{at}.{spec.name}" if at else spec.name
        inner: Plain = fields.get(spec.name)
        if spec.kind is Kind.GROUP:
            yield from _opened(spec.children, inner, path)
        elif spec.kind is Kind.ITEMS:
            for key in keys(inner):
                yield from _opened(spec.children, value_at(inner, (key,)), f"{path}.{key}")
        else:
            yield FormField(path, spec, inner)


def _typed(spec: FieldSpec, values: Sequence[str]) -> Plain:
    if spec.kind is Kind.CHOICES:
        return [value for value in values if value]
    last = values[-1].strip() if values else ""
    if spec.kind is Kind.LINES:
        return [line.strip() for line in last.splitlines() if line.strip()]
    if spec.kind is Kind.SWITCH:
        return bool(last)
    if not last:
        return None if not spec.required else ""
    return _number(last) if spec.kind is Kind.NUMBER else last.replace("\r\n", "\n")


def _number(text: str) -> Plain:
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        return float(plain) if "." in plain else int(plain)
    except ValueError:
        return text


def _put(body: Body, steps: Sequence[str], value: Plain) -> None:
    place: Plain = body
    for step in steps[:-1]:
        if isinstance(place, dict):
            place = place.setdefault(step, {})
        elif isinstance(place, list):
            found = item(place, step)
            if found is None:
                found = {"key": step}
                place.append(found)
            place = found
    if isinstance(place, dict):
        place[steps[-1]] = value
