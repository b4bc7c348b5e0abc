"""Where files of imports live, under the data folder: uploads by content, rejects by run."""

import errno
import hashlib
import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.core.files.storage import default_storage

from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.types import FileProblem

_BLOCK = 1024 * 1024
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file kept for a run. `path` is relative to the folder of files."""

    path: str
    digest: str
    size_bytes: int


def store(source: Path, *, school_id: int) -> StoredFile:
    """Copy a file in; the same content is kept once a school.

    Raises:  FileUnreadable: it is not there, or the disk is full; nothing is left behind
    """
    folder = f"imports/{school_id}"
    try:
        digest = _digest(source)
        target = place(f"{folder}/{digest}")
        if target.exists():
            # Taken in once more: its term of keeping begins anew.
            os.utime(target)
        else:
            _copy(source, target)
        return StoredFile(f"{folder}/{digest}", digest, source.stat().st_size)
    except OSError as error:
        if error.errno in NO_SPACE:
            raise FileUnreadable(FileProblem.DISK_FULL, rows=0) from None
        raise FileUnreadable(FileProblem.NOT_FOUND, name=source.name) from None


def place(path: str) -> Path:
    """The absolute path of a kept file."""
    return Path(default_storage.path(path))


def rejects_place(*, school_id: int, run_id: int) -> Path:
    """Where the rejected rows of a run are written."""
    return place(f"imports/{school_id}/rejects-{run_id}.csv")


def sweep(
    *, school_id: int, older_than: datetime, needed: Collection[str], at_once: Collection[str] = ()
) -> int:
    """Delete files of imports last taken in before a moment, but for the paths still needed.

    The paths `at_once` go whatever their age. Rejected rows of the time go as well: the same
    personal data stands in both. Returns how many were deleted.
    """
    folder = place(f"imports/{school_id}")
    if not folder.is_dir():
        return 0
    deleted = 0
    for file in folder.iterdir():
        path = f"imports/{school_id}/{file.name}"
        if path in needed:
            continue
        if path in at_once or file.stat().st_mtime < older_than.timestamp():
            file.unlink(missing_ok=True)
            deleted += 1
    return deleted


def drop_copies(*, school_id: int, needed: Collection[str], rejects_of: Collection[int]) -> None:
    """Delete kept files of imports but for the paths still needed, whatever their age.

    Of the files of rejected rows only those of the runs `rejects_of`.
    """
    folder = place(f"imports/{school_id}")
    gone = {f"rejects-{run_id}" for run_id in rejects_of}
    for file in folder.iterdir() if folder.is_dir() else ():
        is_rejects = file.name.startswith("rejects-")
        if is_rejects and file.name.split(".")[0] not in gone:
            continue
        if f"imports/{school_id}/{file.name}" not in needed:
            file.unlink(missing_ok=True)


def _digest(source: Path) -> str:
    with source.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{uuid4().hex}")
    try:
        with source.open("rb") as stream, partial.open("wb") as copy:
            shutil.copyfileobj(stream, copy, _BLOCK)
            copy.flush()
            os.fsync(copy.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
