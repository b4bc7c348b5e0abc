"""Shapes about interviews."""

from pydantic import Field

from provodnik.method.shapes.base import Count, Shape


class Interviews(Shape):
    """Rhythm of customer interviews and feedback."""

    most_shown: Count = Field(title="Rows on a page")
