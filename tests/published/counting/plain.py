"""Reading rows and rounding, for scripts that count beside the project."""

import csv
import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a file of values parted by commas, packed or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        yield from csv.DictReader(file)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Linear between the two neighbours, of numbers in order."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
