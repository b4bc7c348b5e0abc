"""What can be amiss with an installation, each with what to do about it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import psycopg
from django.conf import settings
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

from provodnik.config import erased, postgres, schema
from provodnik.config.postgres import PostgresError
from provodnik.lake.verification import differences

_LITTLE_SPACE_BYTES = 2 * 2**30
_HEARTBEAT = timedelta(seconds=60)
_LAKE_LAG = timedelta(minutes=3)
_LONG_TRANSACTION = timedelta(minutes=10)


class State(StrEnum):
    """How a finding is meant: fine, worth knowing, or to be mended."""

    FINE = "fine"
    NOTE = "note"
    AMISS = "amiss"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, in words; what is amiss says what to do."""

    state: State
    text: str


def findings(now: datetime, *, compare_lake: bool = False) -> Iterator[Finding]:
    """Everything worth a look, cheapest first; stops where the rest would only repeat it.

    `compare_lake` also reads journal and lake whole and compares them.
    """
    yield _disk()
    try:
        postgres.ensure(settings.HOME)
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except PostgresError as error:
        yield Finding(State.AMISS, _(error.message) % error.values)
        return
    except DatabaseError as error:
        yield Finding(State.AMISS, _("The database does not answer: %(why)s") % {"why": error})
        return
    yield Finding(State.FINE, _("The database answers."))
    yield from _roles()
    pending = schema.pending()
    if pending:
        words = _("%(count)s migrations are not applied: run “provodnik migrate”.")
        yield Finding(State.AMISS, words % {"count": len(pending)})
        return
    yield Finding(State.FINE, _("The tables are of this version."))
    for look in (_worker, _jobs, _lake, _old_transactions):
        yield look(now)
    yield from _erasures(now)
    if compare_lake:
        yield from _lake_against_journal()


def _disk() -> Finding:
    settings.HOME.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.HOME).free
    words = _("%(gigabytes)s GB are free in %(home)s.")
    text = words % {"gigabytes": f"{free / 2**30:.1f}", "home": settings.HOME}
    return Finding(State.AMISS if free < _LITTLE_SPACE_BYTES else State.FINE, text)


def _roles() -> Iterator[Finding]:
    """Row security holds only for a role that can neither bypass it nor own the tables."""
    for what, url in (
        ("DATABASE_URL", settings.URLS.app),
        ("DATABASE_LAKE_URL", settings.URLS.lake),
    ):
        with psycopg.connect(url) as connection:
            row = connection.execute(_RIGHTS).fetchone()
        excess = [name for name, has in zip(_EXCESS, row or (), strict=True) if has]
        if excess and not (
            what == "DATABASE_LAKE_URL" and settings.URLS.lake == settings.URLS.owner
        ):
            words = _("The role of %(what)s may too much (%(excess)s): schools would not be apart.")
            yield Finding(State.AMISS, words % {"what": what, "excess": ", ".join(excess)})
        else:
            yield Finding(
                State.FINE, _("The role of %(what)s may no more than it should.") % {"what": what}
            )


_EXCESS = ("SUPERUSER", "BYPASSRLS", "OWNER", "TRUNCATE")
_RIGHTS = """
SELECT r.rolsuper, r.rolbypassrls,
       EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
               AND c.relkind IN ('r', 'p') AND pg_has_role(current_user, c.relowner, 'MEMBER')),
       EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
               AND c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, 'TRUNCATE'))
FROM pg_roles r WHERE r.rolname = current_user
"""


def _worker(now: datetime) -> Finding:
    heartbeat = _one("SELECT max(last_heartbeat) FROM procrastinate_workers")
    if isinstance(heartbeat, datetime) and now - heartbeat < _HEARTBEAT:
        return Finding(State.FINE, _("Background jobs are running."))
    return Finding(State.NOTE, _("Background jobs are not running: start “provodnik serve”."))


def _jobs(_now: datetime) -> Finding:
    failed = _one("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
    if failed:
        return Finding(State.NOTE, _("%(count)s background jobs failed.") % {"count": failed})
    return Finding(State.FINE, _("No background job failed."))


def _lake(now: datetime) -> Finding:
    behind = _one(
        "SELECT min(recorded_at) FROM kernel_journalentry"
        " WHERE tx::text::bigint >= coalesce((SELECT exported_tx FROM lake_mark), 0)"
        " AND recorded_at > coalesce((SELECT exported_at FROM lake_mark), '-infinity')"
    )
    if isinstance(behind, datetime) and now - behind > _LAKE_LAG:
        words = _("Metrics lack what was recorded since %(since)s: background jobs must run.")
        return Finding(State.NOTE, words % {"since": behind.isoformat(timespec="seconds")})
    return Finding(State.FINE, _("Metrics are fresh."))


def _erasures(now: datetime) -> Iterator[Finding]:
    found = list(erased.complaints(now))
    for is_amiss, text in found:
        yield Finding(State.AMISS if is_amiss else State.NOTE, text)
    if not found:
        yield Finding(State.FINE, _("Erased people stay erased."))


def _lake_against_journal() -> Iterator[Finding]:
    found = differences()
    words = _("%(event)s of school %(school)s: %(journal)s in the journal, %(lake)s in the lake.")
    for one in found:
        told = {"event": one.event, "school": one.school_id}
        counts = {"journal": one.in_journal, "lake": one.in_lake}
        yield Finding(State.AMISS, words % {**told, **counts})
    if not found:
        yield Finding(State.FINE, _("The lake holds what the journal holds."))


def _old_transactions(now: datetime) -> Finding:
    """The lake reads up to the oldest open transaction: one left open holds every number back."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT pid, usename, xact_start FROM pg_stat_activity"
            " WHERE datname = current_database() AND xact_start < %s"
            " ORDER BY xact_start LIMIT 1",
            [now - _LONG_TRANSACTION],
        )
        row = cursor.fetchone()
    if row is None:
        return Finding(State.FINE, _("No transaction is open for long."))
    words = _("Process %(pid)s of %(role)s keeps a transaction open since %(since)s: metrics wait.")
    pid, role, since = row
    return Finding(State.AMISS, words % {"pid": pid, "role": role, "since": since.isoformat()})


def _one(question: str) -> object:
    with connections["owner"].cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return row[0] if row else None


Look = Callable[[datetime], Finding]
