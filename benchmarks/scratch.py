"""A data folder and a database server for one run of the benchmarks, gone after it."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

import psycopg

if TYPE_CHECKING:
    from provodnik.kernel.models import School

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_OF_OTHERS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_LAKE_URL")


@contextmanager
def scratch_home() -> Iterator[Path]:
    """Our own embedded server with the tables of this version, and Django ready to use it.

    Must be entered before anything of Django is imported: settings read the environment.
    """
    home = Path(tempfile.mkdtemp(prefix="provodnik-bench-")).resolve()
    # The server may run as another user than root, and has to reach its folder.
    home.chmod(0o755)
    (home / "static").mkdir()
    for name in _OF_OTHERS:
        os.environ.pop(name, None)
    # A killed run would leave a server at work and gigabytes behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    os.environ["PROVODNIK_HOME"] = str(home)
    os.environ["PROVODNIK_POOL"] = "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "provodnik.config.settings"
    from provodnik.config import postgres, start  # noqa: PLC0415 (reads the folder just named)

    try:
        start.django()
        start.database()
        yield home
    finally:
        _disconnect()
        postgres.leave(home)
        shutil.rmtree(home)


def open_school(slug: str) -> "School":
    """A school with the shipped method and nobody in it."""
    from provodnik.config import opening  # noqa: PLC0415 (needs the apps)

    return opening.open_school(slug=slug, name=slug, now=NOW)


@contextmanager
def as_superuser(home: Path) -> Iterator[psycopg.Connection]:
    """The server's own role: COPY into a guarded table is refused to all others."""
    from provodnik.config.postgres.types import SUPERUSER, Layout  # noqa: PLC0415

    url = Layout(home).url(SUPERUSER, "provodnik")
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def settle(home: Path, *tables: LiteralString) -> None:
    """What a server does by itself in quiet hours, so that it does not fall into a measurement.

    All tables where none is named.
    """
    with as_superuser(home) as server:
        server.execute("VACUUM (ANALYZE) " + ", ".join(tables))
        server.execute("CHECKPOINT")


def _disconnect() -> None:
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
