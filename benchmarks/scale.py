"""How questions grow with the journal on one machine, and what a Spark session costs beside it.

`python -m benchmarks.scale --millions 1 3 10 30 100` prints a line for each size: seconds
to settle the lake, its size, and seconds of three questions asked first and again. With
`--spark local[2]` (or spark://host:7077) the same questions are asked of Spark too.
The table stands in docs/scale.md.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.test.utils import override_settings

from benchmarks.metrics import SCHOOL, write_journal
from provodnik.lake import folder, settling
from provodnik.lake.reading import Question, forget, reading
from provodnik.lake.source import Source
from provodnik.metrics.catalogue import definition
from provodnik.metrics.definition import Raw

QUESTIONS = ("cohort_retention", "repeat_sales", "channel_conversion")
MILLION = 1_000_000


def measure(rows: int, spark: str | None) -> Mapping[str, float]:
    """Seconds of each part for a journal of `rows` entries, and bytes of the lake an entry."""
    home = Path(tempfile.mkdtemp(prefix="provodnik-scale-"))
    try:
        with override_settings(HOME=home):
            return _measured(rows, spark)
    finally:
        forget()
        shutil.rmtree(home)


def _measured(rows: int, spark: str | None) -> Mapping[str, float]:
    raw = write_journal(rows)
    told: dict[str, float] = {}
    with _timed(told, "settling"):
        settled, _ = settling.settle("scale", [raw], [])
    size = sum((folder.root() / file.path).stat().st_size for file in settled)
    told["bytes_an_entry"] = round(size / rows, 1)
    source = Source(SCHOOL, tuple(settled))
    here = {}
    for name in QUESTIONS:
        with _timed(told, name):
            here[name] = _ask(source, name)
    if spark:
        _ask_spark(spark, source, here, told)
    return told


def _ask(source: Source, name: str) -> Sequence[Raw]:
    metric = definition(name)
    with reading(source) as reader:
        return reader.raws(metric, metric.always_by, Question())


def _ask_spark(
    master: str, source: Source, here: Mapping[str, Sequence[Raw]], told: dict[str, float]
) -> None:
    from provodnik.lake import spark  # noqa: PLC0415 (an extra)

    with _timed(told, "spark: session"):
        session = spark.connect(master)
    try:
        with spark.engine(session)(source) as reader:
            for name in QUESTIONS:
                metric = definition(name)
                with _timed(told, f"spark: {name}"):
                    there = reader.raws(metric, metric.always_by, Question())
                if list(there) != list(here[name]):
                    raise AssertionError(f"{name}: answers differ, so their times mean nothing")
    finally:
        session.stop()


@contextmanager
def _timed(told: dict[str, float], what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    told[what] = round(time.perf_counter() - began, 2)


def _printed(million: int, told: Mapping[str, float]) -> str:
    return f"| {million} M | " + " | ".join(str(value) for value in told.values()) + " |"


def main(show: Callable[[str], None] = print) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=int, nargs="+", default=[1, 3, 10])
    parser.add_argument("--spark", metavar="MASTER")
    if not settings.configured:
        settings.configure()
    arguments = parser.parse_args()
    for nth, million in enumerate(arguments.millions):
        told = measure(million * MILLION, arguments.spark)
        if nth == 0:
            show(f"| entries | {' | '.join(told)} |")
            show("|---|" + "---|" * len(told))
        show(_printed(million, told))


if __name__ == "__main__":
    main()
