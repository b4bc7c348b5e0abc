"""Recount of every open request after the school's calendar changed.

The reference writes the very deadlines the recount came to, ready made, by one statement: what
the database alone must do. The rest is what it costs to read the threads and ask the clocks.
"""

import time
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from benchmarks.people import fill_clients
from benchmarks.report import Measure
from benchmarks.scratch import NOW, open_school, settle
from provodnik.facts.team.services import add_staff
from provodnik.kernel import schools
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.kernel.models import School
from provodnik.kernel.schools.services import replace_calendar, working_calendar
from provodnik.method import queries as method
from provodnik.touches.desk.services import recount_chunk
from provodnik.touches.desk.terms import of_method

GOAL = 12.0
_TABLES = ("desk_ticket", "desk_message", "desk_term", "desk_span", "desk_conversation")
_DUE = "answer_due_at, resolve_due_at, limit_due_at, next_due_at, warn_at, escalate_at"


def measure(tickets: int, home: Path) -> list[Measure]:
    """A holiday is added; every request is asked by when it is due now."""
    school = _filled(tickets, home)
    _recounted(school)
    with schools.inside(school.pk):
        closed = date(NOW.year, NOW.month, NOW.day)
        replace_calendar(_closed(working_calendar(), closed), now=NOW, actor="system")
    settle(home, *_TABLES)
    began = time.perf_counter()
    changed = _recounted(school)
    took = time.perf_counter() - began
    if changed < tickets // 2 or _recounted(school):
        raise AssertionError(f"{changed} of {tickets} requests were recounted")
    return [
        Measure(
            f"recount of {tickets:,} open requests after a change of the calendar",
            "one `UPDATE` of ready-made deadlines",
            took,
            _written(school, home),
            GOAL,
            note=f"two or three messages a request, a third of them waited for the client;"
            f" {changed:,} deadlines moved; {tickets / took:,.0f} requests a second.",
        )
    ]


def _recounted(school: School) -> int:
    """As the job does it: a transaction a chunk. Returns how many changed."""
    changed = 0
    last_id: int | None = 0
    while last_id is not None:
        with schools.inside(school.pk):
            done = recount_chunk(last_id, now=NOW)
        changed, last_id = changed + done.changed, done.last_id
    return changed


def _written(school: School, home: Path) -> float:
    """Seconds for writing the deadlines the recount came to over others."""
    with schools.inside(school.pk), connection.cursor() as cursor:
        cursor.execute(_KEEP)
        cursor.execute(_SPOIL)
    settle(home, *_TABLES)
    began = time.perf_counter()
    with schools.inside(school.pk), connection.cursor() as cursor:
        cursor.execute(_WRITE)
    return time.perf_counter() - began


def _filled(tickets: int, home: Path) -> School:
    school = open_school("desk")
    with schools.inside(school.pk):
        owner = add_staff(name="Анна Лебедева", role="coordinator", now=NOW, actor="system")
        fill_clients(tickets, owners=[owner.pk], now=NOW)
        priorities = [one.key for one in method.desk_settings().priorities]
        params: dict[str, Any] = {"now": NOW, "owner": owner.pk, "priorities": priorities}
        with connection.cursor() as cursor:
            for statement in (_CONVERSATIONS, _TICKETS, _WORDS, _WAITS):
                cursor.execute(statement, params)
            for key, minutes in of_method().items():
                told: dict[str, Any] = {"priority": key, **minutes}
                cursor.execute(_TERMS, told)
    settle(home, *_TABLES)
    return school


def _closed(calendar: WorkCalendar, on: date) -> WorkCalendar:
    days = {**dict(calendar.days), on: ()}
    return WorkCalendar.of(calendar.zone.key, calendar.week, days, calendar.production)


_CONVERSATIONS = """
INSERT INTO desk_conversation (school_id, client_id, channel, opened_at)
SELECT school_id, id, 'chat', %(now)s::timestamptz - make_interval(mins => (id %% 3900)::int)
FROM people_client
"""

_TICKETS = """
INSERT INTO desk_ticket (
  school_id, number, client_id, channel, subject, topic, priority, state, owner_id, opened_at,
  promised_text, is_paused)
SELECT school_id, id, client_id, channel, 'Вопрос', 'other',
  (%(priorities)s::text[])[1 + id %% cardinality(%(priorities)s::text[])], 'open', %(owner)s,
  opened_at, '', false
FROM desk_conversation
"""

# A question; for two of three an answer and another question after it.
_WORDS = """
INSERT INTO desk_message (
  school_id, conversation_id, ticket_id, channel, kind, author_id, text, is_auto, is_question,
  said_at, reached_at)
SELECT t.school_id, c.id, t.id, t.channel, said.kind,
  CASE said.kind WHEN 'out' THEN %(owner)s END, 'Слова', false, said.kind = 'in', at, at
FROM desk_ticket t JOIN desk_conversation c ON c.client_id = t.client_id
CROSS JOIN LATERAL (VALUES (1, 'in', 0), (2, 'out', 40), (3, 'in', 90)) AS said(place, kind, after)
CROSS JOIN LATERAL (SELECT t.opened_at + make_interval(mins => said.after) AS at) AS moment
WHERE said.place = 1 OR t.id %% 3 > 0
ORDER BY t.id, said.place
"""

_WAITS = """
INSERT INTO desk_span (school_id, ticket_id, kind, from_at, to_at)
SELECT school_id, id, 'wait', opened_at + interval '40 minutes', opened_at + interval '90 minutes'
FROM desk_ticket WHERE id %% 3 = 1
"""

_TERMS = """
INSERT INTO desk_term (
  school_id, ticket_id, from_at, answer_minutes, resolve_minutes, limit_minutes, is_working_time)
SELECT school_id, id, opened_at, %(answer_minutes)s, %(resolve_minutes)s, %(limit_minutes)s,
  %(is_working_time)s
FROM desk_ticket WHERE priority = %(priority)s
"""

_KEEP = f"CREATE TABLE pg_temp.told AS SELECT id, {_DUE} FROM desk_ticket"
_SPOIL = "UPDATE desk_ticket SET answer_due_at = answer_due_at + interval '1 minute'"
_WRITE = f"""
UPDATE desk_ticket t
SET ({_DUE}) = (f.answer_due_at, f.resolve_due_at, f.limit_due_at, f.next_due_at, f.warn_at,
  f.escalate_at)
FROM pg_temp.told f WHERE f.id = t.id
"""
