"""Moments of subjects: what an entry at a known moment told, and which week it was."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table, TimestampValue


def week_of(local_at: "TimestampValue") -> "StringValue":
    """The Monday of a moment's week, as rows print it: «2026-02-02»."""
    return local_at.truncate("W").date().cast("string")


def told_at(entries: "Table", subjects: "Table", moment: str, columns: tuple[str, ...]) -> "Table":
    """What the entry of each item at a moment of `subjects` told.

    Of several entries at one moment the first written tells.

    Shape:   one row an item: item, told_id, and the columns
    """
    moments = subjects.select("item", happened_at=subjects[moment])
    found = entries.select("id", "item", "happened_at", *columns)
    found = found.inner_join(moments, ["item", "happened_at"])
    firsts = {column: found[column].argmin(found.id) for column in columns}
    return found.group_by("item").agg(told_id=found.id.min(), **firsts)
