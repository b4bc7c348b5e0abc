"""Shapes about accesses: what is given, how often it is looked at again."""

from pydantic import Field

from provodnik.method.shapes.base import Item, Line, Positive, Shape


class AccessKind(Item):
    """Something people are let into."""

    title: Line = Field(title="Title")
    review_days: Positive = Field(title="Looked at again every, days")


class Accesses(Shape):
    """What accesses there are and the rhythm of their review (R-012)."""

    most_shown: Positive = Field(title="Rows on a page")
    kinds: tuple[AccessKind, ...] = Field(title="What access is given to")
    other_review_days: Positive = Field(title="Own words: looked at again every, days")

    def kind(self, key: str) -> AccessKind | None:
        """A kind by its key; None of one that is gone."""
        return next((one for one in self.kinds if one.key == key), None)

    def review_days(self, key: str) -> int:
        """After how many days an access of a kind, or in own words, is looked at again."""
        kind = self.kind(key)
        return kind.review_days if kind else self.other_review_days
