"""Shapes about quality: the daily sample, checklists with weights, a fall, lists of work."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from provodnik.method.quality_words import Artefact
from provodnik.method.shapes.base import Item, Line, Positive, Shape, covers

Percent = Annotated[int, Field(ge=1, le=100)]


class CheckPoint(Item):
    """A point of a checklist; a heavier one says more about the whole."""

    text: Line = Field(title="Point")
    hint: Line | None = Field(default=None, title="What good looks like")
    weight: Positive = Field(title="Weight")


class Checklist(Item):
    """By what one kind of artefact is checked."""

    key: Artefact = Field(title="Key")
    title: Line = Field(title="Title")
    points: tuple[CheckPoint, ...] = Field(title="Points", min_length=1)


class Drawn(Shape):
    """How many of a day's answers of each person are checked."""

    share_percent: Percent = Field(title="Part of a person's answers, percent")
    at_least: Positive = Field(title="Of each person at least")
    at_most: Positive = Field(title="Of each person at most")


class Fall(Shape):
    """When the quality of a person's work has fallen."""

    weeks: Positive = Field(title="Weeks beside as many before")
    points: Percent = Field(title="Fall, percentage points")
    checks_at_least: Positive = Field(title="Checks on either side at least")


class WorkPoint(Item):
    """A point of a list that is ticked off."""

    text: Line = Field(title="Point")


class WorkList(Item):
    """A list of small things that a piece of work must not lose."""

    title: Line = Field(title="Title")
    points: tuple[WorkPoint, ...] = Field(title="Points", min_length=1)


class Quality(Shape):
    """What answers and artefacts are checked by."""

    most_shown: Positive = Field(title="Rows on a page")
    weeks_shown: Positive = Field(title="Weeks of a trend")
    drawn: Drawn = Field(title="Daily sample")
    checklists: tuple[Checklist, ...] = Field(title="Checklists")
    differ_points: Percent = Field(title="Checkers differ from, percentage points")
    fall: Fall = Field(title="A fall of quality")
    work_lists: tuple[WorkList, ...] = Field(title="Lists of work")

    @model_validator(mode="after")
    def _every_artefact_has_a_checklist(self) -> Self:
        covers(self.checklists, Artefact, "checklists")
        return self

    def checklist(self, artefact: Artefact) -> Checklist:
        """By what artefacts of a kind are checked."""
        return next(one for one in self.checklists if one.key == artefact)

    def work_list(self, key: str) -> WorkList | None:
        """A list of work by its key; None of one that is gone."""
        return next((one for one in self.work_lists if one.key == key), None)
