"""Shapes about homework."""

from pydantic import Field

from provodnik.method.shapes.base import Count, Shape


class Homework(Shape):
    """How homework is checked: terms, criteria and marks."""

    most_shown: Count = Field(title="Rows on a page")
