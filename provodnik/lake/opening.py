"""The entries of one school as views over its files.

The views read the files that the manifest named at one moment, so a reader sees one
state whatever the exporter does meanwhile.
"""

from duckdb import DuckDBPyConnection

from provodnik.lake import layout
from provodnik.lake.counting import open_counts
from provodnik.lake.source import Source
from provodnik.lake.types import FileKind
from provodnik.metrics.tables import ATTRS


def open_relations(duck: DuckDBPyConnection, source: Source) -> None:
    """Make the relations of `metrics.tables` that do not hang on a question."""
    _open_entries(duck, source)
    open_counts(duck, source)


def _open_entries(duck: DuckDBPyConnection, source: Source) -> None:
    tails, base = source.paths(FileKind.TAIL), source.paths(FileKind.BASE)
    mine = f"WHERE tenant = {source.school_id}"
    fresh = f"SELECT * FROM {layout.files(tails)} {mine}" if tails else _EMPTY
    settled = f"SELECT * FROM {layout.files(base)} {mine}" if base else _EMPTY
    kind = "VIEW" if source.has_big_tail else "TABLE"
    duck.execute(f"CREATE TEMP {kind} tail AS {fresh}")
    duck.execute(f"CREATE TEMP VIEW settled AS {settled}")
    duck.execute("CREATE TEMP VIEW stored AS SELECT * FROM settled UNION ALL SELECT * FROM tail")
    duck.execute(
        "CREATE TEMP TABLE voided AS"
        f" SELECT value AS id FROM tail WHERE event = '{layout.VOIDED}' AND value IS NOT NULL"
    )
    pairs = ", ".join(f"({client}, {survivor})" for client, survivor in source.aliases)
    rows = f"VALUES {pairs}" if pairs else "SELECT NULL::BIGINT, NULL::BIGINT LIMIT 0"
    duck.execute(f"CREATE TEMP TABLE alias AS FROM ({rows}) AS a(client_id, survivor_id)")
    duck.execute(_entries(source, has_voided=_has_rows(duck, "voided")))


def _entries(source: Source, *, has_voided: bool) -> str:
    """The view of clean entries. A join that cannot change anything would only cost time."""
    client = "coalesce(a.survivor_id, s.client_id)" if source.aliases else "s.client_id"
    merged = " LEFT JOIN alias a ON a.client_id = s.client_id" if source.aliases else ""
    left_out = " ANTI JOIN voided v ON v.id = s.id" if has_voided else ""
    until = f" AND s.local_at < '{source.until}'" if source.until else ""
    return (
        "CREATE TEMP VIEW entries AS"
        f" SELECT s.id, s.event, s.happened_at, s.local_at, {client} AS client_id, s.staff_id,"
        " s.product_id, s.item, s.channel, s.value,"
        f" {layout.ORDER_KEY} AS order_key,"
        " regexp_replace(s.external_id, '#[0-9]+$', '') AS reference,"
        f" {_ATTRS}"
        f" FROM stored s{left_out}{merged} WHERE s.event <> '{layout.VOIDED}'{until}"
    )


def _attr(name: str, kind: str) -> str:
    text = f"json_extract_string(s.attrs, '$.{name}')"
    return f"{text} = 'true'" if kind == "boolean" else text


_ATTRS = ", ".join(f"{_attr(name, kind)} AS attr_{name}" for name, kind in ATTRS.items())


def _has_rows(duck: DuckDBPyConnection, table: str) -> bool:
    return duck.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


_EMPTY = f"SELECT {layout.NOTHING} LIMIT 0"
