"""The engine of signals: declarative checks that open and close by themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from django.db import connection

type Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """What needs attention, as one set-based question.

    `query` selects (subject_id, since_at, evidence jsonb) of every offender of the
    current school; `params` gives its settings, read from the method at `now`.
    """

    name: str
    subject: str
    query: LiteralString
    params: Callable[[datetime], Params]


_checks: dict[str, Check] = {}


def declare(checks: tuple[Check, ...]) -> None:
    """Replace all checks. Called once, from provodnik.config."""
    _checks.clear()
    _checks.update({check.name: check for check in checks})


def checks() -> Mapping[str, Check]:
    """Every declared check by name."""
    return _checks


@dataclass(frozen=True, slots=True)
class Change:
    """What a refresh did: how many signals opened and closed."""

    opened: int
    closed: int


def refresh(check: Check, *, now: datetime) -> Change:
    """Open what is new, close what is gone, in two statements whatever the number of offenders."""
    params = {**check.params(now), "check": check.name, "subject": check.subject, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE offender ON COMMIT DROP AS {check.query}",
            params,
        )
        cursor.execute(_CLOSE, params)
        closed = cursor.rowcount
        cursor.execute(_OPEN, params)
        opened = cursor.rowcount
        cursor.execute("DROP TABLE offender")
    return Change(opened, closed)


_CLOSE = """
WITH gone AS (
  UPDATE kernel_signal SET closed_at = %(now)s
  WHERE check_name = %(check)s AND closed_at IS NULL
    AND NOT EXISTS (SELECT FROM offender WHERE offender.subject_id = kernel_signal.subject_id)
  RETURNING *
)
INSERT INTO kernel_journalentry
  (school_id, event_id, source_id, happened_at, client_id, item, actor, attrs)
SELECT school_id, (SELECT id FROM kernel_eventname WHERE name = 'signal_closed'),
       (SELECT id FROM kernel_sourcename WHERE name = 'provodnik'), %(now)s,
       CASE WHEN subject = 'client' THEN subject_id END, check_name || ':' || subject_id,
       'signal:' || check_name, jsonb_build_object('check', check_name, 'subject', subject)
FROM gone
"""

_OPEN = """
WITH fresh AS (
  INSERT INTO kernel_signal
    (school_id, check_name, subject, subject_id, since_at, evidence, opened_at)
  SELECT current_setting('app.school')::bigint, %(check)s, %(subject)s, subject_id, since_at,
         evidence, %(now)s
  FROM offender
  ON CONFLICT (school_id, check_name, subject_id) WHERE closed_at IS NULL DO NOTHING
  RETURNING *
)
INSERT INTO kernel_journalentry
  (school_id, event_id, source_id, happened_at, client_id, item, actor, attrs)
SELECT school_id, (SELECT id FROM kernel_eventname WHERE name = 'signal_opened'),
       (SELECT id FROM kernel_sourcename WHERE name = 'provodnik'), %(now)s,
       CASE WHEN subject = 'client' THEN subject_id END, check_name || ':' || subject_id,
       'signal:' || check_name, jsonb_build_object('check', check_name, 'subject', subject)
FROM fresh
"""
