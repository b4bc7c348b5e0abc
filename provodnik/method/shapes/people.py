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
from provodnik.method.types import Deed, Right, Section, StageFact, Whose

RoleKey = Annotated[Key, Ref(Section.ROLES, "roles")]


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
    at_top: bool = Field(
        default=False, title="Reports to nobody", description="Needs no manager in the team"
    )


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

    @property
    def at_top(self) -> frozenset[str]:
        """Keys of roles that report to nobody."""
        return frozenset(str(role.key) for role in self.roles if role.at_top)

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


class Proof(Item):
    """What shows that a condition is met, so that nobody has to say it."""

    event: Key | None = Field(default=None, title="Journal event")
    item: Line | None = Field(default=None, title="Of this kind", description="The entry's item")
    whose: Whose = Field(default=Whose.CLIENT, title="Whose entries")
    fact: StageFact | None = Field(default=None, title="Fact of the record")
    within_days: Count = Field(default=0, title="No older than, days", description="0: of any age")


class Criterion(Item):
    """One condition of a stage, in words a person can check; with proofs it checks itself."""

    title: Line = Field(title="Title")
    why: Prose = Field(title="Why it matters")
    shown_by: tuple[Proof, ...] = Field(
        default=(), title="Shown by", description="Any of these; none: a person marks it"
    )


class Handover(Item):
    """What one role passes to another when a client enters the stage (R-039)."""

    giver: RoleKey = Field(title="Who passes")
    taker: RoleKey = Field(title="Who accepts")
    what: Line = Field(title="What is passed")


class Stage(Item):
    """A stage of the relationship (R-036) with its own goal, rhythm, report and people (R-037)."""

    number: Count = Field(title="Number")
    title: Line = Field(title="Title")
    goal: Prose = Field(title="Goal of the stage")
    who: Line = Field(title="Who takes part")
    rhythm: Line = Field(title="Rhythm")
    meets_every_days: Count = Field(
        title="Meetings every, days", description="0: one meeting, at the start"
    )
    report_title: Line = Field(title="Report")
    report: tuple[Line, ...] = Field(title="Parts of the report")
    participants: tuple[RoleKey, ...] = Field(title="Participants")
    opens_with: tuple[Criterion, ...] = Field(
        title="Opens only with", description="Nobody may pass without these"
    )
    criteria: tuple[Criterion, ...] = Field(title="Criteria of leaving")
    practices: tuple[Criterion, ...] = Field(title="Checklist of the stage")
    handovers: tuple[Handover, ...] = Field(title="Passed on entering")
    entered_by: tuple[Entry, ...] = Field(
        title="Entered by", description="Any of these events moves a student here by itself"
    )


class Expansion(Item):
    """A type of expansion of the relationship (R-042)."""

    title: Line = Field(title="Title")
    hint: Line = Field(title="Hint")


class AfterContact(Item):
    """A contact with somebody who has finished (R-043)."""

    after_days: Positive = Field(title="After, days", description="From the completion")
    title: Line = Field(title="Title")
    what: Prose = Field(title="What it brings")


class Part(Item):
    """A part of a portrait or of a map of meanings."""

    title: Line = Field(title="Title")
    hint: Line = Field(title="Hint")


class Afterwards(Shape):
    """The relationship after completion: contacts, return and referral (R-043, R-044)."""

    stage: Annotated[Key, Ref(Section.LIFECYCLE, "stages")] = Field(title="Begins at the stage")
    return_months: Positive = Field(title="Months in which a return counts")
    uptake_days: Positive = Field(title="Days after graduation in which a purchase is its own")
    contacts: tuple[AfterContact, ...] = Field(title="Contacts")


class Audience(Shape):
    """What a portrait and a map of meanings consist of (R-047, R-048)."""

    portrait: tuple[Part, ...] = Field(title="Parts of a portrait")
    meanings: tuple[Part, ...] = Field(title="Parts of a map of meanings")
    stale_days: Positive = Field(title="Update at least every, days")


class CardStep(Item):
    """A step of the bar on a student's card; a student is at the last step entered."""

    title: Line = Field(title="Title")
    hint: Line = Field(title="Hint")
    entered_by: tuple[Entry, ...] = Field(title="Entered by")


class Lifecycle(Shape):
    """Stages of the relationship and the steps a student sees on the way."""

    first_stage: Annotated[Key, Ref(Section.LIFECYCLE, "stages")] = Field(title="First stage")
    reason_letters: Positive = Field(
        title="Letters in a written reason at least", description="Of a move past its conditions"
    )
    handover_days: Positive = Field(
        title="Handoffs of the last days only", description="Older moves come from history"
    )
    personal_handover: Line = Field(
        title="What a coordinator passes on", description="To the next coordinator of a student"
    )
    expands_at: Annotated[Key, Ref(Section.LIFECYCLE, "stages")] = Field(
        title="Expansion begins at the stage"
    )
    stages: tuple[Stage, ...] = Field(title="Stages")
    expansions: tuple[Expansion, ...] = Field(title="Types of expansion")
    afterwards: Afterwards = Field(title="After completion")
    audience: Audience = Field(title="Audience")
    card_steps: tuple[CardStep, ...] = Field(title="Steps on the card")

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)

    def in_order(self) -> tuple[Stage, ...]:
        """Stages from the first to the last."""
        return tuple(sorted(self.stages, key=lambda stage: stage.number))
