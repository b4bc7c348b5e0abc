"""Taking a run from where it is to its end."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import batched, dropwhile

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import Count, F, Min
from django.db.models.functions import Now
from psycopg import errors as pg

from provodnik.kernel import schools
from provodnik.kernel.imports import files, lock, words
from provodnik.kernel.imports.ahead import ahead
from provodnik.kernel.imports.chunks import ChunkWriter, RunIsOver, landing_of
from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.kinds import kind_of
from provodnik.kernel.imports.models import ImportReject, ImportRun
from provodnik.kernel.imports.opening import open_bound
from provodnik.kernel.imports.rejects import write_rejects
from provodnik.kernel.imports.rows import RowParser
from provodnik.kernel.imports.staging import prepare
from provodnik.kernel.imports.twins import forget_twins
from provodnik.kernel.imports.types import FINISHED, FileProblem, RunState

CHUNK_ROWS = 20_000
# A chunk that kills its worker every time is a fault of ours: a person must look.
MOST_ATTEMPTS = 5
_SHOWN_REASONS = 50


class _NothingWritten(Exception):
    """Ends the transaction of a trial run."""


def run_to_end(
    *,
    school_id: int,
    run_id: int,
    now: datetime,
    on_wait: Callable[[], None] | None = None,
    chunk_rows: int = CHUNK_ROWS,
) -> ImportRun:
    """Go on with a run until it is finished, from the row where it stopped.

    A finished run is returned as it is. Each chunk commits by itself, except in a trial
    run, which is one transaction rolled back: only so does a later row meet what an
    earlier one made, and the counts are those of a real run.

    Raises:  SchoolBusy: another import is at work and there is no `on_wait`
             FileUnreadable: the file is no good, or the disk is full; the run says so
             DatabaseError: the database is away; the run goes on when it is back
    """
    with lock.alone_in_school(school_id, on_wait=on_wait):
        run = _begin(school_id, run_id, now)
        if run.state not in FINISHED:
            with _faults_noted(run):
                _carry_through(run, chunk_rows)
        with schools.inside(school_id):
            return ImportRun.objects.get(pk=run_id)


def _begin(school_id: int, run_id: int, now: datetime) -> ImportRun:
    with schools.inside(school_id):
        run = ImportRun.objects.select_for_update().get(pk=run_id)
        if run.state in FINISHED:
            return run
        run.attempts += 1
        run.started_at = run.started_at or now
        run.state = RunState.RUNNING.value
        run.problem, run.problem_params = "", {}
        if run.statuses is None and kind_of(run.kind).counts_statuses:
            run.statuses = {}
        run.save()
    if run.attempts > MOST_ATTEMPTS:
        _finish(run, RunState.FAILED, FileProblem.STUCK)
    return run


def _carry_through(run: ImportRun, chunk_rows: int) -> None:
    if not run.dry_run:
        state = _write_chunks(run, chunk_rows)
        _finish(run, state)
        return
    outcome: dict[str, object] = {}
    try:
        with schools.inside(run.school_id), transaction.atomic():
            state = _write_chunks(run, chunk_rows)
            outcome = _counts(run)
            raise _NothingWritten
    except _NothingWritten:
        _finish(run, state, learned=outcome)


def _write_chunks(run: ImportRun, chunk_rows: int) -> RunState:
    """Write what is left of the file, then the file of rejects."""
    kind = kind_of(run.kind)
    path = files.place(run.path)
    if not path.exists():
        raise FileUnreadable(FileProblem.GONE)
    with open_bound(path, kind, mapping=run.mapping, encoding=run.encoding) as bound:
        with schools.inside(run.school_id):
            parser = RowParser(kind, run.school, bound.binding)
        writer = ChunkWriter(run.school_id, run.pk, kind, parser)
        left = dropwhile(lambda record: record[0] <= run.position, bound.table.records)
        chunks = (prepare(parser, c) for c in batched(left, chunk_rows, strict=False))
        state = RunState.DONE
        try:
            # Closed before the file is, whatever ends the run: the reader is a thread.
            with closing(ahead(chunks)) as coming:
                for chunk in coming:
                    writer.write(chunk)
            _last_look(run)
        except RunIsOver:
            state = RunState.CANCELLED
        except FileUnreadable:
            _write_rejects(run, bound.table.header)
            raise
        _write_rejects(run, bound.table.header)
    return state


def _last_look(run: ImportRun) -> None:
    """What a kind does once, when all rows are in."""
    finish = kind_of(run.kind).finish
    if finish is None:
        return
    with schools.inside(run.school_id):
        current = ImportRun.objects.select_for_update().get(pk=run.pk)
        current.notes = {**current.notes, **finish(landing_of(current))}
        current.save(update_fields=["notes"])


def _write_rejects(run: ImportRun, header: tuple[str, ...]) -> None:
    place = files.rejects_place(school_id=run.school_id, run_id=run.pk)
    with schools.inside(run.school_id):
        rejected = ImportReject.objects.filter(run=run).order_by("line")
        rows = (
            (reject.line, reject.column, words.reason(reject.code, reject.params), reject.cells)
            for reject in rejected.iterator(chunk_size=2000)
        )
        if rejected.exists():
            write_rejects(place, header, rows)


def _counts(run: ImportRun) -> dict[str, object]:
    """What a trial run learned, before it is rolled back."""
    fields = ("position", "created", "updated", "unchanged", "rejected", "statuses", "notes")
    learned: dict[str, object] = ImportRun.objects.values(*fields).get(pk=run.pk)
    return {**learned, "reasons": _reasons(run)}


def _reasons(run: ImportRun) -> list[dict[str, object]]:
    """Why rows were left out, commonest first, with an example of each."""
    groups = (
        ImportReject.objects.filter(run=run)
        .values("code", "column")
        .annotate(rows=Count("pk"), line=Min("line"))
        .order_by("-rows", "line")[:_SHOWN_REASONS]
    )
    examples = ImportReject.objects.filter(run=run, line__in=[g["line"] for g in groups])
    params = dict(examples.values_list("line", "params"))
    return [{**group, "params": params.get(group["line"], {})} for group in groups]


def _finish(
    run: ImportRun,
    state: RunState,
    problem: FileProblem | None = None,
    *,
    learned: Mapping[str, object] | None = None,
) -> None:
    with schools.inside(run.school_id):
        still = ImportRun.objects.exclude(state__in=FINISHED).filter(pk=run.pk)
        learned = {"reasons": _reasons(run), **(learned or {})}
        still.update(state=state.value, finished_at=Now(), problem=problem or "", **learned)
        forget_twins(run_id=run.pk)
    run.state = state.value


@contextmanager
def _faults_noted(run: ImportRun) -> Iterator[None]:
    """Writes into the run why it stopped, where the database still listens.

    A file that is no good ends the run; a full disk or a lost database only interrupts it.
    """
    try:
        yield
    except FileUnreadable as error:
        told = {"problem_params": dict(error.params)}
        _finish(run, RunState.FAILED, error.problem, learned=told)
        raise
    except OSError as error:
        if error.errno not in files.NO_SPACE:
            raise
        raise _disk_full(run) from None
    except (DatabaseError, InterfaceError, pg.Error) as error:
        cause = error if isinstance(error, pg.Error) else error.__cause__
        if isinstance(cause, pg.DiskFull):
            raise _disk_full(run) from None
        # A connection that still works holds our lock: it must not slip back into the pool.
        connection.close_if_unusable_or_obsolete()
        raise


def _disk_full(run: ImportRun) -> FileUnreadable:
    with schools.inside(run.school_id), transaction.atomic():
        runs = ImportRun.objects.filter(pk=run.pk)
        runs.update(problem=FileProblem.DISK_FULL.value, attempts=F("attempts") - 1)
        rows = runs.get().tally.rows
    return FileUnreadable(FileProblem.DISK_FULL, rows=rows)
