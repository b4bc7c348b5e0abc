"""The spine: one append-only log of everything that happened, and who wakes on it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from django.db import connection, connections
from psycopg import sql

from provodnik.kernel import schools
from provodnik.kernel.events import VOIDED, EventKind

# A listener defers a job through the current connection: it commits or vanishes with the entries.
type Listener = Callable[[int, Sequence[int]], None]
type Attr = str | int | float | bool | None

COLUMNS = (
    "happened_at",
    "client_id",
    "staff_id",
    "product_id",
    "item",
    "channel",
    "value",
    "external_id",
    "actor",
    "attrs",
)
_LISTENER_BATCH = 1000

_kinds: dict[str, EventKind] = {}
_sources: list[str] = []
_listeners: dict[str, tuple[Listener, ...]] = {}
_event_ids: dict[str, int] = {}
_source_ids: dict[str, int] = {}


class UnknownEvent(ValueError):
    """No app declares this kind."""


class MalformedEntry(ValueError):
    """An entry lacks a column its kind needs, or carries an attribute it does not know."""


def declare(kinds: Iterable[EventKind], sources: Iterable[str]) -> None:
    """Replace the catalogue of kinds and sources. Called once, from provodnik.config."""
    _kinds.clear()
    _kinds.update({kind.name: kind for kind in kinds})
    _sources[:] = sources


def connect(listeners: Mapping[str, tuple[Listener, ...]]) -> None:
    """Replace the whole event → listeners map. Called once, from provodnik.config."""
    _listeners.clear()
    _listeners.update(listeners)


def listeners() -> Mapping[str, tuple[Listener, ...]]:
    """Who wakes on which kind: a copy."""
    return dict(_listeners)


def kinds() -> Mapping[str, EventKind]:
    """Every declared kind by name."""
    return _kinds


def event_id(name: str) -> int:
    """The narrow key of a kind. Raises UnknownEvent."""
    if name not in _kinds:
        raise UnknownEvent(name)
    if name not in _event_ids:
        _load("kernel_eventname", _event_ids)
    return _event_ids[name]


def source_id(name: str) -> int:
    """The narrow key of a source. Raises KeyError for an undeclared one."""
    if name not in _source_ids:
        _load("kernel_sourcename", _source_ids)
    return _source_ids[name]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, not yet written. Units of `value` are its kind's."""

    event: str
    happened_at: datetime
    actor: str
    client_id: int | None = None
    staff_id: int | None = None
    product_id: int | None = None
    item: str | None = None
    channel: str | None = None
    value: int | None = None
    source: str = "provodnik"
    external_id: str | None = None
    attrs: Mapping[str, Attr] | None = None


def record(event: str, *, happened_at: datetime, actor: str, **columns: object) -> int:
    """Append one entry and, in the same transaction, wake every listener of its kind.

    `columns` are the fields of `Entry`. Returns the entry's id.

    Raises:  UnknownEvent, MalformedEntry
             IntegrityError: this external_id is recorded already
    """
    entry = Entry(event=event, happened_at=happened_at, actor=actor, **columns)  # type: ignore[arg-type]
    return record_many([entry])[0]


