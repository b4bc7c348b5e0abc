"""The coordinator's day in a school of a million clients against a bare page.

Both are asked through Django's whole handler, signed in or not, in turns; the median counts.
The bare page reads a table of its own without row security, by one index: either the one
deed that is next, or as many deeds as our page lists.
"""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext, override_settings

from benchmarks import bare
from benchmarks.people import fill_clients
from benchmarks.report import Measure
from benchmarks.scratch import as_superuser, open_school, settle
from provodnik.facts.catalog.services import add_product
from provodnik.facts.catalog.types import ProductFields
from provodnik.facts.team.models import Staff, User
from provodnik.facts.team.services import add_staff
from provodnik.kernel import schools
from provodnik.touches.queue.queries.day import ROWS

GOAL = 3
# A list several pages long, as a coordinator sees it who asked for more.
LONG = 200
TOUCHES_AN_OWNER = 1000
_WARMING = 3


def measure(clients: int, touches: int, home: Path, *, rounds: int = 40) -> list[Measure]:
    """Fill a school, count the queries of a short and a long day, measure the long one."""
    now = datetime.now(UTC)
    busy, calm = _fill(clients, touches, now)
    settle(home, "people_client", "sales_order", "queue_touch")
    _fill_bare(home)
    queries = _queries_of(busy), _queries_of(calm)
    if queries[0] != queries[1]:
        raise AssertionError(f"{queries[0]} queries for a long day, {queries[1]} for one deed")
    begun, long = min(ROWS, TOUCHES_AN_OWNER), min(LONG, TOUCHES_AN_OWNER)
    bare_pages = [_bare(f"/{busy.pk}/{rows}/") for rows in (1, begun, long)]
    ours, longer, one, bare_begun, bare_long = _in_turns(
        rounds, _ours(busy), _ours(busy, f"?rows={LONG}"), *bare_pages
    )
    work = f"day page of {TOUCHES_AN_OWNER:,} deeds, {clients:,} clients, {touches:,} touches"
    told = f"{queries[0]} queries at 1 deed and at {TOUCHES_AN_OWNER:,}."
    return [
        Measure(
            f"{work}: {long} deeds listed",
            f"bare page listing {long}",
            longer,
            bare_long,
            GOAL,
            note=f"a bare Django page that lists {long} rows by one indexed query. {told}",
        ),
        Measure(
            f"{work}: as it opens, {begun} deeds listed",
            f"bare page listing {begun}",
            ours,
            bare_begun,
            GOAL,
            note="the page opens with the first deeds only; the rest comes when it is asked for.",
        ),
        Measure(
            work,
            "bare page with one row",
            ours,
            one,
            GOAL,
            note="the same bare page with one row: nearly nothing but Django itself.",
        ),
    ]


def _in_turns(rounds: int, *pages: Callable[[], object]) -> list[float]:
    """Seconds of each page: the median of rounds in which each is asked once."""
    spent: list[list[float]] = [[] for _ in pages]
    for turn in range(_WARMING + rounds):
        for page, times in zip(pages, spent, strict=True):
            began = time.perf_counter()
            page()
            if turn >= _WARMING:
                times.append(time.perf_counter() - began)
    return [statistics.median(times) for times in spent]


def _ours(owner: Staff, query: str = "") -> Callable[[], object]:
    assert owner.user
    browser = Browser()
    browser.force_login(owner.user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def ask() -> None:
        answer = browser.get(f"/day/{query}")
        if answer.status_code != 200:
            raise AssertionError(f"the day page answered {answer.status_code}")

    return ask


def _bare(address: str) -> Callable[[], object]:
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        browser = Browser()
        browser.get(address)  # a browser keeps the handler, and so the middleware, it was made with

    def ask() -> None:
        answer = browser.get(address)
        if b"<li>" not in answer.content:
            raise AssertionError("the bare page lists nothing")

    return ask


def _queries_of(owner: Staff) -> int:
    ask = _ours(owner)
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def _fill(clients: int, touches: int, now: datetime) -> tuple[Staff, Staff]:
    """A school of so many clients and touches. Returns who has a long day, and who one deed."""
    school = open_school("day")
    with schools.inside(school.pk):
        owners = [_coordinator(n, now) for n in range(max(touches // TOUCHES_AN_OWNER, 1))]
        calm = _coordinator(len(owners), now)
        product = add_product(ProductFields(name="Курс"), now=now, actor="system")
        params: dict[str, Any] = {
            "product": product.pk,
            "touches": touches,
            "calm": calm.pk,
            "now": now,
        }
        fill_clients(clients, owners=[owner.pk for owner in owners], now=now)
        with connection.cursor() as cursor:
            for statement in (_ORDERS, _TOUCHES, _ONE_TOUCH):
                cursor.execute(statement, params)
    return owners[0], calm


def _coordinator(number: int, now: datetime) -> Staff:
    user = User.objects.create_user(f"coordinator{number}@example.org")
    return add_staff(
        name=f"Координатор {number}", role="coordinator", user=user, now=now, actor="system"
    )


def _fill_bare(home: Path) -> None:
    with as_superuser(home) as server:
        for statement in _BARE:
            server.execute(statement)


# Every client bought once in the last two years.
_ORDERS = """
INSERT INTO sales_order (
  school_id, source, external_id, number, client_id, product_id, title, status, cost_kopecks,
  paid_kopecks, refunded_kopecks, created_at, first_paid_at, utm, custom)
SELECT school_id, 'getcourse', external_name, '', id, %(product)s, '', 'payed', 990000, 990000, 0,
  paid_at, paid_at, '{}', '{}'
FROM (
  SELECT *, %(now)s - make_interval(mins => (id %% 1051200)::int) AS paid_at FROM people_client
) AS c
"""

# One in five is late already, the others wait until the day ends.
_TOUCHES = """
INSERT INTO queue_touch (
  school_id, client_id, owner_id, kind, state, reason, origin, occurrence, product_id, script,
  channel, stake_kopecks, planned_at, due_from, due_at, attempt, outcome, objection, note,
  closed_reason)
SELECT school_id, id, coordinator_id, 'offer', 'planned', 'Прошёл модуль: пора показать следующий',
  'path:next', 'order:' || id, %(product)s, 'after_module', 'coordinator_calls',
  990000 + id %% 100 * 1000, %(now)s, %(now)s - interval '2 minutes',
  CASE WHEN id %% 5 = 0 THEN %(now)s - interval '1 minute' ELSE %(now)s + interval '8 hours' END,
  1, '', '', '', ''
FROM people_client ORDER BY id LIMIT %(touches)s
"""
_ONE_TOUCH = """
UPDATE queue_touch SET owner_id = %(calm)s WHERE id = (SELECT max(id) FROM queue_touch)
"""

_BARE = (
    "CREATE TABLE bare_deed AS SELECT t.id, t.owner_id, c.name AS client_name, t.reason,"
    " t.stake_kopecks, t.due_at FROM queue_touch t JOIN people_client c ON c.id = t.client_id",
    "CREATE INDEX ON bare_deed (owner_id, due_at)",
    "GRANT SELECT ON bare_deed TO provodnik_app",
    "VACUUM (ANALYZE) bare_deed",
)
