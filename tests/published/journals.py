"""Sets as journals: rows of files become entries of a lake, without a database between."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.lake import engine, folder, layout
from provodnik.lake.reading import Question, reading
from provodnik.lake.source import Source
from provodnik.lake.tests.golden import SCHOOL
from provodnik.lake.types import FileKind, StoredFile
from provodnik.metrics.catalogue import definition
from provodnik.metrics.compile import text
from provodnik.metrics.figures import value_json
from provodnik.metrics.measurement import rows_of, total_of
from provodnik.metrics.tables import Tables
from provodnik.metrics.tests.worked import TERMS

if TYPE_CHECKING:
    from ibis.expr.types import Table

# What a set does not tell is empty.
_ENTRIES = """
SELECT {school} AS tenant, row_number() OVER () AS id, event, 'events' AS source,
       moment AS happened_at, moment AS local_at, client_id, staff_id, product_id, item,
       NULL::VARCHAR AS channel, value, NULL::VARCHAR AS external_id,
       'connector:events' AS actor, coalesce(attrs, '{{}}') AS attrs
FROM (
  SELECT NULL::VARCHAR AS event, NULL::TIMESTAMP AS moment, NULL::BIGINT AS client_id,
         NULL::BIGINT AS staff_id, NULL::BIGINT AS product_id, NULL::VARCHAR AS item,
         NULL::BIGINT AS value, NULL::VARCHAR AS attrs
  WHERE false
  UNION ALL BY NAME ({told})
)
"""


def tail_of(told: str) -> StoredFile:
    """The entries a query tells (event, moment, and any other columns) as one tail file."""
    path = folder.new_path("published", FileKind.TAIL)
    query = _ENTRIES.format(school=SCHOOL, told=told)
    with engine.connect() as duck:
        duck.execute(f"COPY ({query}) TO '{folder.absolute(path)}' {layout.PARQUET}")
        rows = duck.execute(f"SELECT count(*) FROM {layout.files([folder.absolute(path)])}")
        [count] = rows.fetchone() or (0,)
    return StoredFile(path, FileKind.TAIL, frozenset({SCHOOL}), count, datetime.now(UTC))


def asked(
    files: Sequence[StoredFile],
    metric: str,
    by: str | None = None,
    *,
    calendar: WorkCalendar | None = None,
    products: Mapping[int, str] | None = None,
) -> tuple[Any, list[dict[str, Any]]]:
    """A metric's value and its rows, products under the names told, else their numbers."""
    told = definition(metric)
    settings = tuple((name, getattr(TERMS, name)) for name in told.settings)
    question = Question(calendar=calendar, settings=settings)
    with reading(Source(SCHOOL, tuple(files))) as reader:
        total = total_of(told, reader.raws(told, None, question), lambda: TERMS)
        raws = reader.raws(told, by, question) if by else []
    if any("product_id" in raw for raw in raws):
        names = products or {}
        raws = [
            {**raw, "product": names.get(int(str(raw["product_id"])), str(raw["product_id"]))}
            for raw in raws
        ]
    rows = [dict(row.json()) for row in rows_of(told, by or "", raws)] if by else []
    return value_json(total.value), rows


def relation(
    files: Sequence[StoredFile], table: "Table", until: datetime | None = None
) -> list[dict[str, Any]]:
    """Rows of any relation over `Tables`, of entries before a moment."""
    source = Source(SCHOOL, tuple(files), until=until, has_later=until is not None)
    with reading(source) as reader:
        reader.lay_out(Question(), definition("course_completion"))
        reader.duck.execute(_EVERYBODY)
        result = reader.duck.execute(text(table))
        names = [column[0] for column in result.description or []]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


# An analysis looks at a slice of the clients; this one leaves every side open.
_EVERYBODY = """
CREATE OR REPLACE TEMP TABLE slice AS
SELECT NULL::BIGINT AS product_id, NULL::BIGINT AS staff_id, NULL::VARCHAR AS channel,
       NULL::DATE AS cohort, false AS has_chosen;
CREATE OR REPLACE TEMP TABLE chosen (client_id BIGINT)
"""


def unbound() -> Tables:
    return Tables.unbound(is_whole=True)
