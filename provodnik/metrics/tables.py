"""The relations a definition may read: one school's journal, as the lake lays it out.

All of them hold entries up to the as-of moment, without voided and voiding ones,
with a merged client replaced by the survivor. `local_at` is the school's wall
clock; `happened_at` is UTC and says only which came first.
"""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

from provodnik.metrics.lazy import ibis

if TYPE_CHECKING:
    from ibis.expr.types import Scalar, Table

PAID = "payment_received"
FROM_BALANCE = "balance_spent"
PAYING = (PAID, FROM_BALANCE)
REFUNDED = "refund_paid"
PLACED = "order_placed"
CREDITED = "sale_credited"
OFFERED = "offer_made"
CLICKED = "offer_clicked"
COST = "cost_recorded"
PAY = "pay_approved"
FINISHED = ("course_completed", "graduated")
ENROLLED = "enrolled"
VIEWED = "lesson_viewed"
HANDED_IN = "homework_submitted"
REVIEWED = "homework_reviewed"
ANSWERED = "survey_answered"
JOINED = "activity_joined"
LEAD = "lead_came"

ATTRS = {
    "kind": "string",
    "machine": "boolean",
    "auto": "boolean",
    "tacit": "boolean",
    "proactive": "boolean",
    "module": "string",
    "measure": "string",
    "scale": "string",
    "weight": "string",
    "required": "string",
    "passed": "string",
    "applicable": "string",
    "type": "string",
    "topic": "string",
    "priority": "string",
    "reason": "string",
    "format": "string",
    "meeting": "string",
    "days": "string",
    "group": "string",
    "campaign": "string",
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
    "work_hours": {
        "day": "date",
        "from_at": "timestamp",
        "to_at": "timestamp",
        "opens_at": "timestamp",
        "open_us": "int64",
        "before_us": "int64",
    },
    "work_days": {"day": "date", "days_before": "int64", "is_working": "boolean"},
    "settings": {"name": "string", "value": "float64"},
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
work_hours     the school's working time, for definitions that measure in it: each UTC day
               cut into stretches [from_at, to_at) so that every moment lies in one of them;
               work goes on from opens_at for open_us microseconds (none in a stretch
               without work), and before_us have been worked before.
work_days      the same by local date: how many working days came before it, and whether
               it is one.
settings       numbers of the school's method that a definition names in `settings`.
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
    work_hours: "Table"
    work_days: "Table"
    settings: "Table"
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

    def setting(self, name: str) -> "Scalar":
        """A number of the school's method. The definition must name it in `settings`."""
        settings = self.settings
        return settings.filter(settings.name == name).value.max().as_scalar()
