"""Shapes about quality."""

from pydantic import Field

from provodnik.method.shapes.base import Count, Shape


class Quality(Shape):
    """What answers and artefacts are checked by."""

    most_shown: Count = Field(title="Rows on a page")
