"""Small journals written as text, and the relations a definition reads made of them."""

from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from textwrap import dedent

import duckdb

from provodnik.kernel.calendar.document import default_calendar
from provodnik.metrics.compile import measure_sql
from provodnik.metrics.definition import COLUMNS, Definition, Raw, column_of
from provodnik.metrics.figures import Json
from provodnik.metrics.measurement import Measurement, rows_of, total_of
from provodnik.metrics.tables import ATTRS
from provodnik.metrics.terms import Terms
from provodnik.metrics.working import days_rows, hours_rows

MONEY_KINDS = {
    "order_placed",
    "payment_received",
    "balance_spent",
    "refund_paid",
    "sale_credited",
    "cost_recorded",
    "pay_approved",
    "subscription_paid",
}
SCORED_KINDS = {
    *("hours_logged", "survey_answered", "homework_reviewed"),
    *("graduated", "graduate_marked"),
}
TERMS = Terms(
    horizon_days=100,
    buyers_at_least=3,
    repeat_buyers_at_least=1,
    check_days_at_least=10,
    first_response_hours=4.0,
    department_response_hours=2.0,
    response_over_percent=20.0,
    training_meetings_a_week=2,
    equal_age_days=90,
)
CALENDAR = default_calendar("UTC")
"""Written journals have no zone: their wall clock is UTC."""
OPEN_FROM, OPEN_TO = datetime(1, 1, 1), datetime(9999, 12, 31)  # noqa: DTZ001 (wall clock)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a written journal, under outside names."""

    client: str | None
    event: str
    local_at: datetime
    words: dict[str, str]

    @property
    def value(self) -> int | None:
        if "value" not in self.words:
            return None
        amount = Decimal(self.words["value"])
        return int(amount * 100) if self.event in MONEY_KINDS | SCORED_KINDS else int(amount)


def lines(journal: str) -> list[Line]:
    """Entries of a journal written one a line; «-» stands for no client."""
    read = []
    for text in filter(str.strip, dedent(journal).splitlines()):
        client, event, moment, *words = text.split()
        read.append(
            Line(
                None if client == "-" else client,
                event,
                datetime.fromisoformat(moment),
                dict(word.split("=", 1) for word in words),
            )
        )
    return read


def ids(journal: Iterable[Line], column: str) -> dict[str, int]:
    """Outside names of clients, products or staff with made-up ids."""
    names = [line.client if column == "client" else line.words.get(column) for line in journal]
    return {name: nth for nth, name in enumerate(dict.fromkeys(filter(None, names)), start=1)}


def relations(journal: list[Line]) -> duckdb.DuckDBPyConnection:
    """The relations of `metrics.tables` over a written journal, by the plainest SQL."""
    engine = duckdb.connect()
    attrs = "".join(f", attr_{name} {_SQL[kind]}" for name, kind in ATTRS.items())
    engine.execute(
        "CREATE TABLE entries (id BIGINT, event VARCHAR, happened_at TIMESTAMP, local_at TIMESTAMP,"
        " client_id BIGINT, staff_id BIGINT, product_id BIGINT, item VARCHAR, channel VARCHAR,"
        f" value BIGINT, order_key VARCHAR, reference VARCHAR{attrs})"
    )
    known = {column: ids(journal, column) for column in ("client", "staff", "product")}
    for nth, line in enumerate(journal, start=1):
        words = line.words
        reference = words.get("id", "").split("#")[0] or None
        key = words.get("item") or words.get("id") or f"#{nth}"
        engine.execute(
            f"INSERT INTO entries VALUES ({', '.join('?' * (12 + len(ATTRS)))})",
            [
                nth,
                line.event,
                line.local_at,
                line.local_at,
                known["client"].get(line.client or ""),
                known["staff"].get(words.get("staff", "")),
                known["product"].get(words.get("product", "")),
                words.get("item"),
                words.get("channel"),
                line.value,
                key,
                reference,
                *(_attr(words.get(name), kind) for name, kind in ATTRS.items()),
            ],
        )
    for column, names in known.items():
        engine.execute(f"CREATE TABLE {column}_names (id BIGINT, name VARCHAR)")
        for name, nth in names.items():
            engine.execute(f"INSERT INTO {column}_names VALUES (?, ?)", [nth, name])
    engine.execute(COUNTED)
    _lay_out_work(engine)
    return engine


