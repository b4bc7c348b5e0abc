"""The same definitions on a Spark cluster, over the same files: `pip install provodnik[spark]`.

A cluster reads the settled and fresh files that the manifest named at one moment, so
its answers equal those of this machine. Roll-ups are left alone: what a cluster is
for is reading everything. Its workers must see the lake's folder under the same path.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from provodnik.lake import dims, layout, working
from provodnik.lake.reading import Opens, Question, bounds_of
from provodnik.lake.source import Source
from provodnik.lake.types import FileKind
from provodnik.metrics.compile import Dialect, measure_sql
from provodnik.metrics.definition import Cell, Definition, Raw, column_of
from provodnik.metrics.tables import ATTRS

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def connect(master: str, **options: str) -> "SparkSession":
    """A session on a cluster («spark://host:7077») or in this process («local[2]»).

    Moments are compared as they are written, on the wall clock, so the session's own
    zone must not move them. `options` are settings of Spark, dots written as «__».

    Raises:  ModuleNotFoundError: the extra `spark` is not installed
    """
    from pyspark.sql import SparkSession  # noqa: PLC0415 (an extra)

    builder = SparkSession.builder.master(master).appName("provodnik")
    for name, setting in {**_OPTIONS, **options}.items():
        builder = builder.config(name.replace("__", "."), setting)
    return builder.getOrCreate()


_OPTIONS = {
    "spark__sql__session__timeZone": "UTC",
    "spark__sql__ansi__enabled": "false",
    "spark__ui__enabled": "false",
    "spark__ui__showConsoleProgress": "false",
}


def engine(session: "SparkSession") -> Opens:
    """How questions are asked of this session: give it to `lake.queries.measure`."""

    @contextmanager
    def opened(source: Source) -> Iterator[SparkReader]:
        reader = SparkReader(session.newSession(), source)
        reader.lay_out_entries()
        yield reader

    return opened


@dataclass(frozen=True, slots=True)
class SparkReader:
    """The relations of one school as temporary views of a session of its own."""

    session: "SparkSession"
    source: Source

    def raws(self, metric: Definition, by: str | None, question: Question) -> list[Raw]:
        """Raw rows of a definition, in printed order; clients by name, others by id."""
        self._lay_out_question(metric, by, question)
        text = measure_sql(metric, by, is_whole=question.is_whole, dialect=Dialect.SPARK)
        if by is None:
            return self._rows(text)
        if by == "client":
            return self._rows(
                f"SELECT coalesce(n.name, '#' || q.client_id) AS client, q.* FROM ({text}) q"
                " LEFT JOIN clients n ON n.client_id = q.client_id"
                " ORDER BY n.sort_key ASC NULLS LAST, q.client_id"
            )
        return self._rows(f"SELECT * FROM ({text}) ORDER BY {column_of(by)} ASC NULLS LAST")

    def lay_out_entries(self) -> None:
        """The clean entries and their counts by client, as `metrics.tables` names them."""
        tails = self.source.paths(FileKind.TAIL)
        self._view("tail", tails)
        self._view("stored", [*tails, *self.source.paths(FileKind.BASE)])
        if self.source.aliases:
            self._table("alias", "client_id BIGINT, survivor_id BIGINT", self.source.aliases)
        voided = f"SELECT 1 FROM tail WHERE event = '{layout.VOIDED}' LIMIT 1"
        has_voided = bool(tails) and bool(self.session.sql(voided).collect())
        self.session.sql(_entries(self.source, has_voided=has_voided))
        for name, query in _COUNTS.items():
            self.session.sql(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")

    def _view(self, name: str, paths: Sequence[str]) -> None:
        if not paths:
            self.session.createDataFrame([], _COLUMNS).createOrReplaceTempView(name)
            return
        # The shape is known: finding it out would cost a job over all the files.
        files = self.session.read.schema(_COLUMNS).parquet(*paths)
        files.filter(files.tenant == self.source.school_id).createOrReplaceTempView(name)

    def _lay_out_question(self, metric: Definition, by: str | None, question: Question) -> None:
        moments = [
            "NULL" if moment is None else f"'{moment}'"
            for moment in (*bounds_of(question), self.source.until)
        ]
        cells = ", ".join(
            f"CAST({moment} AS {_MOMENT}) AS {name}"
            for moment, name in zip(moments, ("starts_at", "ends_at", "snapshot_at"), strict=True)
        )
        self.session.sql(f"CREATE OR REPLACE TEMP VIEW asked AS SELECT {cells}")
        self._lay_out_work(metric, question)
        if metric.names_clients or by == "client":
            known = dims.all_clients(school_id=self.source.school_id)
            shape = "client_id BIGINT, name STRING, sort_key BIGINT"
            self.session.createDataFrame(known, shape).createOrReplaceTempView("clients")

    def _lay_out_work(self, metric: Definition, question: Question) -> None:
        """The working calendar over the metric's entries, and the settings it reads."""
        if metric.working_time_of:
            [span] = self.session.sql(working.range_sql(metric)).collect()
            hours, days = working.rows_over(metric, question, span[0], span[1])
            self._table("work_hours", _HOURS, [_naive(astuple(row)) for row in hours])
            self._table("work_days", _DAYS, [astuple(row) for row in days])
        if metric.settings:
            self._table("settings", "name STRING, value DOUBLE", question.settings)

    def _table(self, name: str, shape: str, rows: Sequence[tuple[object, ...]]) -> None:
        self.session.createDataFrame(list(rows), shape).createOrReplaceTempView(name)

    def _rows(self, text: str) -> list[Raw]:
        return [
            {name: _cell(cell) for name, cell in row.asDict().items()}
            for row in self.session.sql(text).collect()
        ]


_MOMENT = "TIMESTAMP_NTZ"
_TYPES = {"VARCHAR": "STRING", "TIMESTAMP": _MOMENT}
_COLUMNS = ", ".join(f"{name} {_TYPES.get(kind, kind)}" for name, kind in layout.COLUMNS.items())
_HOURS = (
    f"day DATE, from_at {_MOMENT}, to_at {_MOMENT}, opens_at {_MOMENT},"
    " open_us BIGINT, before_us BIGINT"
)
_DAYS = "day DATE, days_before BIGINT, is_working BOOLEAN"


def _naive(cells: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(
        cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell for cell in cells
    )


def _entries(source: Source, *, has_voided: bool) -> str:
    """The view of clean entries. A join that cannot change anything would only cost time."""
    client = "coalesce(a.survivor_id, s.client_id)" if source.aliases else "s.client_id"
    merged = " LEFT JOIN alias a ON a.client_id = s.client_id" if source.aliases else ""
    left_out = f" LEFT ANTI JOIN ({_VOIDED}) v ON v.id = s.id" if has_voided else ""
    until = f" AND s.local_at < TIMESTAMP_NTZ '{source.until}'" if source.until else ""
    return (
        "CREATE OR REPLACE TEMP VIEW entries AS"
        " SELECT s.id, s.event, s.happened_at, s.local_at,"
        f" {client} AS client_id, s.staff_id,"
        f" s.product_id, s.item, s.channel, s.value, {layout.ORDER_KEY} AS order_key,"
        f" regexp_replace(s.external_id, '#[0-9]+$', '') AS reference, {_ATTRS}"
        f" FROM stored s{merged}{left_out} WHERE s.event <> '{layout.VOIDED}'{until}"
    )


_VOIDED = f"SELECT value AS id FROM tail WHERE event = '{layout.VOIDED}'"


def _attr(name: str, kind: str) -> str:
    text = f"get_json_object(s.attrs, '$.{name}')"
    return f"{text} = 'true'" if kind == "boolean" else text


_ATTRS = ", ".join(f"{_attr(name, kind)} AS attr_{name}" for name, kind in ATTRS.items())
_KEYED = "(SELECT *, 0 AS tenant FROM entries)"
_COUNTS = {
    "client_months": layout.months_of(_KEYED),
    "client_totals": layout.totals_of(_KEYED),
    "client_orders": layout.orders_of(_KEYED),
}


def _cell(cell: object) -> Cell:
    """Spark widens sums and quotients to decimals; a definition expects plain numbers."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell  # type: ignore[return-value]  # the rest come as a definition's columns are
