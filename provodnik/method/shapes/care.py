"""Shapes about guidance: the student's own page and what a student may say on it."""

from typing import Annotated

from pydantic import Field

from provodnik.method.shapes.base import Item, Line, Positive, Shape, Takes
from provodnik.method.shapes.numbers import Percent
from provodnik.method.types import Deed, NeedKind


class Choice(Item):
    """One thing a student may say with one touch, and the deed it makes."""

    title: Line = Field(title="Title")
    kind: NeedKind = Field(title="What it is")
    deed: Deed = Field(title="Deed")


class CareReasons(Shape):
    """First words of the deeds that a student's page makes."""

    need: Annotated[Line, Takes.words("choice text")] = Field(title="A request with words")
    need_wordless: Annotated[Line, Takes.words("choice")] = Field(title="A request without words")
    goal: Annotated[Line, Takes.words("goal")] = Field(title="Another goal")
    not_helped: Annotated[Line, Takes.words("choice")] = Field(title="The answer did not help")
    found: Annotated[Line, Takes.words("choice product")] = Field(title="A product was found")
    case: Line = Field(title="A case was sent")


class Care(Shape):
    """Leading a student: the page of their own, requests, the way to the result."""

    requests_a_day: Positive = Field(title="Requests from the page in a day")
    next_shown: Positive = Field(title="Next products on the page")
    cases_shown: Positive = Field(title="Cases to choose from")
    outline_learners: Positive = Field(title="A module is shown once finished by")
    outline_percent: Percent = Field(title="A module is shown once finished by, percent")
    compared_module: Positive = Field(title="Modules by which cohorts are compared")
    compared_days: Positive = Field(title="Days from the payment by which cohorts are compared")
    months_shown: Positive = Field(title="Cohorts shown, months")
    choices: tuple[Choice, ...] = Field(title="What a student may say")
    reasons: CareReasons = Field(title="Why now")

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)
