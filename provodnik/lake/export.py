"""The journal's new entries into one tail file, each exactly once.

Ids and commits do not come in one order, so "newer than the last id" would lose
rows. Below the oldest transaction that still runs, all are over: what they committed
is visible to the same snapshot, and nothing can be added to it. So the entries of
transactions from the mark up to there are new, complete and final.

A transaction of another database of the cluster writes nothing here and is not waited
for. Which those are is asked before the snapshot is taken: one that cannot be told
counts as ours.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from duckdb import DuckDBPyConnection

from provodnik.lake import engine, folder, layout, manifest
from provodnik.lake.journal_reader import JournalReader, session
from provodnik.lake.models import LakeFile, LakeMark
from provodnik.lake.types import FileKind, StoredFile

_ELSEWHERE = """
SELECT coalesce(string_agg(l.transactionid::text, ','), '')
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'transactionid' AND l.granted AND a.datname <> current_database()
"""

# An entry of a transaction that this cluster has not begun came with a restore.
_BOUNDS = """
SELECT b.oldest::text::bigint,
       (SELECT count(*) FROM kernel_journalentry WHERE tx >= b.oldest AND tx < b.next),
       (SELECT min(tx::text::bigint) FROM kernel_journalentry WHERE tx >= b.next),
       (SELECT max(id) FROM kernel_journalentry WHERE tx >= b.next),
       (SELECT system_identifier::text FROM pg_control_system()),
       (SELECT coalesce(json_object_agg(id, timezone), '{{}}')::text FROM kernel_school)
FROM (SELECT pg_snapshot_xmax(s) AS next,
             coalesce((SELECT min(running) FROM pg_snapshot_xip(s) AS running
                       WHERE running::xid::text NOT IN ({elsewhere})),
                      pg_snapshot_xmax(s)) AS oldest
      FROM pg_current_snapshot() AS s) AS b
"""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one snapshot of the database says of the journal.

    Transactions below `oldest` are over. `waiting` entries are committed, but an older
    transaction still runs. `foreign_tx` and `foreign_id` bound what a restore brought.
    """

    oldest: int
    waiting: int
    foreign_tx: int | None
    foreign_id: int | None
    system_identifier: str
    time_zones: dict[str, str]


@dataclass(frozen=True, slots=True)
class Exported:
    """Entries brought into the lake, and committed ones that must wait for others."""

    entries: int
    waiting: int


def export(*, now: datetime, wait: bool = True) -> Exported:
    """Bring the entries of finished transactions into the lake.

    The file and the mark commit together: a process killed at any point leaves a
    file that nobody names, and the same entries are taken again. Where the cluster
    is another one, a file is gone or a school has moved to another time zone, the
    lake is built anew in the same commit.

    With `wait` false, does nothing while another process exports.
    """
    with transaction.atomic(durable=True):
        if wait:
            manifest.wait_for(manifest.Work.EXPORT)
        elif not manifest.try_for(manifest.Work.EXPORT):
            return Exported(0, 0)
        with engine.connect() as duck, _snapshot(duck) as (journal, bounds):
            mark = manifest.mark()
            if mark is None or is_foreign(mark, bounds):
                mark = _begin_again(bounds, now=now)
            entries = _take(duck, journal, mark, bounds, now=now)
        mark.exported_tx = bounds.oldest
        mark.time_zones = bounds.time_zones
        mark.exported_at = now
        mark.save()
        return Exported(entries, bounds.waiting)


def is_foreign(mark: LakeMark, bounds: Bounds) -> bool:
    """Whether the lake was not made from this journal, or is not whole."""
    moved = any(bounds.time_zones.get(k, zone) != zone for k, zone in mark.time_zones.items())
    return (
        mark.system_identifier != bounds.system_identifier
        or moved
        or not all(folder.exists(file.path) for file in manifest.living())
    )


def _begin_again(bounds: Bounds, *, now: datetime) -> LakeMark:
    manifest.wait_for(manifest.Work.COMPACTION)
    LakeFile.objects.filter(dropped_at=None).update(dropped_at=now)
    mark = manifest.fresh_mark(bounds.system_identifier)
    # Their numbers are ahead of this cluster's: taken now, left out when it gets there. Ids tell
    # them apart, since a restored sequence goes on after them.
    mark.foreign_tx, mark.foreign_id = bounds.foreign_tx, bounds.foreign_id or 0
    return mark


def _take(
    duck: DuckDBPyConnection,
    journal: JournalReader,
    mark: LakeMark,
    bounds: Bounds,
    *,
    now: datetime,
) -> int:
    path = folder.new_path(mark.folder, FileKind.TAIL)
    duck.register("fresh", journal.stream(layout.JOURNAL + _unexported(mark, bounds)))
    duck.execute(f"COPY (SELECT * FROM fresh) TO '{folder.absolute(path)}' {layout.PARQUET}")
    found = duck.execute(
        "SELECT count(*), list(DISTINCT tenant), max(happened_at)"
        f" FROM {layout.files([folder.absolute(path)])}"
    ).fetchone()
    if not found or not found[0]:
        folder.delete(path)
        return 0
    folder.make_durable(path)
    last_at = found[2].replace(tzinfo=UTC)
    tail = StoredFile(path, FileKind.TAIL, frozenset(found[1]), found[0], last_at)
    manifest.name([tail], now=now)
    return int(found[0])


def _unexported(mark: LakeMark, bounds: Bounds) -> str:
    """Entries of transactions that ended since the mark. All numbers are our own."""
    own = f"j.tx >= '{mark.exported_tx}'::xid8 AND j.tx < '{bounds.oldest}'::xid8"
    if mark.foreign_tx is None:
        return f" WHERE {own}"
    if mark.exported_tx == 0:
        return f" WHERE ({own}) OR j.tx >= '{mark.foreign_tx}'::xid8"
    foreign = f"j.id <= {mark.foreign_id} AND j.tx >= '{mark.foreign_tx}'::xid8"
    return f" WHERE {own} AND NOT ({foreign})"


@contextmanager
def _snapshot(duck: DuckDBPyConnection) -> Iterator[tuple[JournalReader, Bounds]]:
    """One state of the whole journal and its bounds."""
    url = settings.LAKE_DATABASE_URL
    with session(url, is_one_state=False) as before:
        [elsewhere] = before.row(duck, _ELSEWHERE)
    numbers = ", ".join(f"'{number}'" for number in elsewhere.split(","))
    with session(url, is_one_state=True) as journal:
        row = journal.row(duck, _BOUNDS.format(elsewhere=numbers))
        oldest, waiting, foreign_tx, foreign_id, cluster, zones = row
        yield (
            journal,
            Bounds(oldest, waiting, foreign_tx, foreign_id, cluster, json.loads(zones)),
        )
