"""Counts by client: roll-ups of settled entries with the fresh ones added.

Most clients have nothing fresh, and their roll-ups are the answer. What is in the
tail is added to the roll-ups of its clients. Only clients with a voided entry or a
merge are counted again from their entries: nothing can be subtracted from a first
or a last. So the counts always equal those made from the entries alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from provodnik.lake import layout
from provodnik.lake.source import Source
from provodnik.lake.types import FileKind

_MONTHS = "client_id, event, month, n, total"
_TOTALS = "client_id, event, n, total, first_local_at, last_local_at"
_ORDERS = "client_id, orders, total, first_local_at, last_local_at"
_ADD_FIRST_LAST = "min(first_local_at) AS first_local_at, max(last_local_at) AS last_local_at"


def open_counts(duck: DuckDBPyConnection, source: Source) -> None:
    """Make client_months, client_totals and client_orders. Needs `entries` and `tail`."""
    duck.execute("CREATE TEMP VIEW keyed AS SELECT *, 0 AS tenant FROM entries")
    relations = _of("keyed")
    if source.can_use_rollups:
        _open_fresh(duck, source)
        relations = _with_rollups(duck, source)
    for name, query in relations.items():
        duck.execute(f"CREATE TEMP VIEW {name} AS {query}")


def _of(rows: str) -> Mapping[str, str]:
    """The counts made from entries alone."""
    return {
        "client_months": f"SELECT {_MONTHS} FROM ({layout.months_of(rows)})",
        "client_totals": f"SELECT {_TOTALS} FROM ({layout.totals_of(rows)})",
        "client_orders": f"SELECT {_ORDERS} FROM ({layout.orders_of(rows)})",
    }


def _open_fresh(duck: DuckDBPyConnection, source: Source) -> None:
    """What the tail adds to which clients, and whose counts must be made anew."""
    # A voiding entry names the client of the entry it voids.
    duck.execute(
        "CREATE TEMP TABLE redone AS"
        f" SELECT client_id FROM tail WHERE event = '{layout.VOIDED}' AND client_id IS NOT NULL"
        " UNION SELECT client_id FROM alias UNION SELECT survivor_id FROM alias"
    )
    duck.execute(
        "CREATE TEMP TABLE fresh AS SELECT tenant, client_id, event, local_at, value,"
        f" {layout.ORDER_KEY} AS order_key FROM tail t"
        " ANTI JOIN redone r ON r.client_id = t.client_id WHERE client_id IS NOT NULL"
    )
    duck.execute("CREATE TEMP TABLE touched AS SELECT DISTINCT client_id, event FROM fresh")
    # An order may be paid partly with money and partly from the balance, and is one order.
    duck.execute(
        "CREATE TEMP TABLE reordered AS SELECT client_id FROM redone"
        f" UNION SELECT client_id FROM touched WHERE event = '{layout.FROM_BALANCE}'"
        f" UNION SELECT client_id FROM {layout.files(source.paths(FileKind.TOTALS))}"
        f" WHERE tenant = {source.school_id} AND event = '{layout.FROM_BALANCE}'"
    )
    duck.execute(
        "CREATE TEMP TABLE payers AS SELECT t.client_id, t.event FROM touched t"
        f" ANTI JOIN reordered r ON r.client_id = t.client_id WHERE t.event = '{layout.PAID}'"
    )


def _with_rollups(duck: DuckDBPyConnection, source: Source) -> Mapping[str, str]:
    months = _Rollup(source, FileKind.MONTHS, _MONTHS, "touched", "redone")
    totals = _Rollup(source, FileKind.TOTALS, _TOTALS, "touched", "redone")
    orders = _Rollup(source, FileKind.TOTALS, _ORDERS, "payers", "reordered", _IS_PAYMENT)
    relations = {
        "client_months": f"{months.untouched} UNION ALL"
        " SELECT client_id, event, month, sum(n)::BIGINT AS n, sum(total)::BIGINT AS total"
        f" FROM ({months.touched} UNION ALL SELECT {_MONTHS} FROM ({layout.months_of('fresh')}))"
        " GROUP BY client_id, event, month",
        "client_totals": f"{totals.untouched} UNION ALL"
        " SELECT client_id, event, sum(n)::BIGINT AS n, sum(total)::BIGINT AS total,"
        f" {_ADD_FIRST_LAST}"
        f" FROM ({totals.touched} UNION ALL SELECT {_TOTALS} FROM ({layout.totals_of('fresh')}))"
        " GROUP BY client_id, event",
        "client_orders": f"{orders.untouched} UNION ALL"
        " SELECT client_id, sum(orders)::BIGINT AS orders, sum(total)::BIGINT AS total,"
        f" {_ADD_FIRST_LAST} FROM ({orders.touched} UNION ALL {_NEW_ORDERS}) GROUP BY client_id",
    }
    return {name: query + _anew(duck, name) for name, query in relations.items()}


def _anew(duck: DuckDBPyConnection, name: str) -> str:
    """The clients whose counts are made from their entries, where there are any."""
    clients = "reordered" if name == "client_orders" else "redone"
    if duck.execute(f"SELECT 1 FROM {clients} LIMIT 1").fetchone() is None:
        return ""
    rows = f"(SELECT k.* FROM keyed k SEMI JOIN {clients} c ON c.client_id = k.client_id)"
    return f" UNION ALL {_of(rows)[name]}"


_IS_PAYMENT = f"r.event = '{layout.PAID}'"

# An order with a settled payment is in the roll-up already; a fresh part adds money only.
# Rows with and without an item are read apart: hardly any file has the second, and the columns
# that name those are wide.
_NEW_ORDERS = f"""
SELECT f.client_id, count(*) - count(k.order_key) AS orders, sum(f.total)::BIGINT AS total,
       {_ADD_FIRST_LAST}
