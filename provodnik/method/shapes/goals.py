"""Shapes about goals: the two panels of success, and goals a school may begin with."""

from typing import Annotated

from pydantic import Field

from provodnik.method.shapes.base import Item, Key, Line, Positive, Shape
from provodnik.method.types import Direction, Gender, Quantity

# Four leading and four lagging: fewer hide something, more nobody looks at.
Four = Annotated[tuple["PanelRow", ...], Field(min_length=4, max_length=4)]


class PanelRow(Item):
    """A metric of success: which figure, over how many last days; without days, as it is now."""

    title: Line = Field(title="Title")
    caption: Line = Field(title="Caption")
    metric: Key = Field(title="Figure")
    part: Line | None = Field(default=None, title="Part of the value")
    unit: Quantity = Field(title="Counted in")
    gender: Gender = Field(title="Gender of the title")
    direction: Direction = Field(title="Better when it goes")
    days: Positive | None = Field(default=None, title="Over the last, days")
    beside_metric: Key | None = Field(default=None, title="Figure shown beside")
    beside_part: Line | None = Field(default=None, title="Part of the figure beside")
    beside_title: Line | None = Field(default=None, title="Title of the figure beside")


class ExampleGoal(Item):
    """A goal to begin with: its target as it was told, and over how many months."""

    title: Line = Field(title="Title")
    metric: Key = Field(title="Figure")
    part: Line | None = Field(default=None, title="Part of the value")
    unit: Quantity = Field(title="Counted in")
    direction: Direction = Field(title="Better when it goes")
    target: Line = Field(title="Goal")
    months: Positive = Field(title="Over months")
    source: Line = Field(title="Source")


class Goals(Shape):
    """What success is measured by, and until when."""

    target_days: Positive = Field(title="Goals of success are for, days")
    leading: Four = Field(title="Leading figures")
    lagging: Four = Field(title="Lagging figures")
    examples_title: Line = Field(title="Objective of the example goals")
    examples: tuple[ExampleGoal, ...] = Field(title="Example goals")

    def panel_row(self, key: str) -> PanelRow | None:
        return next((row for row in (*self.leading, *self.lagging) if row.key == key), None)
