"""The figures of `benchmarks.metrics` as rows of the common table."""

from typing import Any, cast

from benchmarks import metrics
from benchmarks.report import Measure

CONTESTS = ("cohort_retention", "ordered_funnel", "rfm")


def measure(entries: int) -> list[Measure]:
    """Metrics over so many journal entries against DuckDB and polars on the raw journal."""
    told = cast("dict[str, Any]", metrics.run(entries))
    rows = [row for name in CONTESTS for row in _rows(name, entries, told[name]["seconds"])]
    return rows + [
        _beside(name, entries, told[name.rpartition("-")[0]]["seconds"]["ours"], seconds)
        for name, seconds in told["others"].items()
    ]


def _beside(name: str, entries: int, ours: float, seconds: float) -> Measure:
    """Another tool over the same raw file; nobody expects it to win, so faster is enough."""
    question, _, tool = name.rpartition("-")
    work = f"{question} on {entries:,} journal entries"
    return Measure(work, tool, max(ours, 0.001), max(seconds, 0.001), goal=1, is_strict=True)


def _rows(name: str, entries: int, seconds: dict[str, float]) -> list[Measure]:
    work = f"{name} on {entries:,} journal entries"
    ours = max(seconds["ours"], 0.001)
    return [
        Measure(
            work,
            "hand-written DuckDB",
            ours,
            max(seconds["duckdb"], 0.001),
            metrics.GOAL,
            note="the same question in SQL with materialised CTEs over the raw Parquet file of"
            " the journal; ours reads the lake's layout and roll-ups. Answers were equal.",
        ),
        Measure(
            work,
            "polars",
            ours,
            max(seconds["polars"], 0.001),
            goal=1,
            is_strict=True,
            note="the same question in polars over the same raw file.",
        ),
    ]
