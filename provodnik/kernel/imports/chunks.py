"""One chunk of a run: facts, journal, rejects and progress commit together or not at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import OperationalError
from psycopg import errors as pg

from provodnik.kernel import schools, statistics
from provodnik.kernel.imports.kinds import ImportKind, Landed, Landing
from provodnik.kernel.imports.models import ImportReject, ImportRun
from provodnik.kernel.imports.rows import RowParser
from provodnik.kernel.imports.staging import STAGE, Chunk, stage
from provodnik.kernel.imports.types import FINISHED, Reject, RejectCode, Tally

_TRIES = 3
_KEPT_CELL = 10_000


class RunIsOver(Exception):
    """Somebody ended the run, or it was cancelled: no chunk may follow."""


@dataclass(frozen=True, slots=True)
class ChunkWriter:
    """Writes the chunks of one run, one after another."""

    school_id: int
    run_id: int
    kind: ImportKind
    parser: RowParser

    def write(self, chunk: Chunk) -> None:
        """Write one chunk in a transaction of its own. Repeats it after a deadlock.

        Raises:  RunIsOver: cancelled, or finished by another process
        """
        for left in reversed(range(_TRIES)):
            try:
                with schools.inside(self.school_id):
                    self._write(chunk)
            except OperationalError as error:
                if left == 0 or not _is_passing(error):
                    raise
            else:
                return

    def _write(self, chunk: Chunk) -> None:
        run = ImportRun.objects.select_for_update().get(pk=self.run_id)
        if run.state in FINISHED or run.cancel_asked_at:
            raise RunIsOver
        stage(self.parser, chunk.data)
        landed = self.kind.land(landing_of(run))
        rejects = [*chunk.rejects, *landed.rejects]
        _keep_rejects(run, rejects, dict(chunk.records))
        _advance(run, landed, rejected=len(rejects), position=chunk.records[-1][0])
        statistics.freshen()


def landing_of(run: ImportRun) -> Landing:
    """What a kind is told about the run whose rows lie in `stage`."""
    assert run.started_at is not None
    same = ImportRun.objects.filter(digest=run.digest, kind=run.kind)
    return Landing(
        stage=STAGE,
        run_id=run.pk,
        same_file_runs=list(same.values_list("pk", flat=True)),
        actor=run.actor,
        now=run.started_at,
    )


def _keep_rejects(
    run: ImportRun, rejects: Sequence[Reject], cells: Mapping[int, Sequence[str]]
) -> None:
    ImportReject.objects.bulk_create(
        ImportReject(
            school_id=run.school_id,
            run=run,
            line=reject.line,
            column=reject.column[:200],
            code=reject.code,
            params=dict(reject.params),
            cells=_kept_cells(reject, cells[reject.line]),
        )
        for reject in rejects
    )


def _kept_cells(reject: Reject, cells: Sequence[str]) -> list[str]:
    """The row as it stood in the file; of somebody erased, nothing but its number is kept."""
    is_erased = reject.code == RejectCode.ERASED
    return [] if is_erased else [_storable(cell) for cell in cells]


def _storable(cell: str) -> str:
    """The cell as the database can hold it: spoilt bytes as «?», no megabytes."""
    return cell[:_KEPT_CELL].replace("\x00", "?").encode(errors="replace").decode()


def _advance(run: ImportRun, landed: Landed, *, rejected: int, position: int) -> None:
    tally = run.tally + landed.tally + Tally(rejected=rejected)
    run.created, run.updated = tally.created, tally.updated
    run.unchanged, run.rejected = tally.unchanged, tally.rejected
    if run.statuses is not None:
        run.statuses = dict(Counter(run.statuses) + Counter(landed.statuses))
    run.notes = dict(Counter(run.notes) + Counter(landed.notes))
    run.position = position
    run.attempts = 0
    run.save(
        update_fields=[
            *("created", "updated", "unchanged", "rejected"),
            *("statuses", "notes", "position", "attempts"),
        ]
    )


def _is_passing(error: OperationalError) -> bool:
    return isinstance(error.__cause__, pg.DeadlockDetected | pg.SerializationFailure)
