"""Words of courses shared with the floors above. Standard library and the method's words only."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """Which way a lesson or a module goes by one place."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Place:
    """A lesson in a version; its position is its place in the sequence."""

    lesson_id: int
    module_id: int
    is_required: bool = True
    is_required_homework: bool = False


@dataclass(frozen=True, slots=True)
class ToldLesson:
    """A lesson as a list or the journal tells it; keys are the journal's names."""

    module: str
    key: str
    is_required_homework: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was new in a list or in the journal."""

    modules: int
    lessons: int


@dataclass(frozen=True, slots=True)
class ContentShares:
    """How many lessons of a version are what, by the marks of the audit."""

    lessons: int
    marked: int
    basic: int
    exclusive: int
    overload: int


@dataclass(frozen=True, slots=True)
class Overload:
    """Which limits of the method a course breaks."""

    too_exclusive: bool
    too_little_base: bool
    too_much: bool

    @property
    def is_any(self) -> bool:
        return self.too_much or (self.too_exclusive and self.too_little_base)
