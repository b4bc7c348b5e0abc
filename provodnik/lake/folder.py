"""Where the files are, and how one becomes durable before anybody is told of it."""

import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from provodnik.lake.types import FileKind


def root() -> Path:
    """The lake's own folder under PROVODNIK_HOME."""
    return Path(settings.HOME) / "lake"


def scratch() -> Path:
    """Where sorts spill and names pass through; nothing here outlives its command."""
    path = root() / "tmp"
    path.mkdir(parents=True, exist_ok=True)
    return path


def clear_scratch(*, before: datetime) -> None:
    """Remove what killed commands left behind: it may tell names of people."""
    for path in scratch().glob("names-*.csv"):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
            path.unlink(missing_ok=True)


def new_path(folder: str, kind: FileKind) -> str:
    """A name nobody has used, relative to the root; its folder exists."""
    (root() / folder).mkdir(parents=True, exist_ok=True)
    return f"{folder}/{kind}-{uuid4().hex}.parquet"


def absolute(path: str) -> str:
    """A manifest path as DuckDB opens it."""
    return str(root() / path)


def exists(path: str) -> bool:
    """Whether the file is really there."""
    return (root() / path).is_file()


def make_durable(path: str) -> None:
    """Force the file and its name to disk: the manifest must not outlive what it names."""
    full = root() / path
    for target in (full, full.parent):
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def delete(path: str) -> None:
    """Remove a file; one that is gone is fine."""
    (root() / path).unlink(missing_ok=True)


def present(folder: str) -> set[str]:
    """Every file of a lake's folder, by its manifest path."""
    return {f"{folder}/{found.name}" for found in (root() / folder).glob("*.parquet")}
