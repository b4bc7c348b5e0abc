"""Planning of due steps against one `INSERT … SELECT` of the touches it plans.

Every client bought something yesterday, and a step of the path offers each the next thing.
Planning finds who is due, asks the gate about each of them, words the reason, and writes
touches and journal. The reference writes the same touches and entries, ready made.
"""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from benchmarks.people import fill_clients
from benchmarks.report import Measure
from benchmarks.scratch import as_superuser, open_school, settle
from provodnik.facts.catalog.path import services as path
from provodnik.facts.catalog.path.types import Step
from provodnik.facts.catalog.services import add_product
from provodnik.facts.catalog.types import ProductFields, Trigger
from provodnik.facts.team.services import add_staff
from provodnik.kernel import schools
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.planning.plan import plan_due

GOAL = 3


def measure(steps: int, home: Path) -> list[Measure]:
    """Plan `steps` due steps in one run, then write the same again."""
    now = datetime.now(UTC)
    school = open_school("planning")
    with schools.inside(school.pk):
        _fill(steps, now)
    settle(home, "people_client", "sales_order", "queue_touch", "kernel_journalentry")
    began = time.perf_counter()
    with schools.inside(school.pk):
        planned = plan_due(now=now, limit=steps)
    ours = time.perf_counter() - began
    if (planned.offers, planned.total) != (steps, steps):
        raise AssertionError(f"{planned} where {steps} offers were due")
    with as_superuser(home) as server:
        for statement in _SET_ASIDE:
            server.execute(statement)
    settle(home)
    began = time.perf_counter()
    with schools.inside(school.pk), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO queue_touch SELECT * FROM planned_touch")
        cursor.execute("INSERT INTO kernel_journalentry SELECT * FROM planned_entry")
    reference = time.perf_counter() - began
    with schools.inside(school.pk):
        assert Touch.objects.count() == steps
    return [
        Measure(
            f"planning of {steps:,} due steps",
            "`INSERT … SELECT`",
            ours,
            reference,
            GOAL,
            note="two statements that write the same touches and journal entries, ready made,"
            " into the same tables, emptied.",
        )
    ]


def _fill(clients: int, now: datetime) -> None:
    owner = add_staff(name="Анна Лебедева", role="coordinator", now=now, actor="system")
    bought, offered = (
        add_product(ProductFields(name=name, price_kopecks=price), now=now, actor="system")
        for name, price in (("Основы", 990_000), ("Колорист", 4_990_000))
    )
    step = Step(
        key="next",
        trigger=Trigger.PAYMENT.value,
        after_id=bought.pk,
        params={},
        delay_days=0,
        offered_id=offered.pk,
        reason="Основы пройдены: видно, какой навык даётся труднее.",
        script="after_module",
        channel="coordinator_calls",
    )
    path.save_step(step, now=now)
    path.publish(by_id=None, actor="system", now=now)
    fill_clients(clients, owners=[owner.pk], now=now)
    with connection.cursor() as cursor:
        params: dict[str, Any] = {
            "product": bought.pk,
            "now": now,
            "first": now - timedelta(days=400),
        }
        cursor.execute(_PURCHASES, params)


# The second purchase of each: newcomers are not offered anything yet.
_PURCHASES = """
INSERT INTO sales_order (
  school_id, source, external_id, number, client_id, product_id, title, status, cost_kopecks,
  paid_kopecks, refunded_kopecks, created_at, first_paid_at, utm, custom)
SELECT school_id, 'getcourse', external_name || '-' || place, '', id, product_id, '', 'payed',
  990000, 990000, 0, paid_at, paid_at, '{}', '{}'
FROM people_client CROSS JOIN (VALUES
  (1, NULL::bigint, %(first)s::timestamptz),
  (2, %(product)s, %(now)s::timestamptz - interval '1 day')
) AS bought (place, product_id, paid_at)
"""

_SET_ASIDE = (
    "CREATE TABLE planned_touch AS SELECT * FROM queue_touch",
    "CREATE TABLE planned_entry AS SELECT * FROM kernel_journalentry WHERE event_id ="
    " (SELECT id FROM kernel_eventname WHERE name = 'touch_planned')",
    "GRANT SELECT ON planned_touch, planned_entry TO provodnik_app",
    "TRUNCATE queue_touch, kernel_journalentry CASCADE",
    "VACUUM (ANALYZE) planned_touch, planned_entry",
)
