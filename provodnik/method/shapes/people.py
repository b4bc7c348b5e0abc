"""Shapes about people: roles and their rights, the stages of a relationship."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from provodnik.method.shapes.base import (
    Count,
    Item,
    Key,
    Line,
    PageName,
    Positive,
    Prose,
    Ref,
    Shape,
    covers,
)
from provodnik.method.types import Deed, Right, Section


class RightWords(Item):
    """A right in words: what the role may do with it."""

    key: Right = Field(title="Right")
    title: Line = Field(title="Title")
    hint: Prose = Field(title="What it opens")


class Role(Item):
    """A role of staff: what it answers for, where its day begins, what it may do."""

    title: Line = Field(title="Title")
    answers_for: Prose = Field(title="Answers for")
    home: PageName = Field(title="Home page", description="The name of the page that opens first")
    rights: tuple[Right, ...] = Field(title="Rights")


class Roles(Shape):
    """Roles and the table of their rights (R-001)."""

    rights: tuple[RightWords, ...] = Field(title="Table of rights")
    roles: tuple[Role, ...] = Field(title="Roles")

    @model_validator(mode="after")
    def _every_right_has_words(self) -> Self:
        covers(self.rights, Right, "rights")
        return self

    def role(self, key: str) -> Role | None:
        return next((role for role in self.roles if role.key == key), None)

    def may(self, role_key: str, right: Right) -> bool:
        """Whether a role holds a right. An unknown role may do nothing."""
        role = self.role(role_key)
        return role is not None and right in role.rights


class Entry(Item):
    """What in the journal shows that a step or stage has begun."""

    event: Key = Field(title="Journal event")
    deed: Deed | None = Field(default=None, title="Kind of deed", description="For touches only")
    at_least: Positive = Field(default=1, title="At least times")
    repeat_only: bool = Field(
        default=False, title="Repeat orders only", description="Counts orders after the first paid"
    )


class Criterion(Item):
    """One condition of leaving a stage, in words a person can check."""

    title: Line = Field(title="Title")
    why: Prose = Field(title="Why it matters")


class Stage(Item):
    """A stage of the relationship (R-036)."""

    number: Count = Field(title="Number")
    title: Line = Field(title="Title")
    goal: Prose = Field(title="Goal of the stage")
    who: Line = Field(title="Who takes part")
    rhythm: Line = Field(title="Rhythm")
    criteria: tuple[Criterion, ...] = Field(title="Criteria of leaving")
    entered_by: tuple[Entry, ...] = Field(
        title="Entered by", description="Any of these events moves a student here by itself"
    )


class CardStep(Item):
    """A step of the bar on a student's card; a student is at the last step entered."""

    title: Line = Field(title="Title")
    hint: Line = Field(title="Hint")
    entered_by: tuple[Entry, ...] = Field(title="Entered by")


class Lifecycle(Shape):
    """Stages of the relationship and the steps a student sees on the way."""

    first_stage: Annotated[Key, Ref(Section.LIFECYCLE, "stages")] = Field(title="First stage")
    stages: tuple[Stage, ...] = Field(title="Stages")
    card_steps: tuple[CardStep, ...] = Field(title="Steps on the card")
