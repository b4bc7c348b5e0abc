"""Shapes about touches: kinds of deeds, how they end, what is said."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from provodnik.method.shapes.base import (
    Count,
    Icon,
    Item,
    Key,
    Line,
    Positive,
    Prose,
    Ref,
    Shape,
    Takes,
    covers,
)
from provodnik.method.shapes.channels import WayKey
from provodnik.method.shapes.offers import ScriptKey
from provodnik.method.types import Deed, Outcome, Section

ObjectionKey = Annotated[Key, Ref(Section.OUTCOMES, "objections")]


class Way(Item):
    """How a student is reached."""

    title: Line = Field(title="Title")
    verb: Line = Field(title="Verb", description="Begins the deed: “Call and …”")
    icon: Icon = Field(title="Icon")
    consent: Line | None = Field(
        default=None, title="Consent it needs", description="calls, messages or nothing"
    )


class DeedKind(Item):
    """A kind of deed: its words, weight and what it takes (R-111, R-112)."""

    key: Deed = Field(title="Kind")
    title: Line = Field(title="Verb")
    noun: Line = Field(title="Noun", description="As it stands in the history")
    sentence: Annotated[Line, Takes.words("product")] = Field(
        title="Sentence", description="Continues the verb of the way"
    )
    duty: Deed = Field(title="Filter it stands under")
    rank: Positive = Field(title="Rank", description="Lower comes first where stakes are equal")
    minutes: Positive = Field(title="Minutes it takes")
    due_hours: Positive = Field(title="Due in, working hours")
    way: WayKey = Field(title="Usual way")
    script: ScriptKey = Field(title="Usual script")
    is_offer: bool = Field(title="Makes an offer", description="Passes the gates of offers")
    icon: Icon = Field(title="Icon")


class FollowUp(Item):
    """What is planned after an outcome."""

    key: Outcome = Field(title="Outcome")
    deed: Deed | None = Field(
        default=None, title="Next deed", description="Empty: the same kind once more"
    )
    working_days: Positive = Field(title="In, working days")
    only_unpaid: bool = Field(default=False, title="Only if nothing is paid by then")
    reason: Line | None = Field(
        default=None, title="Why now", description="Empty: the reason of the deed before"
    )


class Later(Item):
    """A choice of “Later”."""

    title: Line = Field(title="Title")
    working_hours: Count = Field(default=0, title="Working hours")
    working_days: Count = Field(default=0, title="Working days")


class Why(Shape):
    """What «Why now» of a deed is made of."""

    moment: Annotated[Line, Takes.words("moment help")] = Field(title="Step of the path")
    goal: Annotated[Line, Takes.words("goal")] = Field(title="Goal it leads to")
    no_goal: Line = Field(title="No goal is known")
    acquaint: Annotated[Line, Takes.words("product")] = Field(title="Acquaintance")
    low_csat: Annotated[Line, Takes.words("score scale")] = Field(title="Low score")
    low_nps: Annotated[Line, Takes.words("score")] = Field(title="Would not recommend")
    silent: Annotated[Line, Takes.words("days module")] = Field(title="Stopped learning")
    silent_early: Annotated[Line, Takes.words("days")] = Field(title="Never began to learn")
    mood: Annotated[Line, Takes.words("mood")] = Field(title="Was anxious in the last talk")
    complaint: Line = Field(title="Open complaint")
    agreement: Annotated[Line, Takes.words("week product")] = Field(title="Week of agreeing")
    contact: Annotated[Line, Takes.words("title what")] = Field(title="Contact after completion")


class Duty(Item):
    """One of the four duties of a coordinator: a filter of the day (R-111)."""

    key: Deed = Field(title="Duty")
    title: Line = Field(title="Title")
    aim: Line = Field(title="What a good end is")
    icon: Icon = Field(title="Icon")


class Silence(Shape):
    """When a student who stopped learning is brought up (R-122)."""

    days: Positive = Field(title="Silent for, days")
    forget_days: Positive = Field(title="Not longer than, days")
    per_run: Positive = Field(title="A day for one coordinator, students")
    script: ScriptKey = Field(title="Script")


class Agreeing(Shape):
    """When the next sale is agreed with the client, ahead of it (R-092)."""

    week: Positive = Field(title="Week since the first payment")
    script: ScriptKey = Field(title="Script")
    item: Line = Field(title="What the talk must settle")


class MoodMark(Item):
    """One mark of the scale of moods."""

    value: Positive = Field(title="Mark, 1 to 5")
    title: Line = Field(title="Title")


class Mood(Shape):
    """How a student feels, as heard in a talk (R-116)."""

    low_at_most: Positive = Field(title="Anxious at most at")
    working_days: Positive = Field(title="Ask again in, working days")
    marks: tuple[MoodMark, ...] = Field(title="Scale")

    def mark(self, value: int) -> MoodMark | None:
        return next((mark for mark in self.marks if mark.value == value), None)


class Queue(Shape):
    """The coordinator's day: deeds, their order and what follows."""

    attempts_limit: Positive = Field(
        title="Attempts at most", description="Without an answer; then the deed rests"
    )
    rest_days: Positive = Field(title="Rest after the last attempt, days")
    claim_minutes: Positive = Field(title="A deed taken is held, minutes")
    undo_seconds: Positive = Field(title="Undo, seconds")
    warn_minutes: Positive = Field(title="Warn before it is due, minutes")
    day_minutes: Positive = Field(title="Load of a day, minutes")
    moment_days: Positive = Field(
        title="A moment lasts, days", description="An older one is no reason any more"
    )
    missed_days: Positive = Field(
        title="Missed after, days", description="Late by so much; the deed stays in the day"
    )
    duties: tuple[Duty, ...] = Field(title="Duties of a coordinator")
    silence: Silence = Field(title="Students who stopped learning")
    agreement: Agreeing = Field(title="Agreeing the next sale")
    mood: Mood = Field(title="Mood of a student")
    why: Why = Field(title="Why now, in words")
    ways: tuple[Way, ...] = Field(title="Ways to reach a student")
    deeds: tuple[DeedKind, ...] = Field(title="Kinds of deeds")
    follow_ups: tuple[FollowUp, ...] = Field(title="What follows an outcome")
    later: tuple[Later, ...] = Field(title="Choices of “Later”")

    @model_validator(mode="after")
    def _every_deed_has_words(self) -> Self:
        covers(self.deeds, Deed, "deeds")
        return self

    def deed(self, kind: Deed) -> DeedKind:
        return next(deed for deed in self.deeds if deed.key == kind)

    def follow_up(self, outcome: Outcome) -> FollowUp | None:
        return next((plan for plan in self.follow_ups if plan.key == outcome), None)

    def duty(self, key: str) -> Duty | None:
        return next((duty for duty in self.duties if duty.key == key), None)

    def way(self, key: str) -> Way | None:
        return next((way for way in self.ways if way.key == key), None)


