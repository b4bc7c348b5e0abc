"""Shapes about interviews: the rhythm of a month, the guide, topics of feedback, asking for it."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from provodnik.method.shapes.base import Item, Line, Positive, Prose, Shape, Takes, covers
from provodnik.method.voice_words import InterviewGroup


class PlannedGroup(Item):
    """How many interviews of a month are held with one group."""

    title: Line = Field(title="Title")
    plan: Positive = Field(title="A month at least")


class GuideQuestion(Item):
    """A question of the guide."""

    text: Line = Field(title="Question")
    hint: Line | None = Field(default=None, title="What to listen for")


class FeedbackTopic(Item):
    """What an item of feedback is about."""

    title: Line = Field(title="Title")


class FeedbackScript(Shape):
    """How feedback is asked for before the next cycle (R-232)."""

    opening: Prose = Field(title="Opening")
    helps: Line = Field(title="What helps decisions")
    hinders: Line = Field(title="What hinders")
    examples: Line = Field(title="Two or three examples")
    promise: Annotated[Line, Takes.words("day")] = Field(title="The promise of an update")
    promise_days: Positive = Field(title="The update follows within, days")
    before_days: Positive = Field(
        title="Asked before the cycle, days", description="From these days on it is suggested"
    )
    reason: Annotated[Line, Takes.words("cohort")] = Field(title="First words of the deed")


class Interviews(Shape):
    """Rhythm of customer interviews and feedback."""

    most_shown: Positive = Field(title="Rows on a page")
    flag_from_day: Annotated[int, Field(ge=1, le=28)] = Field(
        title="A month without interviews is flagged from its day"
    )
    groups: tuple[PlannedGroup, ...] = Field(title="Plan of a month")
    guide: tuple[GuideQuestion, ...] = Field(title="Guide of an interview", min_length=1)
    quotes_a_pain: Positive = Field(title="Quotes of a pain in a pack for marketing")
    topics: tuple[FeedbackTopic, ...] = Field(title="Topics of feedback", min_length=1)
    script: FeedbackScript = Field(title="Asking for feedback")
    decide_days: Positive = Field(title="A decision on feedback within, days")
    taken_days: Positive = Field(
        title="Words of clients are taken in for, days",
        description="Older ones of an import stay in history only",
    )
    reply_reason: Annotated[Line, Takes.words("reply")] = Field(
        title="First words of the deed that tells a client what was changed"
    )

    @model_validator(mode="after")
    def _both_groups_are_planned(self) -> Self:
        covers(self.groups, InterviewGroup, "groups")
        return self

    def topic(self, key: str) -> str:
        """The title of a topic; one that left the method by its key."""
        return next((one.title for one in self.topics if one.key == key), key)
