"""The people behind a number of the base: a part, a segment, a cell of RFM."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, LiteralString

from django.db import connection

from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.queries.census import (
    band_params,
    bands_sql,
    part_params,
    part_sql,
)
from provodnik.facts.sales.base.queries.segments import WEEK
from provodnik.facts.sales.base.types import Part, Rule

PAGE = 50
_EXPORT_PAGE = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to show; every field narrows. Bands are places in the method, from 0.

    `segment_id` 0 is nobody's: who fits no segment. `entered` and `left` are those who moved
    in or out of the segment in a week; `joined_from` and `joined_to` bound when a contact
    became known. `rule` is of a segment being written; `elsewhere` are those in any other
    segment than this one, 0 in any at all.
    """

    part: Part | None = None
    segment_id: int | None = None
    besides: int | None = None
    recency: int | None = None
    frequency: int | None = None
    money: int | None = None
    entered: bool = False
    left: bool = False
    buyers: bool = False
    joined_from: datetime | None = None
    joined_to: datetime | None = None
    rule: Rule | None = None
    elsewhere: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One contact. `since_at` when it entered the segment asked about. Kopecks, net."""

    client_id: int
    name: str
    part: Part
    coordinator: str
    paid_orders: int
    net_kopecks: int
    last_paid_at: datetime | None
    alive_at: datetime
    since_at: datetime | None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of people by name; `next_place` is the last one's id, None at the end."""

    rows: tuple[PersonRow, ...]
    total: int
    net_kopecks: int
    next_place: int | None


def people_page(asked: Asked, *, now: datetime, limit: int = PAGE) -> PeoplePage:
    """A page of people, with how many there are in all and what they brought. Queries: 2."""
    params: dict[str, Any] = {**_params(asked, now), "limit": limit + 1}
    where = _where(asked)
    if asked.rule is not None:
        told = rules.predicate(asked.rule, prefix="w", now=now)
        where, params = f"{where} AND {told.text}", {**params, **told.params}
    with connection.cursor() as cursor:
        cursor.execute(_TOTAL.replace("{where}", where), params)
        total, net = cursor.fetchone()
        cursor.execute(_PEOPLE.replace("{where}", where), params)
        rows = [_person(row) for row in cursor.fetchall()]
    shown = tuple(rows[:limit])
    more = shown[-1].client_id if len(rows) > limit else None
    return PeoplePage(shown, int(total), int(net), more)


def export_people(asked: Asked, *, now: datetime) -> Iterator[PersonRow]:
    """Every row of the list, in its order, a part at a time."""
    while True:
        page = people_page(asked, now=now, limit=_EXPORT_PAGE)
        yield from page.rows
        if page.next_place is None:
            return
        asked = replace(asked, after=page.next_place)


def _person(row: Sequence[Any]) -> PersonRow:
    client_id, name, part, *others = row
    return PersonRow(client_id, name, Part(part), *others)


def _params(asked: Asked, now: datetime) -> dict[str, Any]:
    return {
        **part_params(now),
        **band_params(now),
        "part": asked.part.value if asked.part else None,
        "segment": asked.segment_id,
        "besides": asked.besides,
        "r": asked.recency,
        "f": asked.frequency,
        "m": asked.money,
        "week": now - WEEK,
        "joined_from": asked.joined_from,
        "joined_to": asked.joined_to,
        "elsewhere": asked.elsewhere,
        "after": asked.after,
    }


def _where(asked: Asked) -> str:
    chosen: list[LiteralString] = []
    if asked.part is not None:
        chosen.append("c.part = %(part)s")
    if asked.segment_id == 0:
        chosen.append(f"NOT {_IN_ANY}")
    elif asked.segment_id is not None:
        chosen.append(_LEFT if asked.left else _ENTERED if asked.entered else _IN)
    if asked.besides is not None:
        chosen.append(_IN_BOTH)
    if asked.buyers:
        chosen.append("c.paid_orders > 0")
    for value, condition in (
        (asked.recency, _R),
        (asked.frequency, _F),
        (asked.money, _M),
        (asked.joined_from, _FROM),
        (asked.joined_to, _TO),
        (asked.elsewhere, _ELSEWHERE),
    ):
        if value is not None:
            chosen.append(condition)
    return " AND ".join(chosen) or "true"


_R: LiteralString = "c.r = %(r)s"
_F: LiteralString = "c.f = %(f)s"
_M: LiteralString = "c.m = %(m)s"
_FROM: LiteralString = "c.known_at >= %(joined_from)s"
_TO: LiteralString = "c.known_at < %(joined_to)s"
_OF_CLIENT: LiteralString = "SELECT FROM base_membership AS m WHERE m.client_id = c.client_id"
_IN_ANY: LiteralString = f"EXISTS ({_OF_CLIENT} AND m.left_at IS NULL)"
_IN: LiteralString = f"EXISTS ({_OF_CLIENT} AND m.segment_id = %(segment)s AND m.left_at IS NULL)"
_IN_BOTH: LiteralString = (
    f"EXISTS ({_OF_CLIENT} AND m.segment_id = %(besides)s AND m.left_at IS NULL)"
)
_ELSEWHERE: LiteralString = (
    f"EXISTS ({_OF_CLIENT} AND m.segment_id <> %(elsewhere)s AND m.left_at IS NULL)"
)
_ENTERED: LiteralString = (
    f"EXISTS ({_OF_CLIENT} AND m.segment_id = %(segment)s AND m.left_at IS NULL"
    " AND m.since_at > %(week)s)"
)
_LEFT: LiteralString = (
    f"EXISTS ({_OF_CLIENT} AND m.segment_id = %(segment)s AND m.left_at > %(week)s)"
)

_CONTACTS: LiteralString = (
    f"(SELECT c.*, {part_sql()} AS part, {bands_sql()} FROM base_contact AS c)"  # noqa: S608 (our own text)
)

_TOTAL: LiteralString = f"""
SELECT count(*), coalesce(sum(c.net_kopecks), 0)::bigint FROM {_CONTACTS} AS c WHERE {{where}}
"""  # noqa: S608 (our own text)

_PEOPLE: LiteralString = f"""
SELECT c.client_id, p.name, c.part, coalesce(s.name, ''), c.paid_orders, c.net_kopecks,
       c.last_paid_at, c.alive_at,
       (SELECT max(m.since_at) FROM base_membership AS m
        WHERE m.client_id = c.client_id AND m.segment_id = %(segment)s)
FROM {_CONTACTS} AS c JOIN people_client AS p ON p.id = c.client_id
LEFT JOIN team_staff AS s ON s.id = c.coordinator_id
WHERE {{where}} AND (%(after)s::bigint IS NULL OR (p.sort_key, p.id) > (
  SELECT last.sort_key, last.id FROM people_client AS last WHERE last.id = %(after)s))
ORDER BY p.sort_key, p.id LIMIT %(limit)s
"""  # noqa: S608 (our own text)
