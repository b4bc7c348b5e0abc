"""DuckDB inside this process: one database, a connection for each question."""

import os
from threading import Lock
from typing import Final

import duckdb

from provodnik.lake import folder

_CONFIG: Final = {
    # Nothing is fetched from a network, whatever a query asks for.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_opened: dict[int, duckdb.DuckDBPyConnection] = {}
_lock = Lock()


def connect() -> duckdb.DuckDBPyConnection:
    """A connection of its own, with temporary relations of its own. Close it after use."""
    with _lock:
        pid = os.getpid()
        if pid not in _opened:
            # A forked child must not touch its parent's threads.
            _opened.clear()
            spill = str(folder.scratch())
            _opened[pid] = duckdb.connect(config={**_CONFIG, "temp_directory": spill})
            # Files never change, so what their footers say may be kept.
            _opened[pid].execute("SET GLOBAL parquet_metadata_cache = true")
        return _opened[pid].cursor()


def forget() -> None:
    """Close this process's database; the next question opens a new one."""
    with _lock:
        for database in _opened.values():
            database.close()
        _opened.clear()