def record_many(entries: Sequence[Entry]) -> list[int]:
    """Append entries of the current school; ids in the same order. One statement.

    Raises:  UnknownEvent, MalformedEntry, IntegrityError
    """
    if not entries:
        return []
    school_id = schools.current()
    rows = [_row(school_id, entry) for entry in entries]
    marks = ", ".join(["(" + ", ".join(["%s"] * (len(COLUMNS) + 3)) + ")"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_journalentry"  # noqa: S608 (only our own column names)
            f" (school_id, event_id, source_id, {', '.join(COLUMNS)}) VALUES {marks} RETURNING id",
            [value for row in rows for value in row],
        )
        ids: list[int] = [row[0] for row in cursor.fetchall()]
    woken: dict[str, list[int]] = {}
    for entry, entry_id in zip(entries, ids, strict=True):
        woken.setdefault(entry.event, []).append(entry_id)
    for event, event_entries in woken.items():
        wake(event, event_entries)
    return ids


def append_from(
    event: str,
    *,
    source: str,
    columns: Sequence[str],
    query: LiteralString,
    params: Sequence[Any] = (),
) -> int:
    """Append the rows of a SELECT. Returns how many were new.

    The set-based way in: rows already known by external_id change nothing.
    `columns` names what the query selects, in its order, any of `COLUMNS`;
    `happened_at` and `actor` among them.

    Raises:  UnknownEvent; the database refuses rows that lack what the kind needs
    """
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL(
        "INSERT INTO kernel_journalentry (school_id, event_id, source_id, {names})"
        " SELECT current_setting('app.school')::bigint, {event}, {source}, fresh.*"
        " FROM ({query}) AS fresh"
        " ON CONFLICT (school_id, source_id, event_id, external_id)"
        " WHERE external_id IS NOT NULL DO NOTHING RETURNING id"
    ).format(
        names=names,
        event=sql.Literal(event_id(event)),
        source=sql.Literal(source_id(source)),
        query=sql.SQL(query),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(None), params)
        ids = [row[0] for row in cursor.fetchall()]
    wake(event, ids)
    return len(ids)


def void(entry_ids: Sequence[int], *, at: datetime, actor: str, reason: str) -> None:
    """Mark entries as wrong and wake who listens. They stay, and leave every metric."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_journalentry"
            " (school_id, event_id, source_id, happened_at, client_id, value, external_id, actor,"
            "  attrs)"
            " SELECT school_id, %s, %s, %s, client_id, id, 'entry:' || id, %s, %s"
            " FROM kernel_journalentry WHERE id = ANY(%s) ON CONFLICT DO NOTHING RETURNING id",
            [
                event_id(VOIDED),
                source_id("provodnik"),
                at,
                actor,
                json.dumps({"reason": reason}),
                list(entry_ids),
            ],
        )
        voiding = [row[0] for row in cursor.fetchall()]
    wake(VOIDED, voiding)


def wake(event: str, entry_ids: Sequence[int]) -> None:
    """Hand new entries to the listeners of their kind, a bounded number at a time."""
    for listener in _listeners.get(event, ()):
        for start in range(0, len(entry_ids), _LISTENER_BATCH):
            listener(schools.current(), entry_ids[start : start + _LISTENER_BATCH])


def sync_kinds(*, using: str = "owner") -> None:
    """Write the declared kinds and sources into their small tables. Part of every migrate."""
    with connections[using].cursor() as cursor:
        for kind in _kinds.values():
            cursor.execute(
                "INSERT INTO kernel_eventname"
                " (name, needs_client, needs_product, needs_item, needs_value)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (name) DO UPDATE SET"
                " needs_client = EXCLUDED.needs_client, needs_product = EXCLUDED.needs_product,"
                " needs_item = EXCLUDED.needs_item, needs_value = EXCLUDED.needs_value",
                [
                    kind.name,
                    "client_id" in kind.needs,
                    "product_id" in kind.needs,
                    "item" in kind.needs,
                    "value" in kind.needs,
                ],
            )
        for source in _sources:
            cursor.execute(
                "INSERT INTO kernel_sourcename (name) VALUES (%s) ON CONFLICT (name) DO NOTHING",
                [source],
            )


def _row(school_id: int, entry: Entry) -> list[Any]:
    kind = _kinds.get(entry.event)
    if kind is None:
        raise UnknownEvent(entry.event)
    missing = sorted(name for name in kind.needs if getattr(entry, name) is None)
    unknown = sorted(set(entry.attrs or {}) - kind.attrs)
    if missing or unknown:
        raise MalformedEntry(f"{entry.event}: lacks {missing}, does not know {unknown}")
    values = [getattr(entry, name) for name in COLUMNS[:-1]]
    attrs = json.dumps(dict(entry.attrs or {}))
    return [school_id, event_id(entry.event), source_id(entry.source), *values, attrs]


def _load(table: LiteralString, cache: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, id FROM {table}")  # noqa: S608 (our own two tables)
        cache.update(cursor.fetchall())
