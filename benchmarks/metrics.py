"""Metrics over the lake against hand-written DuckDB SQL and polars on the raw journal.

`python -m benchmarks.metrics --rows 10000000` makes a journal of that many entries as
Parquet, settles it by the product's own compaction but for the freshest, which stay in a
tail, checks that all three give equal answers, and prints the seconds and their ratios as
JSON. The references read the raw file: the layout and the roll-ups are what is measured.
"""

import argparse
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from django.conf import settings
from django.test.utils import override_settings

from provodnik.lake import compiled, engine, folder, layout, settling
from provodnik.lake.reading import Question, forget, reading
from provodnik.lake.source import Source
from provodnik.lake.types import FileKind, StoredFile
from provodnik.metrics.catalogue import definition
from provodnik.metrics.compile import text
from provodnik.metrics.funnel import ordered_funnel
from provodnik.metrics.tables import Tables

ROUNDS = 3
SCHOOL = 1
STEPS = ("offer_made", "order_placed", "payment_received")
GOAL = 0.5
# Installing other tools takes a minute: not for a smoke test.
_WORTH_OTHERS = 1_000_000

# A school of online courses: mostly lessons, one entry in eight is a payment.
_JOURNAL = """
SELECT {school}::BIGINT AS tenant, i AS id,
       CASE WHEN kind < 40 THEN 'lesson_viewed' WHEN kind < 55 THEN 'homework_submitted'
            WHEN kind < 65 THEN 'message_received' WHEN kind < 75 THEN 'offer_made'
            WHEN kind < 80 THEN 'offer_clicked' WHEN kind < 88 THEN 'order_placed'
            ELSE 'payment_received' END AS event,
       'events' AS source, moment AS happened_at, moment + INTERVAL 3 HOUR AS local_at,
       client AS client_id, NULL::BIGINT AS staff_id, (hash(i + 3) % 40)::BIGINT AS product_id,
       CASE WHEN kind >= 80 THEN (i // 2)::VARCHAR END AS item,
       'channel-' || (hash(i + 4) % 6) AS channel,
       CASE WHEN kind >= 80 THEN 10000 + (hash(i + 5) % 900000)::BIGINT END AS value,
       i::VARCHAR AS external_id, 'connector:events' AS actor, '{{}}' AS attrs
FROM (SELECT i, (hash(i) % 100)::BIGINT AS kind,
             1 + (sqrt((hash(i + 1) % 1000000) / 1000000.0) * {clients})::BIGINT AS client,
             TIMESTAMP '2023-01-01' + to_seconds(i * 94608000 // {rows} + hash(i + 2) % 86400)
             AS moment
      FROM range({rows}) t(i))
"""


@dataclass(frozen=True, slots=True)
class Contest:
    """One question answered three ways. Each answer is sorted rows of numbers."""

    ours: Callable[[], list[tuple[Any, ...]]]
    duckdb: Callable[[], list[tuple[Any, ...]]]
    polars: Callable[[], list[tuple[Any, ...]]]


def run(rows: int) -> Mapping[str, object]:
    """Measure all contests on a journal of `rows` entries. Needs about 100 bytes an entry."""
    home = Path(tempfile.mkdtemp(prefix="provodnik-bench-"))
    try:
        with override_settings(HOME=home):
            return _measured(rows)
    finally:
        forget()
        shutil.rmtree(home)


