"""Columns of the events file."""

from provodnik.kernel.imports.types import KnownColumn

COLUMNS = (
    KnownColumn("client", ("client",)),
    KnownColumn("event", ("event",)),
    KnownColumn("at", ("at",)),
    KnownColumn("value", ("value",)),
    KnownColumn("product", ("product",)),
    KnownColumn("item", ("item",)),
    KnownColumn("channel", ("channel",)),
    KnownColumn("staff", ("staff",)),
    KnownColumn("external_id", ("id",)),
    KnownColumn("attrs", many=True, prefix="attr."),
)
