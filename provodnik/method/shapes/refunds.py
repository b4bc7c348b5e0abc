"""Shapes about requests for money back: the regulation step by step (R-142)."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from provodnik.method.desk_words import RefundAsk
from provodnik.method.shapes.base import Item, Line, Shape


class RefundReason(Item):
    """Why somebody wants their money back, and what may keep them."""

    title: Line = Field(title="Title")
    keep: Line = Field(title="What to offer to stay")


class RefundStage(Item):
    """How far the student had come."""

    title: Line = Field(title="Title")


class RefundAttempt(Item):
    """What was tried so that the student stays."""

    title: Line = Field(title="Title")


class RefundDecision(Item):
    """How a case ends."""

    title: Line = Field(title="Title")
    gives_back: bool = Field(title="Money is given back")


class RefundRule(Item):
    """A step of the regulation: what is asked at it."""

    title: Line = Field(title="Title")
    hint: Line = Field(title="Hint")
    ask: RefundAsk = Field(title="What is written down")
    only_leads: bool = Field(default=False, title="Only who leads the team")


class DeskRefunds(Shape):
    """Requests for money back: steps in their order, and what each may choose."""

    steps: tuple[RefundRule, ...] = Field(title="Steps in order", min_length=1)
    reasons: tuple[RefundReason, ...] = Field(title="Reasons", min_length=1)
    stages: tuple[RefundStage, ...] = Field(title="How far the student had come", min_length=1)
    attempts: tuple[RefundAttempt, ...] = Field(title="Attempts to keep", min_length=1)
    decisions: tuple[RefundDecision, ...] = Field(title="Decisions", min_length=1)

    @model_validator(mode="after")
    def _a_decision_is_made_once(self) -> Self:
        """A regulation without a decision would never end, with two it would end twice."""
        if [step.ask for step in self.steps].count(RefundAsk.DECISION) != 1:
            raise PydanticCustomError("one_decision", "exactly one step decides", {"at": "steps"})
        return self

    def step(self, key: str) -> RefundRule | None:
        return next((one for one in self.steps if one.key == key), None)

    def decision(self, key: str) -> RefundDecision | None:
        return next((one for one in self.decisions if one.key == key), None)

    def choices(self, ask: RefundAsk) -> tuple[tuple[str, str], ...]:
        """Keys and titles a step of this kind chooses from; empty where it chooses nothing."""
        asked = {
            RefundAsk.REASON: [(one.key, one.title) for one in self.reasons],
            RefundAsk.STAGE: [(one.key, one.title) for one in self.stages],
            RefundAsk.ATTEMPT: [(one.key, one.title) for one in self.attempts],
            RefundAsk.DECISION: [(one.key, one.title) for one in self.decisions],
        }
        return tuple((str(key), str(title)) for key, title in asked.get(ask, []))
