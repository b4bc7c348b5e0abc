"""The audit of a large school, from the command to the file a producer forwards.

A school of so many students, about twenty-four entries of the journal each, is audited by the
command itself, a process of its own: first as HTML, with the whole journal still to be laid
out in the lake, then as PDF with the lake as a server keeps it. Both against the minute that
was promised.
"""

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString

from django.db import connection

from benchmarks.people import fill_clients
from benchmarks.report import Measure
from benchmarks.scratch import open_school, settle
from provodnik.facts.catalog.services import add_product
from provodnik.facts.catalog.types import ProductFields
from provodnik.facts.team.services import add_staff
from provodnik.kernel import schools
from provodnik.lake import services as lake

PROMISED_SECONDS = 60.0
GOAL = 1
PRODUCTS = 24
STAFF = {"coordinator": 8, "curator": 20, "service_manager": 4}
_SLUG = "audited"


def measure(students: int, home: Path) -> list[Measure]:
    """Fill a school of so many students and audit it as HTML and as PDF."""
    now = datetime.now(UTC)
    # What others wrote before is not laid out at this audit's cost.
    lake.catch_up(now=now)
    entries = _fill(students, now, home)
    work = f"`provodnik audit` of {students:,} students, {entries:,} journal entries"
    notes = {
        "html": "the first audit after an import: the lake is laid out within it.",
        "pdf": "the lake is laid out already, as a server keeps it each minute.",
    }
    return [
        Measure(
            f"{work}, {form.upper()}",
            "the promised minute",
            _audited(home / f"audit.{form}"),
            PROMISED_SECONDS,
            GOAL,
            is_strict=True,
            note=note,
        )
        for form, note in notes.items()
    ]


def _audited(file: Path) -> float:
    """Seconds of the command from its start to its end."""
    command = [sys.executable, "-m", "provodnik.config.cli", "audit", "--school", _SLUG]
    began = time.perf_counter()
    done = subprocess.run(
        [*command, "--out", str(file)], capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - began
    if done.returncode or file.stat().st_size < 10_000:
        raise AssertionError(f"no audit was written: {done.stdout}{done.stderr}")
    return took


def _fill(students: int, now: datetime, home: Path) -> int:
    """A school of so many students and their two last years. Returns how many entries it has."""
    school = open_school(_SLUG)
    with schools.inside(school.pk):
        staff = [
            add_staff(name=f"{role} {n}", role=role, now=now, actor="system").pk
            for role, count in STAFF.items()
            for n in range(count)
        ]
        products = [
            add_product(ProductFields(name=f"Курс {n}"), now=now, actor="system").pk
            for n in range(PRODUCTS)
        ]
        fill_clients(students, owners=staff[: STAFF["coordinator"]], now=now)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kernel_sourcename (name) VALUES ('events') ON CONFLICT DO NOTHING"
            )
            told: dict[str, Any] = {"now": now, "staff": staff, "products": products}
            for kind in _KINDS:
                cursor.execute(_ENTRIES, {**told, **kind})
            cursor.execute("SELECT count(*) FROM kernel_journalentry")
            [entries] = cursor.fetchone() or (0,)
    settle(home, "people_client", "kernel_journalentry")
    return int(entries)


def _kind(
    event: LiteralString,
    percent: int,
    times: int,
    since: int,
    **more: int | str | None,
) -> dict[str, Any]:
    """Entries of one kind: of how many in a hundred, how often, how many days after they came."""
    return {
        **{"value": None, "item": None, "attrs": "{}"},
        **{"event": event, "percent": percent, "times": times, "since": since},
        **more,
    }


_KINDS = (
    _kind("enrolled", 100, 1, 0),
    _kind("payment_received", 100, 1, 0, item="first", value=29_900_00),
    _kind("payment_received", 35, 1, 90, item="second", value=9_900_00),
    _kind("refund_paid", 3, 1, 20, item="first", value=29_900_00),
    _kind("lesson_viewed", 90, 8, 2, item="lesson"),
    _kind("homework_submitted", 70, 4, 5, item="work"),
    _kind("homework_reviewed", 70, 4, 6, item="work", value=4_00),
    _kind("module_completed", 60, 4, 7, item="module"),
    _kind("course_completed", 40, 1, 80),
    _kind("ticket_opened", 50, 1, 10, item="ticket"),
    _kind("ticket_answered", 50, 1, 11, item="ticket"),
    _kind("ticket_resolved", 50, 1, 12, item="ticket"),
    _kind("message_sent", 80, 3, 3),
    _kind("survey_answered", 40, 1, 60, item="wave", value=9_00, attrs='{"measure": "nps"}'),
    _kind("touch_made", 60, 2, 15),
    _kind("offer_made", 45, 1, 70),
    _kind("review_received", 10, 1, 85),
)

# Every number of a student is drawn from their own, so that each run fills the same school.
_ENTRIES = """
INSERT INTO kernel_journalentry (
  school_id, event_id, source_id, happened_at, client_id, staff_id, product_id, item, value, actor,
  attrs)
SELECT c.school_id, (SELECT id FROM kernel_eventname WHERE name = %(event)s),
  (SELECT id FROM kernel_sourcename WHERE name = 'events'),
  least(%(now)s::timestamptz - interval '1 minute', %(now)s::timestamptz
    - make_interval(days => (c.id %% 720)::int, hours => (c.id %% 9)::int)
    + make_interval(days => %(since)s + 7 * nth, mins => (c.id %% 601)::int)),
  c.id, (%(staff)s::bigint[])[1 + c.id %% cardinality(%(staff)s::bigint[])],
  (%(products)s::bigint[])[1 + c.id %% cardinality(%(products)s::bigint[])],
  CASE WHEN %(item)s IN ('first', 'second', 'ticket') THEN %(item)s || '-' || c.id
       ELSE %(item)s || nth END,
  %(value)s, 'connector:events', %(attrs)s::jsonb
FROM people_client c CROSS JOIN generate_series(1, %(times)s) AS nth
WHERE abs(hashint8extended(c.id, length(%(event)s)) %% 100) < %(percent)s
"""