class OutcomeWords(Item):
    """How a touch ended, in words; the digit is its key."""

    key: Outcome = Field(title="Outcome")
    title: Line = Field(title="Title")
    digit: Positive = Field(title="Digit")
    hint: Line = Field(title="Hint")
    toast: Annotated[Line, Takes.words("name when_on")] = Field(title="Message after it")
    talked: bool = Field(title="There was a talk")
    needs_objection: bool = Field(title="Asks for an objection")
    needs_script_step: bool = Field(
        title="Asks for the step of the script", description="Which step it got to, or none"
    )


class Objection(Item):
    """An objection, what to ask and what to answer (R-114)."""

    title: Line = Field(title="Title")
    ask: Prose = Field(title="Ask first")
    answer: Prose = Field(title="Answer")
    instead: Line = Field(title="If not now")
    return_days: Count = Field(title="Come back in, days")


class Outcomes(Shape):
    """Five outcomes and the catalogue of objections."""

    outcomes: tuple[OutcomeWords, ...] = Field(title="Outcomes")
    objections: tuple[Objection, ...] = Field(title="Objections")

    @model_validator(mode="after")
    def _every_outcome_has_words(self) -> Self:
        covers(self.outcomes, Outcome, "outcomes")
        return self

    def outcome(self, key: Outcome) -> OutcomeWords:
        return next(words for words in self.outcomes if words.key == key)

    def objection(self, key: str) -> Objection | None:
        return next((objection for objection in self.objections if objection.key == key), None)


class Placeholder(Item):
    """A place in the texts of scripts: its word in braces, and what stands there when empty."""

    word: Line = Field(title="Word in braces")
    hint: Line = Field(title="What it becomes")
    empty: Line = Field(title="If it is not known")


class Branch(Item):
    """“If the student says this, do that”."""

    when: Line = Field(title="If")
    then: Prose = Field(title="Then")


class ScriptStep(Item):
    """One step of a script: what for, what to say aloud, what to do."""

    title: Line = Field(title="Title")
    say: Prose | None = Field(default=None, title="Say aloud")
    do: Prose | None = Field(default=None, title="Do")
    branches: tuple[Branch, ...] = Field(default=(), title="Branches")


class ScriptKind(Item):
    """A family of scripts (R-113)."""

    title: Line = Field(title="Title")


class Script(Item):
    """A talk from greeting to agreement."""

    title: Line = Field(title="Title")
    kind: Annotated[Key, Ref(Section.SCRIPTS, "kinds")] = Field(title="Family")
    deed: Deed = Field(title="For the deed")
    when: Line = Field(title="When to use it")
    goal: Line = Field(title="What a good end is")
    minutes: Positive = Field(title="Minutes")
    steps: tuple[ScriptStep, ...] = Field(title="Steps", min_length=1)
    objections: tuple[ObjectionKey, ...] = Field(default=(), title="Likely objections")


class Scripts(Shape):
    """The library of scripts and the places their texts may hold."""

    placeholders: tuple[Placeholder, ...] = Field(title="Places in texts")
    kinds: tuple[ScriptKind, ...] = Field(title="Families")
    scripts: tuple[Script, ...] = Field(title="Scripts")

    def script(self, key: str) -> Script | None:
        return next((script for script in self.scripts if script.key == key), None)
