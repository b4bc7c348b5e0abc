"""SQL of definitions, compiled once: Ibis takes seconds to import and a tenth to build.

Kept in this process and on disk, by the definition's version, the dimension and a
fingerprint of all definitions, so that a changed formula never meets old SQL.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import provodnik.metrics
from provodnik.lake import folder
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import Definition

if TYPE_CHECKING:
    from ibis.expr.types import Table

_TESTS = "tests"


@cache
def measure_sql(metric: Definition, by: str | None, *, is_whole: bool) -> str:
    """SQL of the metric's raw rows, for DuckDB."""
    name = f"{metric.name}-{metric.version}-{by or 'total'}-{'whole' if is_whole else 'period'}"
    path = _path(name)
    if path.exists():
        return path.read_text()
    from provodnik.metrics import compile  # noqa: PLC0415 (imports Ibis on use)

    return _keep(path, compile.measure_sql(metric, by, is_whole=is_whole))


@cache
def evidence_sql(metric: Definition, *, is_whole: bool) -> str:
    """SQL of the entries the metric is made of, for DuckDB."""
    path = _path(f"{metric.name}-{metric.version}-evidence-{'whole' if is_whole else 'period'}")
    if path.exists():
        return path.read_text()
    from provodnik.metrics import compile  # noqa: PLC0415 (imports Ibis on use)

    return _keep(path, compile.evidence_sql(metric, is_whole=is_whole))


@cache
def relation_sql(name: str, build: Callable[[], "Table"]) -> str:
    """SQL of a relation that is no metric, for DuckDB; `name` is its own among relations."""
    path = _path(f"relation-{name}")
    if path.exists():
        return path.read_text()
    from provodnik.metrics import compile  # noqa: PLC0415 (imports Ibis on use)

    return _keep(path, compile.text(build()))


def analysis_sql(name: str, build: Callable[[], "Table"]) -> str:
    """The same for relations of which there are many, one for each choice of events.

    Kept on disk alone: what people once asked would fill the memory of a process.
    """
    path = _path(f"analysis-{name}")
    if path.exists():
        return path.read_text()
    from provodnik.metrics import compile  # noqa: PLC0415 (imports Ibis on use)

    return _keep(path, compile.text(build()))


def prepare() -> int:
    """Compile what is not compiled yet. Returns how much: nothing after the first time.

    Cost: about ten seconds once a version, so that no page pays for it.
    """
    before = _count()
    for metric in DEFINITIONS.values():
        for is_whole in (True, False):
            for by in (*((None,) if metric.has_total else ()), *metric.dims):
                measure_sql(metric, by, is_whole=is_whole)
            evidence_sql(metric, is_whole=is_whole)
    return _count() - before


def _count() -> int:
    return sum(1 for _ in _path("").parent.glob("*.sql"))


def _path(name: str) -> Path:
    return folder.root() / "cache" / _fingerprint() / f"{name}.sql"


def _keep(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two processes or threads may compile at once; each replaces the whole file by the same text.
    temporary = path.with_suffix(f".{uuid4().hex}")
    temporary.write_text(text)
    temporary.replace(path)
    return text


@cache
def _fingerprint() -> str:
    digest = hashlib.sha256(version("ibis-framework").encode())
    package = Path(provodnik.metrics.__path__[0])
    for path in sorted(package.rglob("*.py")):
        if _TESTS not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
