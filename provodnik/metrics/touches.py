"""Touches as the journal tells them, and the clients they are owed to."""

from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.moments import week_of
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

MADE = "touch_made"
LEAVING = ("withdrew", *tables.FINISHED)


def made(t: Tables) -> "Table":
    """Touches of the period: calls, messages and meetings somebody planned and made.

    Shape:   one row a touch: id, client_id, staff_id, is_proactive, monday (date), week
             (text), month
    Source:  touch_made (attrs.proactive)
    """
    chosen = t.in_period(t.of(MADE))
    return chosen.select(
        "id",
        "client_id",
        "staff_id",
        is_proactive=chosen.attr_proactive.fill_null(False),
        monday=chosen.local_at.truncate("W").date(),
        week=week_of(chosen.local_at),
        month=chosen.local_at.truncate("M").date(),
    )


def active_clients(t: Tables) -> "Table":
    """Clients with access to any product on any day of the period.

    Access begins with `enrolled` and ends when the client leaves the product or finishes it.

    Shape:   one row a client: client_id
    """
    ends_at, starts_at = t.asked.ends_at.as_scalar(), t.asked.starts_at.as_scalar()
    entries = t.of("enrolled", *LEAVING)
    entries = entries.filter(entries.local_at < ends_at)
    is_entry = entries.event == "enrolled"
    access = entries.group_by("client_id", "product_id").agg(
        entered_at=entries.local_at.max(where=is_entry),
        left_at=entries.local_at.max(where=~is_entry),
    )
    is_open = access.left_at.isnull() | (access.left_at < access.entered_at)
    kept = access.filter(access.entered_at.notnull(), is_open | (access.left_at >= starts_at))
    return kept.select("client_id").distinct()
