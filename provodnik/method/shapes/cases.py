"""Shapes about cases."""

from pydantic import Field

from provodnik.method.shapes.base import Count, Shape


class Cases(Shape):
    """How reviews and cases are collected and where they are used."""

    most_shown: Count = Field(title="Rows on a page")
