"""What was measured, as a table for a person and as docs/benchmarks.md."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
_LIBRARIES = ("Django", "psycopg", "duckdb", "polars")


@dataclass(frozen=True, slots=True)
class Measure:
    """One work and its reference in the same run. The goal is the most `ratio` may be.

    `is_strict`: the goal itself is not good enough («faster than», not «as fast as»).
    """

    work: str
    reference: str
    seconds: float
    reference_seconds: float
    goal: float
    is_strict: bool = False
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.seconds / self.reference_seconds

    @property
    def is_met(self) -> bool:
        return self.ratio < self.goal if self.is_strict else self.ratio <= self.goal


def table(measures: Sequence[Measure]) -> str:
    """The ratios as lines of one table, readable in a terminal and as Markdown."""
    head = ("Work", "Reference", "Ours", "Its", "Ratio", "Goal", "")
    rows = [head, tuple("---" for _ in head), *map(_cells, measures)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def write(measures: Sequence[Measure], *, sizes: str, server: str, on: date) -> None:
    """Rewrite docs/benchmarks.md."""
    notes = [f"- {measure.work}: {measure.note}" for measure in measures if measure.note]
    PAGE.write_text(
        _PAGE.format(
            table=table(measures),
            notes="\n".join(notes),
            sizes=sizes,
            machine=_machine(),
            versions=_versions(server),
            on=on.isoformat(),
        )
    )


def _cells(measure: Measure) -> tuple[str, ...]:
    return (
        measure.work,
        measure.reference,
        _spent(measure.seconds),
        _spent(measure.reference_seconds),
        f"{measure.ratio:.2f}×",
        f"{'<' if measure.is_strict else '≤'} {measure.goal:g}×",
        "met" if measure.is_met else "**not met**",
    )


def _spent(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def _machine() -> str:
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory_gb:.0f} GB of memory, {platform.machine()}"


def _versions(server: str) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"Python {platform.python_version()}, PostgreSQL {server}, {libraries}"


_PAGE = """# Benchmarks

Made by `make bench`. Each work is measured against a reference in the same run, on the same
machine and data; what counts is the ratio. `make bench` rewrites this page, met or not.

{table}

Measured on {on} with {sizes}.
Machine: {machine}. {versions}.

What the references are:

{notes}
"""
