"""The base as a whole: its parts, its money, its bands. One scan of the contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString

from django.db import connection

from provodnik.facts.sales.base.models import Recount
from provodnik.facts.sales.base.types import Part
from provodnik.method import queries as method

type Params = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BandCount:
    """Buyers of one cell of RFM, by the places of their bands in the method, and their money."""

    recency: int
    frequency: int
    money: int
    people: int
    net_kopecks: int


@dataclass(frozen=True, slots=True)
class Census:
    """People of each part, all money net of refunds, buyers by band. Parts sum to `total`."""

    parts: dict[Part, int]
    net_kopecks: int
    buyers: int
    bands: tuple[BandCount, ...]
    counted_at: datetime | None
    waiting: int

    @property
    def total(self) -> int:
        return sum(self.parts.values())

    @property
    def per_contact_kopecks(self) -> int | None:
        return round(self.net_kopecks / self.total) if self.total else None


def census(*, now: datetime) -> Census:
    """Count the base as it stands. Queries: 3, a scan of the contacts among them."""
    with connection.cursor() as cursor:
        cursor.execute(_CENSUS, {**part_params(now), **band_params(now)})
        rows = cursor.fetchall()
        cursor.execute("SELECT count(DISTINCT client_id) FROM base_change")
        (waiting,) = cursor.fetchone()
    parts = dict.fromkeys(Part, 0)
    for part, _buys, _r, _f, _m, people, _net in rows:
        parts[Part(part)] += people
    bought = [row for row in rows if row[1]]
    last = Recount.objects.first()
    return Census(
        parts=parts,
        net_kopecks=int(sum(row[-1] for row in rows)),
        buyers=sum(row[5] for row in bought),
        bands=_cells(bought),
        counted_at=last.counted_at if last else None,
        waiting=int(waiting),
    )


def _cells(rows: Sequence[tuple[object, ...]]) -> tuple[BandCount, ...]:
    cells: dict[tuple[int, int, int], tuple[int, int]] = {}
    for _part, _buys, r, f, m, people, net in rows:
        key = (int(str(r)), int(str(f)), int(str(m)))
        known = cells.get(key, (0, 0))
        cells[key] = known[0] + int(str(people)), known[1] + int(str(net))
    return tuple(BandCount(*key, *cells[key]) for key in sorted(cells))


def part_sql() -> LiteralString:
    """Which part the contact `c` is in; parameters are those of `part_params`."""
    return _PART


def part_params(now: datetime) -> Params:
    settings = method.base_settings()
    return {
        "active_from": now - timedelta(days=settings.active_days),
        "lost_from": now - timedelta(days=settings.lost_days),
    }


def bands_sql() -> LiteralString:
    """The places `r`, `f`, `m` of the contact `c`; parameters are those of `band_params`."""
    return _BANDS


def band_params(now: datetime) -> Params:
    settings = method.base_settings()
    edges = [band.up_to_days for band in settings.recency if band.up_to_days]
    return {
        # From the oldest edge to the newest: a place in it counts from the end.
        "recency": [now - timedelta(days=days) for days in reversed(edges)],
        "recencies": len(edges),
        "frequency": [band.from_orders for band in settings.frequency],
        "money": [band.from_roubles * 100 for band in settings.money],
    }


_PART: LiteralString = """
CASE WHEN NOT c.messages_allowed THEN 'unsubscribed'
     WHEN c.alive_at > %(active_from)s THEN 'active'
     WHEN c.alive_at > %(lost_from)s THEN 'sleeping'
     ELSE 'lost' END
"""

# Given back whole, an order is no purchase: such a client is no buyer here.
_BANDS: LiteralString = """
CASE WHEN c.paid_orders > 0 THEN
  %(recencies)s - width_bucket(c.last_paid_at, %(recency)s::timestamptz[]) END AS r,
CASE WHEN c.paid_orders > 0 THEN
  greatest(width_bucket(c.paid_orders, %(frequency)s::int[]) - 1, 0) END AS f,
CASE WHEN c.paid_orders > 0 THEN
  greatest(width_bucket(c.net_kopecks, %(money)s::bigint[]) - 1, 0) END AS m
"""

_CENSUS: LiteralString = f"""
SELECT part, buys, r, f, m, count(*), sum(net_kopecks)::bigint
FROM (
  SELECT {_PART} AS part, c.net_kopecks, c.paid_orders > 0 AS buys, {_BANDS}
  FROM base_contact AS c
) AS told
GROUP BY part, buys, r, f, m
"""  # noqa: S608 (our own conditions)