def _lay_out_work(engine: duckdb.DuckDBPyConnection) -> None:
    engine.execute(
        "CREATE TABLE work_hours (day DATE, from_at TIMESTAMP, to_at TIMESTAMP,"
        " opens_at TIMESTAMP, open_us BIGINT, before_us BIGINT);"
        "CREATE TABLE work_days (day DATE, days_before BIGINT, is_working BOOLEAN);"
        "CREATE TABLE settings (name VARCHAR, value DOUBLE)"
    )
    engine.executemany("INSERT INTO settings VALUES (?, ?)", list(asdict(TERMS).items()))
    found = engine.execute("SELECT min(happened_at), max(happened_at) FROM entries").fetchone()
    first, last = (at and at.replace(tzinfo=UTC) for at in found or (None, None))
    if first is None or last is None:
        return
    _fill(engine, "work_hours", [astuple(row) for row in hours_rows(CALENDAR, first, last)])
    _fill(engine, "work_days", [astuple(row) for row in days_rows(CALENDAR, first, last)])


def _fill(engine: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[object, ...]]) -> None:
    """All rows in one statement: one by one they would take seconds."""
    cells = (", ".join(_literal(cell) for cell in row) for row in rows)
    engine.execute(f"INSERT INTO {table} VALUES {', '.join(f'({row})' for row in cells)}")


def _literal(cell: object) -> str:
    if isinstance(cell, datetime):
        cell = cell.replace(tzinfo=None)
    return f"'{cell}'" if isinstance(cell, date) else str(cell)


_SQL = {"string": "VARCHAR", "boolean": "BOOLEAN"}


def _attr(word: str | None, kind: str) -> str | bool | None:
    return word == "true" if word is not None and kind == "boolean" else word


COUNTED = """
CREATE VIEW counted AS SELECT * FROM entries WHERE client_id IS NOT NULL;
CREATE VIEW client_months AS
  SELECT client_id, event, date_trunc('month', local_at)::DATE AS month, count(*) AS n,
         coalesce(sum(value), 0)::BIGINT AS total FROM counted GROUP BY ALL;
CREATE VIEW client_totals AS
  SELECT client_id, event, count(*) AS n,
         coalesce(sum(value), 0)::BIGINT AS total, min(local_at) AS first_local_at,
         max(local_at) AS last_local_at
  FROM counted GROUP BY ALL;
CREATE VIEW client_orders AS
  SELECT client_id, count(DISTINCT order_key) AS orders,
         coalesce(sum(value) FILTER (WHERE event = 'payment_received'), 0)::BIGINT AS total,
         min(local_at) AS first_local_at, max(local_at) AS last_local_at
  FROM counted WHERE event IN ('payment_received', 'balance_spent') GROUP BY ALL;
CREATE VIEW clients AS
  SELECT id AS client_id, name,
         row_number() OVER (ORDER BY try_cast(name AS BIGINT), name) AS sort_key
  FROM client_names;
"""


def ask(
    metric: Definition,
    journal: str | list[Line],
    *,
    by: str | None = None,
    period_from: date | None = None,
    period_to: date | None = None,
    as_of: date | None = None,
) -> dict[str, Json]:
    """The answer of a definition to a question about a written journal, as JSON."""
    engine = relations(lines(journal) if isinstance(journal, str) else journal)
    engine.execute(
        "CREATE TABLE asked (starts_at TIMESTAMP, ends_at TIMESTAMP, snapshot_at TIMESTAMP)"
    )
    engine.execute(
        "INSERT INTO asked VALUES (?, ?, ?)",
        [period_from or OPEN_FROM, period_to or OPEN_TO, as_of],
    )
    is_whole = period_from is None and period_to is None
    raws = _raws(engine, metric, None, is_whole) if metric.has_total else []
    total = total_of(metric, raws, lambda: TERMS)
    rows_by = metric.grouped_by(by)
    raws = _raws(engine, metric, rows_by, is_whole) if rows_by else []
    rows = rows_of(metric, rows_by or "", raws)
    return Measurement(
        definition=metric,
        school="test",
        currency="RUB",
        period_from=period_from,
        period_to=period_to,
        as_of=datetime.fromisoformat("2026-12-31T00:00:00+03:00"),
        value=total.value,
        numerator=total.numerator,
        denominator=total.denominator,
        extra={**total.extra, **metric.notes(rows)},
        rows=rows,
    ).to_json()


# Building SQL takes longer than running it, and a property asks the same many times.
_compiled = cache(measure_sql)


def _raws(
    engine: duckdb.DuckDBPyConnection, metric: Definition, by: str | None, is_whole: bool
) -> list[Raw]:
    text = _compiled(metric, by, is_whole=is_whole)
    printed = metric.printed_dims(by) if by else ()
    for dim in printed:
        if dim in COLUMNS:
            text = (
                f"SELECT n.name AS {dim}, q.* FROM ({text}) q"
                f" LEFT JOIN {dim}_names n ON n.id = q.{column_of(dim)}"
            )
    result = engine.execute(text)
    columns = [column[0] for column in result.description or []]
    raws: list[Raw] = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
    keys = ("sort_key",) if "sort_key" in columns else printed
    return sorted(raws, key=lambda raw: [(raw[key] is None, raw[key]) for key in keys])
