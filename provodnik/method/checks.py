"""From plain values to a valid method: shapes first, then what points where. No Django."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from provodnik.method.errors import MethodInvalid, Problem
from provodnik.method.meta import Leaf, leaves
from provodnik.method.reasons import REASON_PARAMS
from provodnik.method.shapes import SHAPES, Scripts, Shape
from provodnik.method.types import Section
from provodnik.method.word_params import AUDIT_PARAMS, EVIDENCE_PARAMS, SENTENCE_PARAMS
from provodnik.method.words import places
from provodnik.method.yaml_file import Plain, Read, Trail

_GIVEN_LETTERS = 60
_TABLES: Mapping[tuple[Section, str], Mapping[str, frozenset[str]]] = {
    (Section.GATES, "reasons"): REASON_PARAMS,
    (Section.GATES, "evidence"): EVIDENCE_PARAMS,
    (Section.HOME, "sentences"): SENTENCE_PARAMS,
    (Section.AUDIT, "checks"): AUDIT_PARAMS,
}
# Texts said to a student: their places are those of the library of scripts.
_SPOKEN = frozenset(
    {
        (Section.SCRIPTS, "scripts"),
        (Section.OUTCOMES, "objections"),
        (Section.DESK, "answers"),
    }
)
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake at a place of a section; it becomes a Problem, with a line where a file is known.

    `trail` counts the items of lists, as a file's reader does; `path` names them by key.
    """

    section: str
    trail: Trail
    path: str
    code: str
    params: Mapping[str, str]

    def problem(self, file: Read | None = None) -> Problem:
        if file is None:
            return Problem(self.path, self.code, self.params)
        return Problem(self.path, self.code, self.params, file.name, file.line_of(self.trail))


def shaped(section: Section, body: Plain) -> Shape:
    """The section's body as its shape.

    Raises:  MethodInvalid: with every problem of the shape at once
    """
    try:
        return parsed(SHAPES[section], body)
    except ValidationError as error:
        found = findings(section, error, body)
        raise MethodInvalid(tuple(finding.problem() for finding in found)) from None


def parsed[S: Shape](shape: type[S], body: Plain) -> S:
    """The same, with pydantic's own error. JSON is the strict mode that knows tuples and enums."""
    return shape.model_validate_json(json.dumps(body))


def findings(section: str, error: ValidationError, body: Plain) -> list[Finding]:
    """A validation error, taken apart into one finding for each place."""
    return [_finding(section, details, body) for details in error.errors(include_url=False)]


def body_of(shape: Shape) -> dict[str, Plain]:
    """The plain form of a section: every field written out, as it is kept and compared."""
    return cast(dict[str, Plain], shape.model_dump(mode="json"))


def link_findings(method: Mapping[Section, Shape]) -> Iterator[Finding]:
    """Every reference to a missing item and every place in a text that nothing fills."""
    scripts = cast(Scripts, method[Section.SCRIPTS])
    words = frozenset(placeholder.word for placeholder in scripts.placeholders)
    for section, shape in method.items():
        for leaf in leaves(shape):
            yield from _broken_reference(section, leaf, method)
            yield from _unknown_places(section, leaf, words)


def _broken_reference(
    section: Section, leaf: Leaf, method: Mapping[Section, Shape]
) -> Iterator[Finding]:
    if leaf.ref is None:
        return
    items = getattr(method[leaf.ref.section], leaf.ref.collection)
    if leaf.value not in {item.key for item in items}:
        params = {
            "given": str(leaf.value),
            "section": leaf.ref.section.value,
            "collection": leaf.ref.collection,
        }
        yield Finding(section, leaf.trail, leaf.path(section), "unknown_reference", params)


def _unknown_places(section: Section, leaf: Leaf, words: frozenset[str]) -> Iterator[Finding]:
    if not isinstance(leaf.value, str):
        return
    allowed = _allowed_places(section, leaf, words)
    for name in places(leaf.value):
        if name not in allowed:
            params = {
                "given": "{" + name + "}",
                "allowed": ", ".join("{" + word + "}" for word in sorted(allowed)) or "—",
            }
            yield Finding(section, leaf.trail, leaf.path(section), "unknown_place", params)


def _allowed_places(section: Section, leaf: Leaf, words: frozenset[str]) -> frozenset[str]:
    if leaf.takes is not None:
        return leaf.takes.names
    collection = str(leaf.trail[0])
    if (section, collection) in _TABLES:
        return _TABLES[section, collection].get(leaf.item_key, _NOTHING)
    return words if (section, collection) in _SPOKEN else _NOTHING


def _finding(section: str, details: ErrorDetails, body: Plain) -> Finding:
    context = {key: str(value) for key, value in details.get("ctx", {}).items()}
    at = context.pop("at", "")
    inner = (int(part) if part.isdigit() else part for part in at.split(".") if part)
    trail = (*details["loc"], *inner)
    params = {"given": str(details["input"])[:_GIVEN_LETTERS], **context}
    return Finding(section, trail, _path(section, trail, body), details["type"], params)


def _path(section: str, trail: Trail, body: Plain) -> str:
    """The trail with the items of lists named by their keys."""
    steps = [section]
    for step in trail:
        inner: Plain = None
        if isinstance(body, dict):
            inner = body.get(str(step))
        elif isinstance(body, list) and isinstance(step, int) and step < len(body):
            inner = body[step]
        key = inner.get("key") if isinstance(inner, dict) and isinstance(step, int) else None
        steps.append(key if isinstance(key, str) else str(step))
        body = inner
    return ".".join(steps)
