"""Shapes about meetings."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from provodnik.method.shapes.base import Item, Line, Positive, Shape


class MeetingKind(Item):
    """A kind of meeting, and what is always spoken about at it."""

    title: Line = Field(title="Title")
    agenda: tuple[Line, ...] = Field(title="Always on the agenda")


class Meetings(Shape):
    """Kinds of meetings and where their items go."""

    most_shown: Positive = Field(title="Rows on a page")
    kinds: tuple[MeetingKind, ...] = Field(title="Kinds of meetings", min_length=1)
    remarks_to: Line = Field(title="Where remarks about quality are taken")

    @model_validator(mode="after")
    def _remarks_go_to_a_kind(self) -> Self:
        if self.kind(self.remarks_to) is None:
            raise PydanticCustomError("unknown_kind", "no kind of meeting is called so")
        return self

    def kind(self, key: str) -> MeetingKind | None:
        """A kind by its key; None of one that is gone."""
        return next((one for one in self.kinds if one.key == key), None)
