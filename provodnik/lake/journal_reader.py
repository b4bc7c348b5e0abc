"""The whole journal through the exporter's own role: Arrow from PostgreSQL into DuckDB.

The driver's low-level interface: its DB-API would import pandas for every command.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import adbc_driver_manager
import adbc_driver_postgresql
from duckdb import DuckDBPyConnection


class JournalReader:
    """A read-only session that sees one state of the database to its end."""

    def __init__(self, connection: adbc_driver_manager.AdbcConnection) -> None:
        self._connection = connection
        self._statements: list[adbc_driver_manager.AdbcStatement] = []

    def row(self, duck: DuckDBPyConnection, query: str) -> tuple[Any, ...]:
        """The one row of a query that always has one."""
        [found] = duck.from_arrow(self.stream(query)).fetchall()
        return tuple(found)

    def stream(self, query: str) -> adbc_driver_manager.ArrowArrayStreamHandle:
        """The rows of a query as they come; nothing is held in memory."""
        statement = adbc_driver_manager.AdbcStatement(self._connection)
        self._statements.append(statement)
        statement.set_sql_query(query)
        handle: adbc_driver_manager.ArrowArrayStreamHandle = statement.execute_query()[0]
        return handle

    def close(self) -> None:
        for statement in self._statements:
            statement.close()


@contextmanager
def session(url: str, *, is_one_state: bool) -> Iterator[JournalReader]:
    """Open a session. With `is_one_state`, all its queries see the same snapshot."""
    with (
        adbc_driver_postgresql.connect(url) as database,
        adbc_driver_manager.AdbcConnection(database) as connection,
    ):
        reader = JournalReader(connection)
        try:
            if is_one_state:
                connection.set_autocommit(False)
                reader.stream("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield reader
        finally:
            reader.close()
