"""Shapes about courses."""

from pydantic import Field

from provodnik.method.shapes.base import Count, Shape


class Courses(Shape):
    """How lessons are marked and how a course is kept fresh."""

    most_shown: Count = Field(title="Rows on a page")
