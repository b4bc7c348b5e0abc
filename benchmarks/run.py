"""`make bench`: every measurement in one run, one table of ratios, docs/benchmarks.md anew.

Arguments name some of them (`importing day`) or, with `--small`, take the sizes of a smoke
test; either way the page is left as it is. A full run needs about 15 GB of disk.
"""

import argparse
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from benchmarks import report
from benchmarks.report import Measure
from benchmarks.scratch import as_superuser, scratch_home

NAMES = ("importing", "planning", "day", "segments", "desk", "metrics", "auditing")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything, and how often it is measured."""

    orders: int
    steps: int
    clients: int
    touches: int
    entries: int
    imports: int
    visits: int
    changed: int
    students: int
    tickets: int

    def __str__(self) -> str:
        return (
            f"{self.orders:,} orders, {self.steps:,} due steps, {self.clients:,} clients with"
            f" {self.touches:,} open touches, {self.entries:,} journal entries,"
            f" {self.tickets:,} open requests, an audit of {self.students:,} students"
        )


FULL = Sizes(1_000_000, 100_000, 1_000_000, 100_000, 10_000_000, 2, 40, 10_000, 100_000, 100_000)
SMALL = Sizes(2_000, 500, 3_000, 2_000, 20_000, 1, 3, 200, 500, 300)


def main() -> None:
    """Measure what is asked for, print it, and after a full run rewrite the page."""
    arguments = _arguments()
    sizes = SMALL if arguments.small else FULL
    names: Sequence[str] = arguments.names or NAMES
    measures: list[Measure] = []
    with scratch_home() as home:
        # A page's own warnings and a job's own words are not what is measured.
        logging.disable()
        for name in names:
            print(f"{name} …", flush=True)
            done = _measure(name, sizes, home)
            print(report.table(done), flush=True)
            measures += done
        server = _server_version(home)
    print(f"\n{report.table(measures)}")
    if sizes is FULL and set(names) == set(NAMES):
        on = datetime.now(UTC).date()
        report.write(measures, sizes=str(sizes), server=server, on=on)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--small", action="store_true", help="sizes of a smoke test")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    return arguments


def _measure(name: str, sizes: Sizes, home: Path) -> list[Measure]:
    # Each reads settings and models, which exist only inside the scratch home.
    module = import_module(f"benchmarks.{'lake' if name == 'metrics' else name}")
    done: list[Measure] = module.measure(*_asked(name, sizes, home), **_rounds(name, sizes))
    return done


def _asked(name: str, sizes: Sizes, home: Path) -> tuple[object, ...]:
    """What a measurement takes: how much of everything, and where."""
    return {
        "importing": (sizes.orders, home),
        "planning": (sizes.steps, home),
        "day": (sizes.clients, sizes.touches, home),
        "segments": (sizes.clients, sizes.changed, home),
        "desk": (sizes.tickets, home),
        "metrics": (sizes.entries,),
        "auditing": (sizes.students, home),
    }[name]


def _rounds(name: str, sizes: Sizes) -> dict[str, int]:
    """How often it is repeated, where it is."""
    rounds = {"importing": sizes.imports, "day": sizes.visits, "segments": 3}
    return {"rounds": rounds[name]} if name in rounds else {}


def _server_version(home: Path) -> str:
    with as_superuser(home) as server:
        row = server.execute("SHOW server_version").fetchone()
    return str(row[0]) if row else ""


if __name__ == "__main__":
    main()
