"""Shapes about who is who in a relationship: owners, the client's people, decisions, RACI."""

from typing import Annotated

from pydantic import Field

from provodnik.method.shapes.base import Count, Item, Key, Line, Positive, Prose, Ref, Shape
from provodnik.method.shapes.people import RoleKey
from provodnik.method.types import Section


class RelationPart(Item):
    """A part of a relationship that somebody of ours owns (R-002)."""

    title: Line = Field(title="Title")
    hint: Prose = Field(title="Hint")
    several: bool = Field(title="Several owners at once")
    needed: bool = Field(title="Somebody must own it")
    falls_to_coordinator: bool = Field(
        title="The client's coordinator where nobody is named",
    )
    usually: tuple[RoleKey, ...] = Field(title="Roles that usually own it")


class SideRole(Item):
    """A role of a person on the client's side (R-003)."""

    title: Line = Field(title="Title")
    hint: Line = Field(title="Hint")
    escalation_turn: Count = Field(
        title="Turn in an escalation", description="The least is called first; 0: never"
    )
    decides: bool = Field(title="May usually change priorities")


class DecisionKind(Item):
    """A kind of decision: who approves it, where and how it is taken (R-006)."""

    title: Line = Field(title="Title")
    approves: tuple[RoleKey, ...] = Field(title="Roles that approve", min_length=1)
    client_decides: bool = Field(title="Needs the client's agreement")
    where: Line = Field(title="Where it is decided")
    how: Prose = Field(title="How it is decided")


class RaciItem(Item):
    """A step of a stage or an artefact of it: who answers for it (R-004).

    A missing `responsible` or `approves` is a gap the grid names; two approvers have no place.
    """

    title: Line = Field(title="Title")
    stage: Annotated[Key, Ref(Section.LIFECYCLE, "stages")] = Field(title="Stage")
    is_artefact: bool = Field(title="An artefact", description="Otherwise a step")
    responsible: tuple[RoleKey, ...] = Field(title="Responsible (R)")
    approves: RoleKey | None = Field(default=None, title="Approves (A)")
    consulted: tuple[RoleKey, ...] = Field(title="Consulted (C)")
    informed: tuple[RoleKey, ...] = Field(title="Informed (I)")


class Relations(Shape):
    """Who is who in a relationship, and who may decide what."""

    most_shown: Positive = Field(title="Rows on a page")
    priority_kind: Annotated[Key, Ref(Section.RELATIONS, "decision_kinds")] = Field(
        title="Priorities are this kind of decision",
    )
    parts: tuple[RelationPart, ...] = Field(title="Parts of a relationship", min_length=1)
    side_roles: tuple[SideRole, ...] = Field(title="Roles on the client's side", min_length=1)
    decision_kinds: tuple[DecisionKind, ...] = Field(title="Kinds of decisions", min_length=1)
    raci: tuple[RaciItem, ...] = Field(title="Who answers for what (RACI)")

    def part(self, key: str) -> RelationPart | None:
        """A part by its key; None of one that is gone."""
        return next((one for one in self.parts if one.key == key), None)

    def side_role(self, key: str) -> SideRole | None:
        """A role of the client's side by its key; None of one that is gone."""
        return next((one for one in self.side_roles if one.key == key), None)

    def decision_kind(self, key: str) -> DecisionKind | None:
        """A kind of decision by its key; None of one that is gone."""
        return next((one for one in self.decision_kinds if one.key == key), None)