def _measured(rows: int) -> Mapping[str, object]:
    raw = write_journal(rows)
    fresh = min(rows // 100, settling.MAX_TAIL_ROWS - 1)
    older, tail = _part(raw, f"id < {rows - fresh}"), _part(raw, f"id >= {rows - fresh}")
    began = time.perf_counter()
    settled, _ = settling.settle("bench", [older], [])
    spent = time.perf_counter() - began
    path = folder.absolute(raw.path)
    source = Source(SCHOOL, (*settled, tail))
    _name_clients(source)
    with duckdb.connect() as plain:
        plain.execute(f"CREATE VIEW journal AS SELECT * FROM read_parquet('{path}')")
        contests = _contests(source, plain, path)
        told = {name: _compare(contest) for name, contest in contests.items()}
        ours = {name: contest.ours() for name, contest in contests.items()}
        others = _other_tools(path, ours, plain) if rows >= _WORTH_OTHERS else {}
    paths = [folder.root() / file.path for file in (*settled, tail)]
    size = sum(path.stat().st_size for path in paths)
    return {
        "rows": rows,
        "rows_still_in_the_tail": fresh,
        "settling_seconds": round(spent, 1),
        "lake_bytes_a_row": round(size / rows, 1),
        "goal": GOAL,
        "others": others,
        **told,
    }


def write_journal(rows: int) -> StoredFile:
    path = folder.new_path("bench", FileKind.TAIL)
    query = _JOURNAL.format(school=SCHOOL, rows=rows, clients=max(rows // 10, 10))
    with engine.connect() as duck:
        duck.execute(f"COPY ({query}) TO '{folder.absolute(path)}' {layout.PARQUET}")
    return StoredFile(path, FileKind.TAIL, frozenset({SCHOOL}), rows, datetime.now(UTC))


def _part(raw: StoredFile, condition: str) -> StoredFile:
    path = folder.new_path("bench", FileKind.TAIL)
    with engine.connect() as duck:
        source = layout.files([folder.absolute(raw.path)])
        copied = duck.execute(
            f"COPY (FROM {source} WHERE {condition}) TO '{folder.absolute(path)}' {layout.PARQUET}"
        ).fetchone()
    return StoredFile(path, FileKind.TAIL, raw.tenants, copied[0] if copied else 0, raw.last_at)


def _name_clients(source: Source) -> None:
    """What PostgreSQL would tell of the clients: made once, outside the contest."""
    with reading(source) as reader:
        reader.duck.execute(
            "CREATE TABLE names AS SELECT client_id AS id, client_id::VARCHAR AS name,"
            " client_id AS sort_key FROM client_totals GROUP BY client_id"
        )


def _contests(source: Source, plain: duckdb.DuckDBPyConnection, path: str) -> Mapping[str, Contest]:
    # Compiled once, as the lake does with what it asks often.
    funnel = text(ordered_funnel(Tables.unbound(is_whole=True), STEPS))
    return {
        "cohort_retention": Contest(
            lambda: _ask(source, "cohort_retention", "cohort, month, n"),
            lambda: _kept(plain, _COHORT),
            lambda: _polars_cohort(path),
        ),
        "ordered_funnel": Contest(
            lambda: _opened(source, f"SELECT step, n FROM ({funnel})"),
            lambda: _kept(plain, _FUNNEL),
            lambda: _polars_funnel(path),
        ),
        "rfm": Contest(
            lambda: _ask(source, "rfm", _RFM_COLUMNS),
            lambda: _kept(plain, _RFM),
            lambda: _polars_rfm(path),
        ),
    }


def _compare(contest: Contest) -> Mapping[str, object]:
    ways = {"ours": contest.ours, "duckdb": contest.duckdb, "polars": contest.polars}
    seconds = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        answers = {}
        for name, answer in ways.items():
            began = time.perf_counter()
            answers[name] = answer()
            seconds[name] = min(seconds[name], time.perf_counter() - began)
        if not answers["ours"] == answers["duckdb"] == answers["polars"]:
            raise AssertionError("answers differ, so their times mean nothing")
    return {
        "seconds": {name: round(spent, 3) for name, spent in seconds.items()},
        "of_duckdb": round(seconds["ours"] / seconds["duckdb"], 3),
        "of_polars": round(seconds["ours"] / seconds["polars"], 3),
        "met": seconds["ours"] <= GOAL * seconds["duckdb"] and seconds["ours"] < seconds["polars"],
    }


def _other_tools(
    journal: str, ours: Mapping[str, list[tuple[Any, ...]]], duck: duckdb.DuckDBPyConnection
) -> Mapping[str, float]:
    """Seconds of pandas and retentioneering, whose answers are equal to ours; {} where absent.

    They run in an environment of their own: the product needs neither.
    """
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*_BESIDE, str(Path(__file__).with_name("other_tools.py")), journal, folder, *STEPS],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            print(done.stderr[-500:])
            return {}
        for path in Path(folder).glob("*.parquet"):
            question = path.stem.rpartition("-")[0]
            columns = _RFM_COLUMNS if question == "rfm" else "*"
            told = _kept(duck, f"SELECT {columns} FROM '{path}'")
            if _plain(told) != _plain(ours[question]):
                raise AssertionError(f"{path.stem} differs, so its time means nothing")
    seconds: Mapping[str, float] = json.loads(done.stdout.splitlines()[-1])
    return seconds


def _plain(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Months as dates, whichever of date and midnight a tool writes."""
    return [
        tuple(cell.date() if isinstance(cell, datetime) else cell for cell in row) for row in rows
    ]


_BESIDE = (
    *(str(Path(__file__).parent.parent / "scripts" / "uv"), "run", "--no-project", "--quiet"),
    *("--python", "3.13", "--with", "retentioneering>=5.2,<6", "python"),
)


def _ask(source: Source, name: str, columns: str) -> list[tuple[Any, ...]]:
    metric = definition(name)
    query = compiled.measure_sql(metric, metric.always_by, is_whole=True)
    return _opened(source, f"SELECT {columns} FROM ({query})")


def _opened(source: Source, query: str) -> list[tuple[Any, ...]]:
    """A question as a page asks it; the relations stay open between the rounds."""
    with reading(source) as reader:
        reader.lay_out(Question(), definition("cohort_retention"))
        reader.duck.execute(
            "CREATE TEMP VIEW clients AS SELECT id AS client_id, name, sort_key FROM names"
        )
        reader.hold(query)
        return _kept(reader.duck, query)


def _kept(duck: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """The whole answer, made inside the engine; a fingerprint of it where it is long."""
    duck.execute(f"CREATE OR REPLACE TEMP TABLE answer AS {query}")
    count = duck.execute("SELECT count(*) FROM answer").fetchone()
    if count and count[0] > 10_000:
        return duck.execute("SELECT count(*), sum(hash(answer)::HUGEINT) FROM answer").fetchall()
    return sorted(duck.execute("SELECT * FROM answer").fetchall())


_COHORT = """
WITH paid AS MATERIALIZED (
  SELECT client_id, date_trunc('month', local_at)::DATE AS month FROM journal
  WHERE event = 'payment_received' GROUP BY ALL),
first AS MATERIALIZED (SELECT client_id, min(month) AS cohort FROM paid GROUP BY client_id)
SELECT cohort, month, count(*) AS n FROM paid JOIN first USING (client_id) GROUP BY ALL
"""
_FUNNEL = """
WITH wanted AS MATERIALIZED (
  SELECT client_id, event, happened_at FROM journal
  WHERE event IN ('offer_made', 'order_placed', 'payment_received')),
a AS MATERIALIZED (SELECT client_id, min(happened_at) AS reached_at FROM wanted
  WHERE event = 'offer_made' GROUP BY client_id),
b AS MATERIALIZED (SELECT client_id, min(w.happened_at) AS reached_at
  FROM wanted w JOIN a USING (client_id)
  WHERE w.event = 'order_placed' AND w.happened_at > a.reached_at GROUP BY client_id),
c AS MATERIALIZED (SELECT client_id, min(w.happened_at) AS reached_at
  FROM wanted w JOIN b USING (client_id)
  WHERE w.event = 'payment_received' AND w.happened_at > b.reached_at GROUP BY client_id)
SELECT 0 AS step, count(*) AS n FROM a UNION ALL SELECT 1, count(*) FROM b
UNION ALL SELECT 2, count(*) FROM c
"""
_RFM_COLUMNS = (
    "client_id, recency_days::BIGINT AS recency_days, frequency, monetary::BIGINT AS monetary,"
    " r::BIGINT AS r, f::BIGINT AS f, m::BIGINT AS m"
)
_FIFTH = (
    "greatest(ceil(5 * (row_number() OVER (ORDER BY {0}, client_id) - 1)"
    " / (count(*) OVER () - 1)), 1)"
)
_RFM = f"""
WITH bought AS MATERIALIZED (
  SELECT client_id, max(local_at) AS last_at, count(DISTINCT item) AS frequency,
         sum(value) AS monetary
  FROM journal WHERE event = 'payment_received' GROUP BY client_id),
aged AS MATERIALIZED (
  SELECT *, date_diff('day', last_at::DATE, (SELECT max(last_at) FROM bought)::DATE + 1)
         AS recency_days FROM bought),
scored AS (SELECT *, 6 - {_FIFTH.format("recency_days")} AS r,
  {_FIFTH.format("frequency")} AS f, {_FIFTH.format("monetary")} AS m FROM aged)
SELECT {_RFM_COLUMNS} FROM scored
"""


def _payments(path: str) -> pl.LazyFrame:
    return pl.scan_parquet(path).filter(pl.col("event") == "payment_received")


def _polars_cohort(path: str) -> list[tuple[Any, ...]]:
    month = pl.col("local_at").dt.truncate("1mo").dt.date().alias("month")
    paid = _payments(path).select("client_id", month).unique()
    first = paid.group_by("client_id").agg(pl.col("month").min().alias("cohort"))
    told = paid.join(first, on="client_id").group_by("cohort", "month").agg(pl.len().alias("n"))
    return sorted(told.select("cohort", "month", "n").collect().rows())


def _polars_funnel(path: str) -> list[tuple[Any, ...]]:
    wanted = (
        pl.scan_parquet(path)
        .filter(pl.col("event").is_in(list(STEPS)))
        .select("client_id", "event", "happened_at")
        .collect()
    )
    reached: pl.DataFrame | None = None
    counts: list[tuple[Any, ...]] = []
    for nth, step in enumerate(STEPS):
        later = wanted.filter(pl.col("event") == step)
        if reached is not None:
            later = later.join(reached, on="client_id")
            later = later.filter(pl.col("happened_at") > pl.col("reached_at"))
        reached = later.group_by("client_id").agg(pl.col("happened_at").min().alias("reached_at"))
        counts.append((nth, reached.height))
    return counts


def _polars_rfm(path: str) -> list[tuple[Any, ...]]:
    bought = (
        _payments(path)
        .group_by("client_id")
        .agg(
            pl.col("local_at").max().dt.date().alias("last_on"),
            pl.col("item").n_unique().alias("frequency"),
            pl.col("value").sum().alias("monetary"),
        )
        .with_columns((pl.col("last_on").max() - pl.col("last_on")).alias("age"))
        .with_columns((pl.col("age").dt.total_days() + 1).alias("recency_days"))
        .sort("client_id")
        .with_columns(
            (6 - _polars_fifth("recency_days")).alias("r"),
            _polars_fifth("frequency").alias("f"),
            _polars_fifth("monetary").alias("m"),
        )
        .select("client_id", "recency_days", "frequency", "monetary", "r", "f", "m")
        .collect()
    )
    with duckdb.connect() as duck:
        duck.register("bought", bought)
        columns = ", ".join(f"{name}::BIGINT AS {name}" for name in bought.columns)
        return _kept(duck, f"SELECT {columns} FROM bought")


def _polars_fifth(column: str) -> pl.Expr:
    rank = pl.col(column).rank("ordinal").cast(pl.Int64) - 1
    return ((rank * 5) / (pl.len() - 1)).ceil().cast(pl.Int64).clip(lower_bound=1)


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    if not settings.configured:
        settings.configure()
    parser.add_argument("--rows", type=int, default=10_000_000)
    print(json.dumps(run(parser.parse_args().rows), indent=2))


if __name__ == "__main__":
    main()
