"""Rows of erased people in a file: left out before they become facts."""

from collections.abc import Iterator, Sequence

from django.db import connection

from provodnik.facts.people.erasure.keys import erased_among
from provodnik.facts.people.erasure.models import ErasedKey
from provodnik.kernel.imports.types import Reject, RejectCode

# By these columns of `stage` the kinds of imports know people.
_NAMING = ("user_id", "email", "client")


def refuse_erased() -> list[Reject]:
    """Take the rows of erased people out of the temporary table `stage`; they are rejected.

    Queries: 1 for a school in which nobody was erased, 5 otherwise.
    """
    if not ErasedKey.objects.exists():
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute"
            " WHERE attrelid = 'pg_temp.stage'::regclass AND attname = ANY(%s)",
            [list(_NAMING)],
        )
        columns = [row[0] for row in cursor.fetchall()]
        if not columns:
            return []
        cursor.execute(f"SELECT line, {', '.join(columns)} FROM stage")  # noqa: S608 (three names of ours)
        lines = sorted(_lines_of_erased(cursor.fetchall()))
        cursor.execute("DELETE FROM stage WHERE line = ANY(%s)", [lines])
    return [Reject(line, "", RejectCode.ERASED) for line in lines]


def _lines_of_erased(rows: Sequence[tuple[int, *tuple[str | None, ...]]]) -> Iterator[int]:
    erased = erased_among({name for _, *names in rows for name in names if name})
    for line, *names in rows:
        if erased.intersection(names):
            yield line
