"""The roles and the database of a cluster that we made ourselves."""

import psycopg
from psycopg import sql

from provodnik.config.postgres.types import APP, DATABASE, LAKE, OWNER, SEARCH, SUPERUSER, Layout

_EXTENSIONS = ("pg_trgm", "btree_gin", "unaccent")
_LOGINS = (OWNER, APP, LAKE)


def prepare(layout: Layout, *, for_tests: bool) -> None:
    """Make what is missing of roles, extensions and the database. Cheap when all is there.

    The database comes last: it exists only when everything before it does. Extensions go into
    template1, so that databases of tests have them too.
    """
    if _is_prepared(layout):
        return
    with _connect(layout, "postgres") as connection:
        for role in (*_LOGINS, SEARCH):
            _make_role(connection, role)
        _limit(connection, for_tests=for_tests)
    with _connect(layout, "template1") as connection:
        for extension in _EXTENSIONS:
            connection.execute(
                sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
            )
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    with _connect(layout, "postgres") as connection:
        _say(connection, "CREATE DATABASE {} OWNER {}", DATABASE, OWNER)


def system_identifier(layout: Layout) -> int:
    """The number that PostgreSQL gave this cluster when it was made; never repeated."""
    with _connect(layout, "postgres") as connection:
        row = connection.execute("SELECT system_identifier FROM pg_control_system()").fetchone()
    return int(row[0]) if row else 0


def _is_prepared(layout: Layout) -> bool:
    with _connect(layout, "postgres") as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        return found.fetchone() is not None


def _make_role(connection: psycopg.Connection, role: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if not known:
        login = sql.SQL("LOGIN" if role in _LOGINS else "NOLOGIN")
        connection.execute(
            sql.SQL("CREATE ROLE {} {} NOSUPERUSER NOCREATEROLE NOBYPASSRLS").format(
                sql.Identifier(role), login
            )
        )


def _limit(connection: psycopg.Connection, *, for_tests: bool) -> None:
    # The owner may hand functions to the search role, and gains none of its rights by that.
    _say(connection, "GRANT {} TO {} WITH INHERIT FALSE, SET TRUE", SEARCH, OWNER)
    if for_tests:
        _say(connection, "ALTER ROLE {} CREATEDB", OWNER)


def _say(connection: psycopg.Connection, statement: str, *names: str) -> None:
    parts = [sql.Identifier(name) for name in names]
    connection.execute(sql.SQL(statement).format(*parts))


def _connect(layout: Layout, database: str) -> psycopg.Connection:
    return psycopg.connect(layout.url(SUPERUSER, database), autocommit=True)
