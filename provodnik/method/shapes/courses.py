"""Shapes about courses."""

from pydantic import Field

from provodnik.method.course_words import DoneBy, LessonRole
from provodnik.method.shapes.base import Count, Item, Line, Positive, Prose, Shape
from provodnik.method.shapes.numbers import Percent


class LessonMark(Item):
    """What a lesson is in its course, as the content audit sees it."""

    title: Line = Field(title="Title")
    role: LessonRole = Field(title="Counted as")
    hint: Line = Field(title="How to know it")


class Overloaded(Shape):
    """When a course has too much that is rare and too little that is basic (R-154)."""

    exclusive_percent: Percent = Field(title="Exclusive techniques above, percent")
    basic_percent: Percent = Field(title="Basic skills below, percent")
    overload_percent: Percent = Field(title="Lessons too much above, percent")


class Completion(Shape):
    """The published rule of a student's progress."""

    done_by: DoneBy = Field(title="Required homework is done when")
    rule: Prose = Field(title="The rule in words")


class ListWords(Shape):
    """How lists of lessons are read."""

    heads: tuple[Line, ...] = Field(title="A line that begins so is a heading")
    required: tuple[Line, ...] = Field(title="Words of required homework")


class NeedsHand(Shape):
    """When a student of a course needs a hand."""

    stuck_days: Positive = Field(title="No lesson for, days")
    returned_days: Positive = Field(title="Silent after a weak mark, days")
    weak_mark: Positive = Field(title="A weak mark is at most, 1 to 5")
    forget_days: Positive = Field(title="Not longer than, days")


class Courses(Shape):
    """How lessons are marked and how a course is kept fresh."""

    marks: tuple[LessonMark, ...] = Field(title="Marks of lessons", min_length=1)
    overloaded: Overloaded = Field(title="Overloaded course")
    completion: Completion = Field(title="Progress of a student")
    needs_hand: NeedsHand = Field(title="Who needs a hand")
    list_words: ListWords = Field(title="Words of lists of lessons")
    most_shown: Count = Field(title="Rows on a page")

    def mark(self, key: str) -> LessonMark | None:
        return next((mark for mark in self.marks if mark.key == key), None)
