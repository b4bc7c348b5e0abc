"""Questions about one school's journal, asked of DuckDB.

Roll-ups answer for clients whose entries are all settled; what is fresh is added, and a
client with a voided entry or a merge is counted from the entries themselves, so that
all ways agree.
"""

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from threading import Lock
from typing import Final, Protocol

from duckdb import DuckDBPyConnection

from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.lake import compiled, dims, engine, working
from provodnik.lake.opening import open_relations
from provodnik.lake.source import Source
from provodnik.metrics.definition import Definition, Raw, column_of

_MAX_IDLE: Final = 4
_idle: "OrderedDict[tuple[int, Source], Reader]" = OrderedDict()
_lock = Lock()

_START, _END = datetime.min, datetime(9999, 12, 31)  # noqa: DTZ001, DTZ901 (wall clock)


@dataclass(frozen=True, slots=True)
class Question:
    """A period [period_from, period_to) of school days; None is without a bound.

    `calendar` is the school's where the metric measures working time; `settings` are the
    numbers of its method that the metric reads. Both are part of the question, so that a
    changed one gets a new answer.
    """

    period_from: date | None = None
    period_to: date | None = None
    calendar: WorkCalendar | None = None
    settings: tuple[tuple[str, float], ...] = ()

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
        self.ask(question)
        working.lay_out(self.duck, metric, question)
        if metric.names_clients:
            self._know_clients()
            self.duck.execute(
                "CREATE OR REPLACE TEMP VIEW clients AS"
                " SELECT id AS client_id, name, sort_key FROM client_names"
            )

    def ask(self, question: Question) -> None:
        """Lay out the period and the as-of moment."""
        starts_at, ends_at = bounds_of(question)
        self.duck.execute(
            "CREATE OR REPLACE TEMP TABLE asked AS SELECT ?::TIMESTAMP AS starts_at,"
            " ?::TIMESTAMP AS ends_at, ?::TIMESTAMP AS snapshot_at",
            [starts_at, ends_at, self.source.until],
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


class Asks(Protocol):
    """What answers a definition's question, whatever engine is behind it."""

    def raws(self, metric: Definition, by: str | None, question: Question) -> Sequence[Raw]:
        """Raw rows in printed order."""
        ...


type Opens = Callable[[Source], AbstractContextManager[Asks]]


@contextmanager
def reading(source: Source) -> Iterator[Reader]:
    """The relations of a school for one user at a time.

    A page asks many questions of one state: what was opened for one is kept for the
    next. Names are not kept: they may change while the files stay.
    """
    reader = _taken(source)
    if reader is None:
        reader = Reader(engine.connect(), source)
        open_relations(reader.duck, source)
    try:
        yield reader
    except BaseException:
        reader.duck.close()
        raise
    reader.duck.execute("DROP VIEW IF EXISTS clients; DROP TABLE IF EXISTS client_names")
    _keep(reader)


def forget() -> None:
    """Close everything that is kept open."""
    with _lock:
        _idle.clear()
    engine.forget()


def let_go() -> None:
    """Close what is kept for the next question. Questions at work elsewhere go on."""
    with _lock:
        for reader in _idle.values():
            reader.duck.close()
        _idle.clear()


def _taken(source: Source) -> Reader | None:
    with _lock:
        return _idle.pop((os.getpid(), source), None)


def _keep(reader: Reader) -> None:
    with _lock:
        _idle[os.getpid(), reader.source] = reader
        if len(_idle) > _MAX_IDLE:
            _, oldest = _idle.popitem(last=False)
            oldest.duck.close()


def end_of(day: date) -> datetime:
    """The midnight that ends a day, on the wall clock."""
    return datetime.combine(day + timedelta(days=1), time.min)


def bounds_of(question: Question) -> tuple[datetime, datetime]:
    """The period's first moment and its end on the wall clock, far away where it has none."""
    return _midnight(question.period_from) or _START, _midnight(question.period_to) or _END


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min)


def _has_table(duck: DuckDBPyConnection, name: str) -> bool:
    found = duck.execute("SELECT 1 FROM information_schema.tables WHERE table_name = ?", [name])
    return found.fetchone() is not None
