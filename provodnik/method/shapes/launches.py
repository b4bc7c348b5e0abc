"""Shapes about launches: their formats, the rhythm of weeks, exchange between departments."""

from typing import Annotated

from pydantic import Field

from provodnik.method.shapes.base import (
    Count,
    Icon,
    Item,
    Line,
    Positive,
    Prose,
    Shape,
    Takes,
)
from provodnik.method.shapes.channels import ChannelKey


class LaunchKind(Item):
    """A format of a launch (R-107): where its sales belong and what it needs."""

    title: Line = Field(title="Title")
    channel: ChannelKey = Field(title="Channel of its sales")
    icon: Icon = Field(title="Icon")
    hint: Prose = Field(title="Hint")
    is_warm_up: bool = Field(
        title="Counts as the week's warm-up", description="A cohort has one every week"
    )
    speaker_is_alumnus: bool = Field(title="The speaker is a graduate")
    is_joint: bool = Field(
        title="Together with marketing", description="Needs an owner in each department"
    )
    tasks: Count = Field(title="Tasks for participants")


class Department(Item):
    """A department that asks others and is asked."""

    title: Line = Field(title="Title")


class Launches(Shape):
    """Launches and warm-ups, and what departments hand over to each other."""

    kinds: tuple[LaunchKind, ...] = Field(title="Formats")
    weeks_back: Count = Field(title="Weeks behind in the plan")
    weeks_ahead: Positive = Field(title="Weeks ahead in the plan")
    interest_words: tuple[Line, ...] = Field(
        title="Words of interest", description="A product named after one of them is wanted"
    )
    interest_reason: Annotated[Line, Takes.words("launch product")] = Field(
        title="Why now, after a questionnaire"
    )
    departments: tuple[Department, ...] = Field(title="Departments")
    answer_hours: Positive = Field(title="Answer of another department, working hours")
    pack_words: Positive = Field(title="Words of students in a pack")

    def kind(self, key: str) -> LaunchKind | None:
        return next((kind for kind in self.kinds if kind.key == key), None)

    def department(self, key: str) -> str:
        """The department's title, or its key where the method knows it no more."""
        return next((one.title for one in self.departments if one.key == key), key)
