"""Shapes about homework."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from provodnik.method.shapes.base import Count, Item, Line, Positive, Prose, Shape
from provodnik.method.shapes.numbers import Percent

_SCALE = (1, 2, 3, 4, 5)
Score = Annotated[float, Field(ge=1, le=5)]


class CheckTerms(Shape):
    """By when a check is due, and how long a colleague's beginning of one keeps others off."""

    check_hours: Positive = Field(title="A check is due in, working hours")
    practical_hours: Positive = Field(title="A practical task is checked in, working hours")
    claim_minutes: Positive = Field(title="A begun check is kept for, minutes")
    window_days: Positive = Field(
        title="Looks back, days", description="For checks in time and for the two opinions"
    )


class Feedback(Shape):
    """What a check must say."""

    form: Prose = Field(title="Form of feedback")
    resubmission: Prose = Field(title="How a work is handed in again")
    letters_at_least: Count = Field(title="Letters of feedback at least")


class SecondOpinion(Shape):
    """How two people's marks of one work are compared (R-149)."""

    discuss_from: Positive = Field(title="Discussed before sending from, points")
    sample_percent: Percent = Field(title="Checks looked at twice, percent")


class HandingIn(Shape):
    """What a student may hand in."""

    file_megabytes: Positive = Field(title="A file is at most, MB")
    attempts_a_day: Positive = Field(title="Attempts a day at most")


class Criterion(Item):
    """What is marked in a work, and what each mark means."""

    title: Line = Field(title="Title")
    levels: tuple[Line, ...] = Field(
        title="What 1, 2, 3, 4 and 5 mean", min_length=len(_SCALE), max_length=len(_SCALE)
    )

    @property
    def scale(self) -> tuple[tuple[int, str], ...]:
        """Each mark with its meaning."""
        return tuple(zip(_SCALE, self.levels, strict=True))


class Rubric(Item):
    """Criteria by which a work is checked."""

    title: Line = Field(title="Title")
    criteria: tuple[Criterion, ...] = Field(title="Criteria", min_length=1)


class GraduateLevel(Item):
    """What a mark of a graduate means."""

    mark: Annotated[int, Field(ge=1, le=5)] = Field(title="Mark, 1 to 5")
    title: Line = Field(title="Title")
    text: Line = Field(title="What it means")


class SkillLevel(Item):
    """How well a skill is mastered, from a mean of marks on."""

    title: Line = Field(title="Title")
    from_score: Score = Field(title="From a mark of, 1 to 5")


class SavedRemark(Item):
    """Words a school begins with; curators keep their own beside them."""

    text: Line = Field(title="Text")


class Homework(Shape):
    """How homework is checked: terms, criteria and marks."""

    terms: CheckTerms = Field(title="Terms of checks")
    feedback: Feedback = Field(title="Feedback")
    second: SecondOpinion = Field(title="Second opinion")
    handing_in: HandingIn = Field(title="Handing in")
    rubrics: tuple[Rubric, ...] = Field(title="Rubrics", min_length=1)
    graduate_scale: tuple[GraduateLevel, ...] = Field(title="Marks of graduates")
    skill_levels: tuple[SkillLevel, ...] = Field(title="Levels of a skill", min_length=1)
    remarks: tuple[SavedRemark, ...] = Field(title="Remarks to begin with")
    most_shown: Count = Field(title="Rows on a page")

    @model_validator(mode="after")
    def _every_mark_of_a_graduate_is_told(self) -> Self:
        if sorted(level.mark for level in self.graduate_scale) != list(_SCALE):
            raise PydanticCustomError(
                "graduate_scale",
                "each mark from 1 to 5 is told once",
                {"at": "graduate_scale"},
            )
        return self

    def rubric(self, key: str) -> Rubric:
        """The rubric of this key; the first one where there is no such any more."""
        return next((one for one in self.rubrics if one.key == key), self.rubrics[0])

    def graduate_level(self, mark: int) -> GraduateLevel:
        return next(level for level in self.graduate_scale if level.mark == mark)

    def skill_level(self, score_hundredths: int) -> SkillLevel | None:
        """The highest level such a mean reaches; None below all of them."""
        reached = [one for one in self.skill_levels if score_hundredths >= one.from_score * 100]
        return max(reached, key=lambda one: one.from_score, default=None)
