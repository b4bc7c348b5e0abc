"""What every shape of the method is made of: strict, frozen models and their field kinds."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from provodnik.method.types import Section
from provodnik.method.words import malformed


class Shape(BaseModel):
    """A part of the method. Unknown fields are refused: a misspelt one must not pass silently."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        for name, items in self.lists():
            seen: set[str] = set()
            for number, item in enumerate(items):
                if item.key in seen:
                    raise PydanticCustomError(
                        "key_repeated",
                        "the key {key} stands twice",
                        {"key": item.key, "at": f"{name}.{number}"},
                    )
                seen.add(item.key)
        return self

    def lists(self) -> Iterator[tuple[str, tuple["Item", ...]]]:
        """Each list of keyed items in this model, with its field's name."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, tuple) and value and isinstance(value[0], Item):
                yield name, value


class Kind(StrEnum):
    """How a field is edited."""

    LINE = "line"
    PROSE = "prose"
    NUMBER = "number"
    SWITCH = "switch"
    TIME = "time"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    LINES = "lines"
    GROUP = "group"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Ref:
    """The value is the key of an item in a list of some section."""

    section: Section
    collection: str


@dataclass(frozen=True, slots=True)
class Takes:
    """A text whose places may be only these."""

    names: frozenset[str]

    @classmethod
    def words(cls, names: str) -> Self:
        return cls(frozenset(names.split()))


@dataclass(frozen=True, slots=True)
class Edited:
    """The kind of form field, where the type alone does not say it."""

    kind: Kind


def _braces_match(text: str) -> str:
    if malformed(text):
        raise PydanticCustomError("braces", "the braces of a place do not match")
    return text


_TEXT = StringConstraints(min_length=1, strip_whitespace=True)

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Icon = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
PageName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+:[a-z_]+$")]
Line = Annotated[str, _TEXT, AfterValidator(_braces_match)]
Prose = Annotated[str, _TEXT, AfterValidator(_braces_match), Edited(Kind.PROSE)]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
ClockTime = Annotated[
    str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"), Edited(Kind.TIME)
]


class Item(Shape):
    """A member of a list, known by its key in diffs, references and edits."""

    key: Key = Field(title="Key")


def covers(items: tuple[Item, ...], words: type[StrEnum], name: str) -> None:
    """Refuse a list that lacks an item for some member of an enum.

    Raises:  PydanticCustomError `item_missing`: naming what is missing
    """
    missing = [word.value for word in words if word.value not in {item.key for item in items}]
    if missing:
        raise PydanticCustomError(
            "item_missing",
            "{name} has no item for {missing}",
            {"name": name, "missing": ", ".join(missing), "at": name},
        )