FROM (SELECT client_id, order_key, sum(value) AS total, min(local_at) AS first_local_at,
             max(local_at) AS last_local_at
      FROM fresh SEMI JOIN payers USING (client_id, event) GROUP BY client_id, order_key) f
LEFT JOIN (SELECT DISTINCT s.client_id, s.item AS order_key FROM settled s
           SEMI JOIN payers p ON p.client_id = s.client_id
           WHERE s.event = '{layout.PAID}' AND s.item IS NOT NULL
           UNION
           SELECT s.client_id, {layout.ORDER_KEY} FROM settled s
           SEMI JOIN payers p ON p.client_id = s.client_id
           WHERE s.event = '{layout.PAID}' AND s.item IS NULL) k
     ON k.client_id = f.client_id AND k.order_key = f.order_key
GROUP BY f.client_id
"""


@dataclass(frozen=True, slots=True)
class _Rollup:
    """A school's roll-up, parted by whether the tail adds to its clients.

    `added` names the clients and kinds it adds to, `anew` the clients left out here.
    Joins are spelled out: NOT EXISTS would keep DuckDB from reading only the kinds asked about.
    """

    source: Source
    kind: FileKind
    columns: str
    added: str
    anew: str
    condition: str = "true"

    @property
    def untouched(self) -> str:
        return (
            f"{self._rows} ANTI JOIN {self.added} t"
            " ON t.client_id = r.client_id AND t.event = r.event"
            f" ANTI JOIN {self.anew} d ON d.client_id = r.client_id WHERE {self._mine}"
        )

    @property
    def touched(self) -> str:
        return (
            f"{self._rows} SEMI JOIN {self.added} t"
            f" ON t.client_id = r.client_id AND t.event = r.event"
            f" ANTI JOIN {self.anew} d ON d.client_id = r.client_id WHERE {self._mine}"
        )

    @property
    def _rows(self) -> str:
        return f"SELECT {self.columns} FROM {layout.files(self.source.paths(self.kind))} r"

    @property
    def _mine(self) -> str:
        return f"tenant = {self.source.school_id} AND {self.condition}"
