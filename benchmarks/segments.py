"""Recount of segments after a change, in a base of a million against one ten times smaller.

Both schools hold a hundred rules over recency, frequency, money, products, stage and behaviour.
The same number of clients buys again in each; the recount must cost as much in the large base
as in the small one: in proportion to the change.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from benchmarks.people import fill_clients
from benchmarks.report import Measure
from benchmarks.scratch import open_school, settle
from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.models import Contact, Membership, Segment
from provodnik.facts.sales.base.recounting import note_clients, recount
from provodnik.facts.team.services import add_staff
from provodnik.kernel import schools
from provodnik.kernel.models import School

GOAL = 1.5
SEGMENTS = 100
SMALLER = 10
_TABLES = ("people_client", "sales_order", "base_contact", "base_membership", "base_change")


def measure(clients: int, changed: int, home: Path, *, rounds: int) -> list[Measure]:
    """Recount `changed` clients of `clients`, and as many of a base ten times smaller."""
    now = datetime.now(UTC)
    small = _filled("segments-small", max(clients // SMALLER, changed), now, home)
    large = _filled("segments-large", clients, now, home)
    took: dict[str, list[float]] = {small.slug: [], large.slug: []}
    for number in range(1, rounds + 1):
        # By turns, so that a busy minute of the machine falls on both.
        for school in (small, large):
            at = now + timedelta(seconds=number)
            took[school.slug].append(_recounted(school, changed, number, at, home))
    return [
        Measure(
            f"recount of {changed:,} changed clients, {SEGMENTS} segments, {clients:,} clients",
            f"the same in a base of {max(clients // SMALLER, changed):,}",
            min(took[large.slug]),
            min(took[small.slug]),
            GOAL,
            note="the same change in both bases; a cost in proportion to the change is 1×.",
        )
    ]


def _recounted(school: School, changed: int, number: int, at: datetime, home: Path) -> float:
    """Let clients drawn by the number of the round buy once more, then recount; seconds."""
    mark = f"{at.isoformat()}-"
    told: dict[str, Any] = {"changed": changed, "round": number, "at": at, "mark": mark}
    with schools.inside(school.pk), connection.cursor() as cursor:
        cursor.execute(_BUY_AGAIN, told)
        bought = [row[0] for row in cursor.fetchall()]
        note_clients(bought)
    settle(home, *_TABLES)
    began = time.perf_counter()
    with schools.inside(school.pk):
        counted = recount(now=at, limit=changed)
    took = time.perf_counter() - began
    if counted.clients < changed or not counted.entered:
        raise AssertionError(f"{counted} where {changed} clients had bought")
    return took


def _filled(slug: str, clients: int, now: datetime, home: Path) -> School:
    school = open_school(slug)
    with schools.inside(school.pk):
        owner = add_staff(name="Анна Лебедева", role="coordinator", now=now, actor="system")
        fill_clients(clients, owners=[owner.pk], now=now)
        params: dict[str, Any] = {"now": now}
        with connection.cursor() as cursor:
            cursor.execute(_LIVE, params)
            cursor.execute(_ORDERS, params)
        Segment.objects.bulk_create(_segments(school, now))
        with connection.cursor() as cursor:
            cursor.execute(_ALL_CHANGED)
    settle(home, *_TABLES)
    is_done = False
    while not is_done:
        with schools.inside(school.pk):
            is_done = recount(now=now).is_done
    with schools.inside(school.pk):
        if Contact.objects.count() != clients or not Membership.objects.exists():
            raise AssertionError("the base was not filled")
    settle(home, *_TABLES)
    return school


def _segments(school: School, now: datetime) -> Iterator[Segment]:
    for number in range(SEGMENTS):
        rule = rules.read(_rule(number))
        yield Segment(
            school=school,
            name=f"Сегмент {number}",
            rule=rules.stored(rule),
            created_at=now,
            edited_at=now,
        )


def _rule(number: int) -> rules.Stored:
    """Rules of every kind, each narrow enough to hold a few of a hundred clients."""
    orders = [{"fact": "orders", "how": "at_least", "value": str(1 + number % 5)}]
    money = [{"fact": "revenue", "how": "at_least", "value": str(5_000 * (1 + number % 7))}]
    paid = [{"fact": "paid_ago", "how": "at_most", "value": str(5 + number)}]
    silent = [{"fact": "active_ago", "how": "more", "value": str(30 + number)}]
    stage = [{"fact": "stage", "how": "is", "value": f"stage{number % 10}"}]
    return [[orders, paid], [money, stage], [silent, stage], [orders, silent], [money, paid]][
        number % 5
    ]


_LIVE = """
UPDATE people_client SET stage = 'stage' || id %% 10, stage_entered_at = %(now)s,
  last_active_at = %(now)s::timestamptz - make_interval(days => (id %% 365)::int)
"""

_ORDERS = """
INSERT INTO sales_order (
  school_id, source, external_id, number, client_id, title, status, cost_kopecks, paid_kopecks,
  refunded_kopecks, created_at, first_paid_at, utm, custom)
SELECT school_id, 'getcourse', external_name || '-' || place, '', id, '', 'payed', 500000,
  500000, 0, at, at, '{}', '{}'
FROM people_client CROSS JOIN generate_series(0, 5) AS place
CROSS JOIN LATERAL (SELECT %(now)s::timestamptz
  - make_interval(days => (id %% 300 + place * 10)::int, mins => 1) AS at) AS paid
WHERE place <= id %% 6
"""

_ALL_CHANGED = """
INSERT INTO base_change (school_id, client_id) SELECT school_id, id FROM people_client
"""

_BUY_AGAIN = """
WITH chosen AS MATERIALIZED (
  SELECT id, school_id FROM people_client ORDER BY hashint8extended(id, %(round)s) LIMIT %(changed)s
)
INSERT INTO sales_order (
  school_id, source, external_id, number, client_id, title, status, cost_kopecks, paid_kopecks,
  refunded_kopecks, created_at, first_paid_at, utm, custom)
SELECT school_id, 'getcourse', %(mark)s || id, '', id, '', 'payed', 500000, 500000, 0, %(at)s,
  %(at)s, '{}', '{}'
FROM chosen RETURNING client_id
"""
