"""Real shops as journals: files of orders become a lake, without a database between."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from provodnik.lake import dims, engine, folder, layout, settling
from provodnik.lake.reading import Question, reading
from provodnik.lake.source import Source
from provodnik.lake.types import FileKind, StoredFile
from provodnik.metrics.catalogue import definition
from provodnik.metrics.figures import Json, value_json
from provodnik.metrics.measurement import rows_of, total_of
from provodnik.metrics.tests.worked import TERMS

HERE = Path(__file__).parent / "data"
SCHOOL = 1

_ENTRIES = """
SELECT {school} AS tenant, row_number() OVER () AS id,
       CASE kind WHEN 'sale' THEN 'payment_received' ELSE 'refund_paid' END AS event,
       'events' AS source, created_at::TIMESTAMP AS happened_at,
       created_at::TIMESTAMP AS local_at, customer_id::BIGINT AS client_id,
       NULL::BIGINT AS staff_id, NULL::BIGINT AS product_id, order_id::VARCHAR AS item,
       NULL::VARCHAR AS channel, round(abs(amount) * 100)::BIGINT AS value,
       NULL::VARCHAR AS external_id, 'connector:events' AS actor, '{{}}' AS attrs
FROM read_csv('{path}', header = true)
"""


def tail_of(orders: Path) -> StoredFile:
    """The orders as one tail file; a refund names an order only where the source does."""
    path = folder.new_path("golden", FileKind.TAIL)
    with engine.connect() as duck:
        query = _ENTRIES.format(school=SCHOOL, path=orders)
        duck.execute(f"COPY ({query}) TO '{folder.absolute(path)}' {layout.PARQUET}")
        rows = duck.execute(f"SELECT count(*) FROM {layout.files([folder.absolute(path)])}")
        [count] = rows.fetchone() or (0,)
    return StoredFile(path, FileKind.TAIL, frozenset({SCHOOL}), count, datetime.now(UTC))


def settled(tail: StoredFile) -> list[StoredFile]:
    """The same entries sorted, with their roll-ups."""
    written, _ = settling.settle(f"golden-{uuid4().hex[:8]}", [tail], [])
    return written


def ask(files: list[StoredFile], name: str, by: str | None = None) -> dict[str, Json]:
    """A metric's value and rows from these files. A client's number is their outside name."""
    metric = definition(name)
    rows_by = metric.grouped_by(by)
    with reading(Source(SCHOOL, tuple(files))) as reader:
        reader.duck.execute(
            "CREATE TEMP TABLE client_names AS SELECT *,"
            f" row_number() OVER (ORDER BY {dims.BY_NAME}) AS sort_key"
            " FROM (SELECT DISTINCT client_id AS id, client_id::VARCHAR AS name FROM entries)"
        )
        whole = reader.raws(metric, None, Question()) if metric.has_total else []
        total = total_of(metric, whole, lambda: TERMS)
        raws = reader.raws(metric, rows_by, Question()) if rows_by else []
    rows: list[Json] = [row.json() for row in rows_of(metric, rows_by or "", raws)]
    return {
        "value": value_json(total.value),
        "numerator": total.numerator,
        "denominator": total.denominator,
        "rows": rows,
    }
