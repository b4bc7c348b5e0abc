"""Written journals put into PostgreSQL, under made-up ids for outside names."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connections

from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.lake import dims
from provodnik.metrics.tables import ATTRS
from provodnik.metrics.tests.worked import Line, ids, lines

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def write(
    school: School, text: str | list[Line], names: dict[str, dict[str, int]] | None = None
) -> list[int]:
    """Record the lines, whose moments are the school's wall clock, as it would be written.

    `names` are made-up ids of clients, products and staff, for a journal written in pieces.
    """
    written = lines(text) if isinstance(text, str) else text
    known = names or {column: ids(written, column) for column in ("client", "staff", "product")}
    declare(client=known["client"], product=known["product"], staff=known["staff"])
    with schools.inside(school.pk):
        return journal.record_many([_entry(line, known, school) for line in written])


def _entry(line: Line, known: dict[str, dict[str, int]], school: School) -> journal.Entry:
    words = line.words
    attrs: dict[str, str | int | float | bool | None] = {}
    for name, kind in ATTRS.items():
        if name in words:
            attrs[name] = words[name] == "true" if kind == "boolean" else words[name]
    return journal.Entry(
        event=line.event,
        happened_at=_utc(line.local_at, school.timezone),
        actor="connector:events",
        client_id=known["client"].get(line.client or ""),
        staff_id=known["staff"].get(words.get("staff", "")),
        product_id=known["product"].get(words.get("product", "")),
        item=words.get("item"),
        channel=words.get("channel"),
        value=line.value,
        source="events",
        external_id=words.get("id"),
        attrs=attrs,
    )


def _utc(local_at: datetime, zone: str) -> datetime:
    return local_at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def declare(
    client: dict[str, int] | None = None,
    product: dict[str, int] | None = None,
    staff: dict[str, int] | None = None,
    aliases: dict[int, int] | None = None,
) -> None:
    """Let the lake know these outside names and merges."""
    merged = ", ".join(f"({a}::bigint, {b}::bigint)" for a, b in (aliases or {}).items())
    dims.declare(
        dims.Names(
            clients=_values(client),
            products=_values(product),
            staff=_values(staff),
            aliases=f"VALUES {merged}" if merged else "SELECT 1::bigint, 1::bigint WHERE false",
        )
    )


def _values(names: dict[str, int] | None) -> str:
    rows = ", ".join(f"({nth}::bigint, '{name}')" for name, nth in (names or {}).items())
    return f"VALUES {rows}" if rows else "SELECT 1::bigint, '' WHERE false"


def as_owner(statement: str) -> list[tuple[Any, ...]]:
    """Run a statement beside row security; its rows, if it has any."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []
