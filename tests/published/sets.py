"""The sets of data with a known answer: which are kept here, which lie beside the checkout."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KEPT = HERE / "data"
BESIDE = HERE.parents[2] / "shared" / "data"

Cells = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """A set whose figures somebody else has counted."""

    name: str
    source: str
    cells: Cells


def kept(name: str) -> Known:
    """A set of this repository, counted by `tests.published.counting`."""
    return Known(name, "kept here", _read(KEPT / "expected.json")[name])


def beside(name: str) -> Known:
    """A set beside the checkout. FileNotFoundError where there is none."""
    return Known(name, "beside the checkout", _read(BESIDE / "expected.json")[name])


def cdnow() -> dict[str, Cells]:
    """What others counted of CDNOW, whose rows may be read but not kept."""
    return _read(KEPT / "cdnow.json")


def all_kept() -> dict[str, Cells]:
    """Every set with an answer in this repository."""
    return {**_read(KEPT / "expected.json"), **cdnow()}


def all_beside() -> dict[str, Cells]:
    return _read(BESIDE / "expected.json")


def _read(path: Path) -> dict[str, Cells]:
    found: dict[str, Cells] = json.loads(path.read_text())
    return found


def packaged(file: str) -> Path | None:
    """A file of data of the package `lifetimes`, which is never imported; None without it."""
    try:
        found = distribution("lifetimes").locate_file(f"lifetimes/datasets/{file}")
    except PackageNotFoundError:
        return None
    path = Path(str(found))
    return path if path.is_file() else None


def figures(cells: Cells, path: str = "") -> Iterator[str]:
    """Names of a set's figures. A table by product is one figure a column: `courses.*.size`."""
    for name, cell in cells.items():
        whole = f"{path}{name}"
        if isinstance(cell, dict) and cell and all(isinstance(c, dict) for c in cell.values()):
            yield from sorted({f"{whole}.*.{inner}" for told in cell.values() for inner in told})
        else:
            yield whole


def figure(cells: Cells, path: str) -> Any:  # noqa: ANN401 (a number, a list or a table)
    """A figure by its name; a column of a table as a line a row."""
    table, star, column = path.partition(".*.")
    return {row: told[column] for row, told in cells[table].items()} if star else cells[path]
