"""The relations a definition may read: one school's journal, as the lake lays it out.

All of them hold entries up to the as-of moment, without voided and voiding ones,
with a merged client replaced by the survivor. `local_at` is the school's wall
clock; `happened_at` is UTC and says only which came first.
"""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

from provodnik.metrics.lazy import ibis

if TYPE_CHECKING:
    from ibis.expr.types import Table

PAID = "payment_received"
FROM_BALANCE = "balance_spent"
PAYING = (PAID, FROM_BALANCE)
REFUNDED = "refund_paid"
PLACED = "order_placed"
CREDITED = "sale_credited"
OFFERED = "offer_made"
CLICKED = "offer_clicked"
COST = "cost_recorded"
FINISHED = ("course_completed", "graduated")

ATTRS = {
    "kind": "string",
    "machine": "boolean",
    "auto": "boolean",
    "tacit": "boolean",
    "module": "string",
    "measure": "string",
    "type": "string",
    "topic": "string",
    "priority": "string",
    "reason": "string",
    "format": "string",
    "meeting": "string",
}
"""Attributes of entries that definitions read, as columns `attr_…` of `entries`."""

SCHEMAS: dict[str, dict[str, str]] = {
    "entries": {
        "id": "int64",
        "event": "string",
        "happened_at": "timestamp",
        "local_at": "timestamp",
        "client_id": "int64",
        "staff_id": "int64",
        "product_id": "int64",
        "item": "string",
        "channel": "string",
        "value": "int64",
        "order_key": "string",
        "reference": "string",
        **{f"attr_{name}": kind for name, kind in ATTRS.items()},
    },
    "client_months": {
        "client_id": "int64",
        "event": "string",
        "month": "date",
        "n": "int64",
        "total": "int64",
    },
    "client_totals": {
        "client_id": "int64",
        "event": "string",
        "n": "int64",
        "total": "int64",
        "first_local_at": "timestamp",
        "last_local_at": "timestamp",
    },
    "client_orders": {
        "client_id": "int64",
        "orders": "int64",
        "total": "int64",
        "first_local_at": "timestamp",
        "last_local_at": "timestamp",
    },
    "clients": {"client_id": "int64", "name": "string", "sort_key": "int64"},
    "asked": {"starts_at": "timestamp", "ends_at": "timestamp", "snapshot_at": "timestamp"},
}
"""Columns of each relation.

entries        one row a journal entry. `order_key` is the order it speaks of: its
               item, else its own external id, else «#» and its id. `reference` is its
               external id without the «#2» of a correction.
client_months  entries counted by client, kind and calendar month of the school.
client_totals  the same by client and kind.
client_orders  clients who paid, with money or from their balance: how many different
               orders, how much money, the first and last moment.
clients        the name a client has outside; `sort_key` is its place among all names,
               numbers as numbers and before words.
asked          one row: the period [starts_at, ends_at) and the as-of midnight or null.
"""


@dataclass(frozen=True, slots=True)
class Tables:
    """The relations as Ibis tables. `is_whole` tells that the period is all of history."""

    entries: "Table"
    client_months: "Table"
    client_totals: "Table"
    client_orders: "Table"
    clients: "Table"
    asked: "Table"
    is_whole: bool

    @classmethod
    def unbound(cls, *, is_whole: bool) -> Self:
        """Relations by name only: what SQL is compiled from."""
        names = [field.name for field in fields(cls) if field.name in SCHEMAS]
        tables = {name: ibis.table(SCHEMAS[name], name=name) for name in names}
        return cls(**tables, is_whole=is_whole)

    def of(self, *events: str) -> "Table":
        """Entries of some kinds that name a client."""
        entries = self.entries
        return entries.filter(entries.event.isin(events), entries.client_id.notnull())

    def in_period(self, table: "Table", column: str = "local_at") -> "Table":
        """Rows whose moment lies in the period."""
        if self.is_whole:
            return table
        starts_at = self.asked.starts_at.as_scalar()
        ends_at = self.asked.ends_at.as_scalar()
        return table.filter(table[column] >= starts_at, table[column] < ends_at)
