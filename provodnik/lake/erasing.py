"""The lake's part of erasing a person: files without the words the journal does not hold any more.

Files never change, so each one with a stale entry is written anew and the old one dropped, in
one commit. Only words go: ids, moments, kinds and values stay, so the roll-ups stay as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from duckdb import DuckDBPyConnection

from provodnik.lake import engine, folder, layout, manifest, reading
from provodnik.lake.journal_reader import session
from provodnik.lake.types import FileKind, StoredFile

_COLUMNS = ", ".join(layout.COLUMNS)


class LakeDisagrees(RuntimeError):
    """A file would lose or gain entries: the lake is not what the journal says; rebuild it."""


def rewrite(school_id: int, client_ids: Sequence[int], *, now: datetime) -> int:
    """Bring the entries of some clients in the lake's files to what the journal says of them.

    Returns how many files were replaced; none when all agree, so running it again, or after a
    kill at any point, changes nothing. Waits for an export or compaction at work and keeps
    others away meanwhile. The replaced files go with the sweep an hour later, when whoever
    reads them has finished. Runs outside transactions. Cost: reads and writes each file that
    holds one of the clients, once.

    Raises:  LakeDisagrees
    """
    with transaction.atomic(durable=True):
        manifest.wait_for(manifest.Work.EXPORT)
        manifest.wait_for(manifest.Work.COMPACTION)
        mark = manifest.mark()
        if mark is None or not client_ids:
            return 0
        with engine.connect() as duck:
            person = _hear(duck, school_id, client_ids)
            stale = [file for file in _entries_of(school_id) if person.is_stale_in(file)]
            written = [person.rewritten(file, mark.folder) for file in stale]
        for file in written:
            folder.make_durable(file.path)
        manifest.name(written, now=now)
        manifest.drop(stale, now=now)
    # Relations this process keeps open hold the old words.
    reading.let_go()
    return len(stale)


def _entries_of(school_id: int) -> list[StoredFile]:
    """Files with entries of the school. One that is gone makes the exporter build a new lake."""
    kinds = (FileKind.TAIL, FileKind.BASE)
    living = manifest.living(school_id)
    return [file for file in living if file.kind in kinds and folder.exists(file.path)]


def _hear(duck: DuckDBPyConnection, school_id: int, client_ids: Sequence[int]) -> "_Person":
    """What the journal says of the clients now."""
    ids = ", ".join(str(int(client_id)) for client_id in client_ids)
    of_clients = f" WHERE j.school_id = {int(school_id)} AND j.client_id IN ({ids})"
    with session(settings.LAKE_DATABASE_URL, is_one_state=True) as journal:
        duck.register("heard", journal.stream(layout.JOURNAL + of_clients))
        duck.execute(f"CREATE TEMP TABLE told AS SELECT {_COLUMNS} FROM heard")
    return _Person(duck, f"(tenant = {int(school_id)} AND client_id IN ({ids}))")


@dataclass(frozen=True, slots=True)
class _Person:
    """Whose entries are rewritten: `about` is their SQL, `told` what the journal says."""

    duck: DuckDBPyConnection
    about: str

    def is_stale_in(self, file: StoredFile) -> bool:
        """Whether a file says of the person what the journal does not say any more."""
        found = self.duck.execute(
            f"SELECT 1 FROM (SELECT {_COLUMNS} FROM {_relation(file)} WHERE {self.about}"
            f" EXCEPT SELECT {_COLUMNS} FROM told) LIMIT 1"
        ).fetchone()
        return found is not None

    def rewritten(self, file: StoredFile, name: str) -> StoredFile:
        """The same file with the person's entries as the journal has them, not yet durable."""
        path = folder.new_path(name, file.kind)
        order = layout.SORTED if file.kind == FileKind.BASE else "ORDER BY id"
        old = _relation(file)
        copied = self.duck.execute(
            f"COPY (SELECT * FROM (SELECT {_COLUMNS} FROM {old} WHERE {self.about} IS NOT TRUE"
            f" UNION ALL SELECT {_COLUMNS} FROM told"
            f" WHERE id IN (SELECT id FROM {old} WHERE {self.about})) {order})"
            f" TO '{folder.absolute(path)}' {layout.PARQUET}"
        ).fetchone()
        rows = copied[0] if copied else 0
        if rows != file.rows:
            folder.delete(path)
            raise LakeDisagrees(f"{file.path}: {file.rows} entries, {rows} after")
        return replace(file, path=path)


def _relation(file: StoredFile) -> str:
    return layout.files([folder.absolute(file.path)])
