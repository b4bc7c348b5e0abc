"""Outside names of what the journal knows by id, brought in from the apps above.

The lake may not look up into `facts`; `config` hands it statements instead. Each
runs inside one school.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import LiteralString
from uuid import uuid4

from django.db import connection
from duckdb import DuckDBPyConnection
from psycopg import sql

from provodnik.kernel import schools
from provodnik.lake import folder

NAMELESS = "#"
"""Before the id of what has no name any more."""

# Numbers by length and digits, then words.
BY_NAME = (
    "regexp_full_match(name, '[0-9]+') DESC,"
    " CASE WHEN regexp_full_match(name, '[0-9]+') THEN length(ltrim(name, '0')) END, name"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Statements that tell names. Each selects two columns.

    clients, products, staff: id, name.   aliases: id of a merged client, id of the survivor.
    """

    clients: LiteralString
    aliases: LiteralString
    products: LiteralString
    staff: LiteralString


_UNKNOWN: LiteralString = "SELECT NULL::bigint, NULL::text WHERE false"
_NOBODY: LiteralString = "SELECT NULL::bigint, NULL::bigint WHERE false"
_names = [Names(clients=_UNKNOWN, aliases=_NOBODY, products=_UNKNOWN, staff=_UNKNOWN)]


def declare(names: Names) -> None:
    """Replace the statements. Called once, from provodnik.config."""
    _names[:] = [names]


def declared() -> Names:
    """The statements in use. Tests put them back after declaring their own."""
    return _names[0]


def aliases() -> tuple[tuple[int, int], ...]:
    """Merged clients of the current school, each with who stands for them in the end."""
    with connection.cursor() as cursor:
        cursor.execute(_names[0].aliases)
        direct: dict[int, int] = dict(cursor.fetchall())
    return tuple((client, _last(direct, client)) for client in sorted(direct))


def _last(direct: Mapping[int, int], client: int) -> int:
    seen = {client}
    while (survivor := direct.get(client)) is not None and survivor not in seen:
        client = survivor
        seen.add(client)
    return client


def names(dim: str, ids: Iterable[int]) -> Mapping[int, str]:
    """Outside names of some clients, products or staff of the current school."""
    wanted = "SELECT id, name FROM ({}) AS known (id, name) WHERE id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(_about(dim, wanted), [list(ids)])
        return dict(cursor.fetchall())


def ids_of(dim: str, name: str) -> list[int]:
    """Who or what a printed name means in the current school; names may repeat."""
    if name.startswith(NAMELESS) and name[1:].isdigit():
        return [int(name[1:])]
    with connection.cursor() as cursor:
        wanted = "SELECT id FROM ({}) AS known (id, name) WHERE name = %s"
        cursor.execute(_about(dim, wanted), [name])
        return [row[0] for row in cursor.fetchall()]


def all_clients(*, school_id: int) -> list[tuple[int, str, int]]:
    """Every client's id, name and place among the names; for engines that take rows."""
    with schools.inside(school_id), connection.cursor() as cursor:
        cursor.execute(_about("client", "SELECT id, name FROM ({}) AS known (id, name)"))
        found = sorted(cursor.fetchall(), key=lambda row: _place(row[1]))
    return [(client, name, place) for place, (client, name) in enumerate(found, start=1)]


def _place(name: str) -> tuple[bool, int, str]:
    """As `BY_NAME` sorts: numbers by length and digits, then words."""
    is_number = name.isascii() and name.isdigit()
    return not is_number, len(name.lstrip("0")) if is_number else 0, name


def load_clients(duck: DuckDBPyConnection, *, school_id: int) -> None:
    """Make the clients' names a relation, for questions about all of them at once.

    Shape:   client_names: id, name, sort_key (its place: numbers as numbers, then words)
    """
    duck.execute("CREATE TEMP TABLE client_names (id BIGINT, name VARCHAR, sort_key BIGINT)")
    path = folder.scratch() / f"names-{uuid4().hex}.csv"
    path.touch(mode=0o600)
    copy = _about(
        "client", "COPY (SELECT id, name FROM ({}) AS known (id, name)) TO STDOUT (FORMAT csv)"
    )
    try:
        with (
            schools.inside(school_id),
            connection.cursor() as cursor,
            cursor.copy(copy) as blocks,
            path.open("wb") as file,
        ):
            file.writelines(blocks)
        duck.execute(
            "INSERT INTO client_names"
            f" SELECT id, name, row_number() OVER (ORDER BY {BY_NAME})"
            f" FROM read_csv('{path}', header = false,"
            " columns = {'id': 'BIGINT', 'name': 'VARCHAR'}, delim = ',',"
            " quote = '\"', escape = '\"', auto_detect = false)"
        )
    finally:
        path.unlink(missing_ok=True)


def _about(dim: str, text: LiteralString) -> str:
    statements: Mapping[str, LiteralString] = {
        "client": _names[0].clients,
        "product": _names[0].products,
        "staff": _names[0].staff,
    }
    return sql.SQL(text).format(sql.SQL(statements[dim])).as_string(None)
