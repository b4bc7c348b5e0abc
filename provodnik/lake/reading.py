"""One school's journal as definitions see it: the relations of `metrics.tables` in DuckDB.

The relations are views over the files that the manifest named at one moment, so a
reader sees one state whatever the exporter does meanwhile. Roll-ups answer for
clients whose entries are all settled; a client with fresh entries, a voided entry
or a merge is counted from the entries themselves, so both ways always agree.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from duckdb import DuckDBPyConnection

from provodnik.lake import compiled, dims, engine, layout
from provodnik.lake.counting import open_counts
from provodnik.lake.source import Source
from provodnik.lake.types import FileKind
from provodnik.metrics.definition import Definition, Raw, column_of

_START, _END = datetime.min, datetime(9999, 12, 31)  # noqa: DTZ001, DTZ901 (wall clock)


@dataclass(frozen=True, slots=True)
class Question:
    """A period [period_from, period_to) of school days; None is without a bound."""

    period_from: date | None = None
    period_to: date | None = None

    @property
    def is_whole(self) -> bool:
        return self.period_from is None and self.period_to is None


@dataclass(frozen=True, slots=True)
class Choice:
    """A column of the evidence and what it must be; None is its absence."""

    column: str
    values: tuple[int | str | date | None, ...]

    @property
    def condition(self) -> str:
        fits = f"q.{self.column} IS NOT DISTINCT FROM ?"
        return "(" + (" OR ".join([fits] * len(self.values)) or "false") + ")"


@dataclass(frozen=True, slots=True)
class Page:
    """Which of many rows."""

    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class Reader:
    """The relations of one school, open for questions."""

    duck: DuckDBPyConnection
    source: Source

    def raws(self, metric: Definition, by: str | None, question: Question) -> list[Raw]:
        """Raw rows of a definition, in printed order; clients by name, others by id."""
        self.lay_out(question, metric)
        text = compiled.measure_sql(metric, by, is_whole=question.is_whole)
        self.hold(text)
        if by is None:
            return self._rows(text)
        if by == "client":
            self._know_clients()
            return self._rows(
                f"SELECT coalesce(n.name, '#' || q.client_id) AS client, q.* FROM ({text}) q"
                " LEFT JOIN client_names n ON n.id = q.client_id ORDER BY n.sort_key, n.id"
            )
        return self._rows(f"SELECT * FROM ({text}) ORDER BY {column_of(by)} NULLS LAST")

    def evidence(
        self, metric: Definition, question: Question, chosen: Sequence[Choice], page: Page
    ) -> list[Raw]:
        """The newest entries behind a number, each row with the count and sum of all."""
        self.lay_out(question, metric)
        text = compiled.evidence_sql(metric, is_whole=question.is_whole)
        conditions = " AND ".join(choice.condition for choice in chosen) or "true"
        return self._rows(
            "SELECT e.id, e.happened_at, e.event, q.part, e.client_id, e.item, e.channel, e.value,"
            " count(*) OVER () AS n, coalesce(sum(e.value) OVER (), 0)::BIGINT AS total"
            f" FROM ({text}) q JOIN entries e ON e.id = q.id WHERE {conditions}"
            " ORDER BY e.happened_at DESC, e.id DESC LIMIT ? OFFSET ?",
            [value for choice in chosen for value in choice.values] + [page.limit, page.offset],
        )

    def lay_out(self, question: Question, metric: Definition) -> None:
        """Lay out what a definition's SQL reads beside the entries."""
        starts_at = _midnight(question.period_from) or _START
        ends_at = _midnight(question.period_to) or _END
        self.duck.execute(
            "CREATE OR REPLACE TEMP TABLE asked AS SELECT ?::TIMESTAMP AS starts_at,"
            " ?::TIMESTAMP AS ends_at, ?::TIMESTAMP AS snapshot_at",
            [starts_at, ends_at, self.source.until],
        )
        if metric.names_clients:
            self._know_clients()
            self.duck.execute(
                "CREATE OR REPLACE TEMP VIEW clients AS"
                " SELECT id AS client_id, name, sort_key FROM client_names"
            )

    def hold(self, text: str) -> None:
        """Count orders once where a question reads them many times over."""
        if text.count('"client_orders"') > 1 and not _has_table(self.duck, "held_orders"):
            self.duck.execute("CREATE TEMP TABLE held_orders AS FROM client_orders")
            self.duck.execute("CREATE OR REPLACE TEMP VIEW client_orders AS FROM held_orders")

    def _know_clients(self) -> None:
        if not _has_table(self.duck, "client_names"):
            dims.load_clients(self.duck, school_id=self.source.school_id)

    def _rows(self, text: str, params: Sequence[object] = ()) -> list[Raw]:
        result = self.duck.execute(text, list(params))
        columns = [column[0] for column in result.description or []]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


@contextmanager
def reading(source: Source) -> Iterator[Reader]:
    """Open the relations of a school. They vanish with the block."""
    with engine.connect() as duck:
        _open_entries(duck, source)
        open_counts(duck, source)
        yield Reader(duck, source)


def end_of(day: date) -> datetime:
    """The midnight that ends a day, on the wall clock."""
    return datetime.combine(day + timedelta(days=1), time.min)


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min)


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
        " json_extract_string(s.attrs, '$.kind') AS attr_kind,"
        " json_extract_string(s.attrs, '$.machine') = 'true' AS attr_machine"
        f" FROM stored s{left_out}{merged} WHERE s.event <> '{layout.VOIDED}'{until}"
    )


def _has_table(duck: DuckDBPyConnection, name: str) -> bool:
    found = duck.execute("SELECT 1 FROM information_schema.tables WHERE table_name = ?", [name])
    return found.fetchone() is not None


def _has_rows(duck: DuckDBPyConnection, table: str) -> bool:
    return duck.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


_EMPTY = f"SELECT {layout.NOTHING} LIMIT 0"
