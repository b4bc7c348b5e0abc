"""Order of lessons, lists as people paste them, shares of the content audit. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from provodnik.facts.learning.courses.types import (
    ContentShares,
    Overload,
    Place,
    Step,
    ToldLesson,
)

_WHOLE = 100


def moved(places: Sequence[Place], lesson_id: int, step: Step) -> list[Place]:
    """The lesson one place up or down. At the edge of its module it goes over to the next one.

    A lesson at the very end of the course stays. Raises ValueError: not in this version.
    """
    found = list(places)
    at = next((n for n, place in enumerate(found) if place.lesson_id == lesson_id), None)
    if at is None:
        raise ValueError(lesson_id)
    beside = at - 1 if step is Step.UP else at + 1
    if not 0 <= beside < len(found):
        return found
    if found[beside].module_id != found[at].module_id:
        found[at] = replace(found[at], module_id=found[beside].module_id)
    else:
        found[at], found[beside] = found[beside], found[at]
    return found


def module_moved(places: Sequence[Place], module_id: int, step: Step) -> list[Place]:
    """The module with its lessons one module up or down. Raises ValueError: not in this version."""
    blocks = [list(block) for _, block in groupby(places, key=lambda place: place.module_id)]
    at = next((n for n, block in enumerate(blocks) if block[0].module_id == module_id), None)
    if at is None:
        raise ValueError(module_id)
    beside = at - 1 if step is Step.UP else at + 1
    if 0 <= beside < len(blocks):
        blocks[at], blocks[beside] = blocks[beside], blocks[at]
    return [place for block in blocks for place in block]


def with_new(places: Sequence[Place], fresh: Iterable[Place]) -> list[Place]:
    """New lessons stand last in their module; a new module stands last in the course."""
    blocks: dict[int, list[Place]] = {}
    for place in (*places, *fresh):
        blocks.setdefault(place.module_id, []).append(place)
    return [place for block in blocks.values() for place in block]


def read_list(text: str, *, heads: Collection[str], required: Collection[str]) -> list[ToldLesson]:
    """A pasted list of lessons.

    Either a table (module, lesson, whether its homework is required) split by tabs or semicolons,
    or a plain list: a line with # begins a module, any other is a lesson, a star at its end means
    required homework. A lesson told twice counts once. `heads` begin a heading of the table,
    `required` says that homework is; both in small letters.
    """
    told: dict[str, ToldLesson] = {}
    module = ""
    for raw in text.splitlines():
        line = raw.strip().strip("\ufeff")
        cells = [cell.strip().strip('"') for cell in re.split(r"[\t;]", line)]
        if not line or cells[0].casefold() in heads:
            continue
        if line.startswith("#"):
            module = line.lstrip("# ").strip()
            continue
        lesson = _lesson(cells, module, required)
        if lesson.key:
            module = lesson.module
            told.setdefault(lesson.key, lesson)
    return list(told.values())


def _lesson(cells: Sequence[str], module: str, required: Collection[str]) -> ToldLesson:
    if len(cells) == 1:
        name = cells[0]
        return ToldLesson(module or name.rstrip("* "), name.rstrip("* "), name.endswith("*"))
    told_module, name, *rest = cells
    homework = bool(rest) and rest[0].casefold() in required
    return ToldLesson(told_module or module or name, name, homework)


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts lesson 2 before lesson 10."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts)


def overload(
    shares: ContentShares,
    *,
    exclusive_percent: float,
    basic_percent: float,
    overload_percent: float,
) -> Overload:
    """Limits a course breaks, of the lessons that are marked; an unmarked course breaks none."""
    whole = shares.marked
    return Overload(
        too_exclusive=shares.exclusive * _WHOLE > exclusive_percent * whole,
        too_little_base=whole > 0 and shares.basic * _WHOLE < basic_percent * whole,
        too_much=shares.overload * _WHOLE > overload_percent * whole,
    )
