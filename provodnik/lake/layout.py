"""What the files of the lake hold, as plain SQL. The only place that spells their columns."""

COLUMNS = {
    "tenant": "BIGINT",
    "id": "BIGINT",
    "event": "VARCHAR",
    "source": "VARCHAR",
    "happened_at": "TIMESTAMP",
    "local_at": "TIMESTAMP",
    "client_id": "BIGINT",
    "staff_id": "BIGINT",
    "product_id": "BIGINT",
    "item": "VARCHAR",
    "channel": "VARCHAR",
    "value": "BIGINT",
    "external_id": "VARCHAR",
    "actor": "VARCHAR",
    "attrs": "VARCHAR",
}
"""One row a journal entry. `happened_at` is UTC, `local_at` the school's wall clock."""

NOTHING = ", ".join(f"NULL::{kind} AS {name}" for name, kind in COLUMNS.items())

# The journal's side, run by PostgreSQL. The wall clock is fixed here: a school that moves to
# another zone gets a new lake.
JOURNAL = """
SELECT j.school_id AS tenant, j.id, e.name AS event, s.name AS source,
       j.happened_at AT TIME ZONE 'UTC' AS happened_at,
       j.happened_at AT TIME ZONE c.timezone AS local_at,
       j.client_id, j.staff_id, j.product_id, j.item, j.channel, j.value, j.external_id,
       j.actor, j.attrs::text AS attrs
FROM kernel_journalentry j
JOIN kernel_eventname e ON e.id = j.event_id
JOIN kernel_sourcename s ON s.id = j.source_id
JOIN kernel_school c ON c.id = j.school_id
"""

VOIDED = "entry_voided"
SORTED = "ORDER BY tenant, event, client_id, happened_at, id"
PARQUET = "(FORMAT parquet, COMPRESSION zstd)"

ORDER_KEY = "coalesce(item, external_id, '#' || id)"
"""Which order an entry speaks of; an entry that names none is an order of its own."""

PAID = "payment_received"
FROM_BALANCE = "balance_spent"
_PAYING = f"event IN ('{PAID}', '{FROM_BALANCE}')"

_FIRST_LAST = "min(local_at) AS first_local_at, max(local_at) AS last_local_at"
_SUMS = f"count(*) AS n, coalesce(sum(value), 0)::BIGINT AS total, {_FIRST_LAST}"
_ORDERS = f"count(DISTINCT order_key) FILTER (WHERE {_PAYING}) AS orders"


def months_of(rows: str) -> str:
    """Entries of clients counted by client, kind and month."""
    return (
        "SELECT tenant, client_id, event, date_trunc('month', local_at)::DATE AS month,"
        f" {_SUMS} FROM {rows} WHERE client_id IS NOT NULL GROUP BY ALL"
    )


def totals_of(rows: str) -> str:
    """Entries of clients counted by client and kind; of payments also their orders."""
    return (
        f"SELECT tenant, client_id, event, {_ORDERS}, {_SUMS}"
        f" FROM {rows} WHERE client_id IS NOT NULL GROUP BY ALL"
    )


def orders_of(rows: str) -> str:
    """Orders of clients, paid with money or from the balance, and the money alone."""
    return (
        f"SELECT client_id, {_ORDERS},"
        f" coalesce(sum(value) FILTER (WHERE event = '{PAID}'), 0)::BIGINT AS total, {_FIRST_LAST}"
        f" FROM {rows} WHERE client_id IS NOT NULL AND {_PAYING} GROUP BY ALL"
    )


def files(paths: list[str]) -> str:
    """A relation made of files, for FROM."""
    names = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{names}])"
