"""Shapes about surveys: ready forms, whom not to ask, what is low, how often."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from provodnik.method.shapes.base import (
    Count,
    Item,
    Line,
    Positive,
    Prose,
    Shape,
    Takes,
    covers,
)
from provodnik.method.shapes.numbers import Percent
from provodnik.method.survey_words import (
    AnswerKind,
    AskAbout,
    AskMoment,
    Measure,
    NotAskedReason,
)


class SurveyQuestion(Item):
    """A question of a ready form. `item` names it in figures, the same from version to version."""

    item: Line = Field(title="Short name", description="Figures are broken down by it")
    text: Line = Field(title="Question")
    kind: AnswerKind = Field(title="Answer")
    measure: Measure = Field(default=Measure.NONE, title="Goes into")
    weight: Positive = Field(default=1, title="Weight")
    low: Line | None = Field(default=None, title="Lowest mark means")
    high: Line | None = Field(default=None, title="Highest mark means")
    choices: tuple[Line, ...] = Field(default=(), title="Choices")

    @model_validator(mode="after")
    def _answers_fit_the_measure(self) -> Self:
        if not fits(self.kind, self.measure):
            raise PydanticCustomError(
                "measure_needs_scale", "this figure needs another scale", {"at": "kind"}
            )
        if (self.kind is AnswerKind.ONE_OF) != bool(self.choices):
            raise PydanticCustomError("choices_missing", "the choices are missing", {"at": "kind"})
        return self


def fits(kind: AnswerKind, measure: Measure) -> bool:
    """Whether answers of this kind can go into the figure: NPS is 0–10, marks are 1–5."""
    needed = {
        Measure.NPS: {AnswerKind.SCALE_10},
        Measure.CSAT: {AnswerKind.SCALE_5},
        Measure.CSI: {AnswerKind.SCALE_5, AnswerKind.SCALE_10},
    }
    return measure is Measure.NONE or kind in needed[measure]


class SurveyForm(Item):
    """A ready survey a school begins with."""

    title: Line = Field(title="Title")
    about: Line = Field(title="What it is for")
    moment: AskMoment = Field(title="When it is asked")
    every_months: Positive | None = Field(default=None, title="Every, months")
    day_of_month: Annotated[int, Field(ge=1, le=28)] | None = Field(
        default=None, title="Day of the month"
    )
    responsible: AskAbout = Field(title="Who answers for it")
    intro: Prose = Field(title="First words")
    questions: tuple[SurveyQuestion, ...] = Field(title="Questions")

    @model_validator(mode="after")
    def _a_month_has_a_rhythm(self) -> Self:
        is_monthly = self.moment is AskMoment.MONTH
        if is_monthly != (self.every_months is not None and self.day_of_month is not None):
            raise PydanticCustomError(
                "rhythm", "months and a day belong together", {"at": "moment"}
            )
        return self


class NotAskedWords(Item):
    """Why a survey was not sent, in words."""

    key: NotAskedReason = Field(title="Key")
    text: Line = Field(title="Text")


class Recontact(Shape):
    """How often one student is asked, and when not at all."""

    days_between: Count = Field(title="One survey a student in, days")
    same_survey_days: Count = Field(title="The same survey again after, days")
    complaint_pauses: bool = Field(title="Not while a complaint is open")
    concern_pauses: bool = Field(title="Not while a low score is not settled")
    fresh_days: Positive = Field(title="Ask within, days after the moment")


class Answering(Shape):
    """How long an invitation lives."""

    open_days: Positive = Field(title="Answers are taken for, days")
    change_days: Count = Field(title="An answer can be changed for, days")
    remind_after_days: Positive = Field(title="Remind after, days")
    reminders: Count = Field(title="Reminders at most")
    grace_days: Count = Field(
        title="Answers that come late are kept for, days",
        description="A phone that lost its network sends the answers when it finds it",
    )


class LowScore(Shape):
    """What is low beside CSAT and NPS, whose thresholds stand in the rules of offers."""

    csi_percent: Percent = Field(title="CSI: a mark of the scale's top at most, percent")
    settle_days: Positive = Field(title="Tell the student what was done within, days")


class Rhythm(Item):
    """A figure that must not stay unasked."""

    measure: Measure = Field(title="Figure")
    every_days: Positive = Field(title="Answers are asked for every, days")


class SurveyTexts(Shape):
    """What goes out and what a colleague reads."""

    invitation: Annotated[Prose, Takes.words("name survey link until")] = Field(title="Invitation")
    reminder: Annotated[Prose, Takes.words("name survey link until")] = Field(title="Reminder")
    subject: Annotated[Line, Takes.words("survey")] = Field(title="Subject of the letter")
    send_by_hand: Annotated[Line, Takes.words("survey")] = Field(
        title="Deed: send the link by hand"
    )
    low_score: Annotated[Line, Takes.words("survey question score scale")] = Field(
        title="Deed: a low score"
    )
    write_to: Line = Field(title="Where to write past the term")
    from_file: Line = Field(title="Survey of answers from a file")


class Surveys(Shape):
    """What students are asked, when and how often."""

    site: Line | None = Field(
        default=None,
        title="Address of this site for students",
        description="Without it invitations are not sent by themselves: the link is copied",
    )
    most_shown: Positive = Field(title="Rows on a page")
    audience_days: Positive = Field(
        title="A wave asks who was active within, days", description="When no cohort is chosen"
    )
    answering: Answering = Field(title="Answering")
    recontact: Recontact = Field(title="Whom not to ask")
    low: LowScore = Field(title="Low scores")
    texts: SurveyTexts = Field(title="Words")
    rhythms: tuple[Rhythm, ...] = Field(title="Rhythm")
    not_asked: tuple[NotAskedWords, ...] = Field(title="Why a survey was not sent")
    forms: tuple[SurveyForm, ...] = Field(title="Ready surveys")

    @model_validator(mode="after")
    def _every_reason_has_words(self) -> Self:
        covers(self.not_asked, NotAskedReason, "not_asked")
        return self

    def form(self, key: str) -> SurveyForm | None:
        return next((form for form in self.forms if form.key == key), None)

    def why(self, reason: NotAskedReason) -> str:
        """The words of a reason."""
        return next(one.text for one in self.not_asked if one.key is reason)
