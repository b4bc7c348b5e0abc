"""Is the database there, do background jobs run. No school, no sign-in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

# Workers beat every ten seconds; six missed beats are a stopped worker.
STALE_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Health:
    """`worker_seen_at`: the last sign of life of any worker, None if there was never one."""

    database: bool
    worker_seen_at: datetime | None
    at: datetime

    def text(self) -> str:
        return f"database: {'ok' if self.database else 'away'}\nworker: {self._worker()}\n"

    def _worker(self) -> str:
        if self.worker_seen_at is None:
            return "not running" if self.database else "unknown"
        if self.at - self.worker_seen_at > STALE_AFTER:
            return f"silent since {self.worker_seen_at.isoformat(timespec='seconds')}"
        return "ok"


def look(now: datetime) -> Health:
    """One query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
            row = cursor.fetchone()
    except DatabaseError:
        return Health(database=False, worker_seen_at=None, at=now)
    return Health(database=True, worker_seen_at=row[0] if row else None, at=now)
