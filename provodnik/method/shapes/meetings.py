"""Shapes about meetings."""

from pydantic import Field

from provodnik.method.shapes.base import Count, Shape


class Meetings(Shape):
    """Kinds of meetings and where their items go."""

    most_shown: Count = Field(title="Rows on a page")
