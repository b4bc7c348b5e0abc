"""Shapes about sending."""

from pydantic import Field

from provodnik.method.shapes.base import Count, Shape


class Sending(Shape):
    """Messages going out: attempts, pace and quiet hours."""

    most_shown: Count = Field(title="Rows on a page")
