"""A backup: everything a school's home holds, in one file, and the way back from it.

The file is a tar of `about.json`, `database.dump` (pg_dump's own format) and `files/`. The
method of each school and all its edits are rows of the database. The lake is left out: it is
made anew from the journal.
"""

import io
import json
import os
import re
import subprocess
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

from provodnik.config.postgres import binaries
from provodnik.config.postgres.types import SEARCH

FORMAT = 1
_ABOUT, _DUMP, _FILES = "about.json", "database.dump", "files"
_OF_SCHEMA = re.compile(r" SCHEMA - public | - SCHEMA public ")
# Uploads that were never finished are nobody's data.
_LEFT_OUT = ("files/incoming",)


class ArchiveError(Exception):
    """The backup cannot be written or read. The message is an English msgid with values."""

    def __init__(self, message: str, **values: object) -> None:
        self.message, self.values = message, values
        super().__init__(message % values)


@dataclass(frozen=True, slots=True)
class About:
    """What stands on the label of a backup."""

    format: int
    made_at: str
    postgres: str


def write(target: Path, *, owner_url: str, home: Path, now: datetime) -> None:
    """Write a backup, whole or not at all. The site may run meanwhile.

    Raises:  ArchiveError: pg_dump failed; OSError: the file cannot be written
    """
    part = target.with_name(f"{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent) as folder:
            dump = Path(folder) / _DUMP
            _dump(owner_url, dump)
            with tarfile.open(part, "w") as tar:
                _add_text(tar, _ABOUT, json.dumps(asdict(_about(owner_url, now))), now)
                tar.add(dump, _DUMP)
                if (home / _FILES).is_dir():
                    tar.add(home / _FILES, _FILES, filter=_is_wanted)
        _flush(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def read(source: Path, *, owner_url: str, home: Path) -> About:
    """Put a backup into an empty database and an empty home.

    All or nothing in the database. Files are laid first: a restore that broke off can be run
    again, and only the database says whether there is anything in it.

    Raises:  ArchiveError: no backup of ours, a newer format, or the database is not empty
    """
    _require_empty(owner_url)
    try:
        with tarfile.open(source) as tar, tempfile.TemporaryDirectory(dir=home) as folder:
            about = _label(tar)
            tar.extractall(folder, filter="data")
            if (Path(folder) / _FILES).is_dir():
                _lay_files(Path(folder) / _FILES, home / _FILES)
            _load(owner_url, Path(folder) / _DUMP)
    except tarfile.TarError as error:
        raise ArchiveError("%(file)s is not a backup of Provodnik.", file=source) from error
    return about


def _about(owner_url: str, now: datetime) -> About:
    with psycopg.connect(owner_url) as connection:
        version = connection.info.server_version // 10_000
    return About(format=FORMAT, made_at=now.isoformat(), postgres=str(version))


def _dump(owner_url: str, target: Path) -> None:
    # Row security is forced upon the owner too; its upkeep policy shows it every row.
    _run("pg_dump", "--format=custom", "--schema=public", "--enable-row-security",
         f"--file={target}", f"--dbname={owner_url}")  # fmt: skip


def _load(owner_url: str, dump: Path) -> None:
    contents = dump.with_suffix(".list")
    contents.write_text(_without_schema(_run("pg_restore", "--list", str(dump))))
    with psycopg.connect(owner_url, autocommit=True) as connection:
        _let_search_own(connection, "GRANT CREATE ON SCHEMA public TO {}")
        try:
            _run("pg_restore", "--single-transaction", "--exit-on-error", f"--use-list={contents}",
                 f"--dbname={owner_url}", str(dump))  # fmt: skip
        finally:
            _let_search_own(connection, "REVOKE CREATE ON SCHEMA public FROM {}")


def _without_schema(contents: str) -> str:
    """The list of a dump without the schema itself, which every new database has already."""
    kept = [line for line in contents.splitlines() if not _OF_SCHEMA.search(line)]
    return "\n".join(kept) + "\n"


def _let_search_own(connection: psycopg.Connection, statement: str) -> None:
    # A function is given only to a role that could have made it there.
    connection.execute(sql.SQL(statement).format(sql.Identifier(SEARCH)))


def _run(name: str, *arguments: str) -> str:
    program = binaries.find().program(name)
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        why = done.stderr.strip().splitlines()
        raise ArchiveError("%(name)s failed: %(why)s", name=name, why=why[0] if why else "—")
    return done.stdout


def _require_empty(owner_url: str) -> None:
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone()
    if row and row[0]:
        raise ArchiveError(
            "The database is not empty, and a backup replaces nothing: choose an empty"
            " PROVODNIK_HOME."
        )


def _label(tar: tarfile.TarFile) -> About:
    names = set(tar.getnames())
    file = tar.extractfile(_ABOUT) if {_ABOUT, _DUMP} <= names else None
    if file is None:
        raise ArchiveError("%(file)s is not a backup of Provodnik.", file=tar.name)
    about = About(**json.load(file))
    if about.format > FORMAT:
        raise ArchiveError("%(file)s was made by a newer Provodnik.", file=tar.name)
    return about


def _lay_files(source: Path, target: Path) -> None:
    for path in source.rglob("*"):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)


def _add_text(tar: tarfile.TarFile, name: str, text: str, now: datetime) -> None:
    body = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mtime = len(body), int(now.timestamp())
    tar.addfile(member, io.BytesIO(body))


def _is_wanted(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if member.name.startswith(_LEFT_OUT) else member


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
