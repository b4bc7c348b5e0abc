"""Shapes about surveys."""

from pydantic import Field

from provodnik.method.shapes.base import Count, Shape


class Surveys(Shape):
    """What students are asked, when and how often."""

    most_shown: Count = Field(title="Rows on a page")
