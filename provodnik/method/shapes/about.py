"""The shape of `method.yaml`: which version of the method this is, and what is new in it."""

from pydantic import Field

from provodnik.method.shapes.base import Item, Line, Positive, Prose, Shape


class News(Item):
    """What a version brought, in words for the head of a school."""

    version: Positive = Field(title="Version")
    text: Prose = Field(title="What is new")


class About(Shape):
    """The version shipped and the news of all versions, newest first."""

    title: Line = Field(title="Title")
    version: Positive = Field(title="Version")
    news: tuple[News, ...] = Field(title="News")
