"""Shapes about cases: when they are asked for, the plan of a cohort, signs of a result, consent."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from provodnik.method.shapes.base import Count, Item, Line, Positive, Prose, Shape, Takes, covers
from provodnik.method.voice_words import CaseKind


class CasePlan(Item):
    """How many of a kind a cohort is to give."""

    title: Line = Field(title="Title")
    plan: Count = Field(title="A cohort at least")


class CaseUse(Item):
    """What a case is used for."""

    title: Line = Field(title="Title")


class ResultSigns(Shape):
    """Signs that a student has a result worth telling (R-237)."""

    window_days: Positive = Field(title="Looks back, days")
    high_mark: Annotated[float, Field(ge=1, le=5)] = Field(title="Mean mark from")
    marks_at_least: Positive = Field(title="Checked works at least")
    promoter_from: Annotated[int, Field(ge=0, le=10)] = Field(title="NPS answer from")


class Cases(Shape):
    """How reviews and cases are collected and where they are used."""

    most_shown: Positive = Field(title="Rows on a page")
    days_before_end: Positive = Field(title="Asked before a cohort ends, days")
    days_after_end: Positive = Field(title="Still asked after it ended, days")
    requests_a_cohort: Positive = Field(
        title="Requests of a cohort at most",
        description="Those with signs of a result are asked first",
    )
    remind_days: Positive = Field(title="Reminded after, days")
    reminders: Count = Field(title="Reminders at most")
    request_reason: Annotated[Line, Takes.words("cohort")] = Field(title="First words of a request")
    remind_reason: Annotated[Line, Takes.words("cohort")] = Field(title="First words of a reminder")
    consent: Prose = Field(title="Consent to publish")
    plans: tuple[CasePlan, ...] = Field(title="Plan of a cohort")
    uses: tuple[CaseUse, ...] = Field(title="Where cases are used", min_length=1)
    signs: ResultSigns = Field(title="Signs of a result")

    @model_validator(mode="after")
    def _every_kind_is_planned(self) -> Self:
        covers(self.plans, CaseKind, "plans")
        return self

    def plan(self, kind: CaseKind) -> CasePlan:
        return next(one for one in self.plans if one.key == kind.value)

    def use(self, key: str) -> str:
        """The title of a use; one that left the method by its key."""
        return next((one.title for one in self.uses if one.key == key), key)
