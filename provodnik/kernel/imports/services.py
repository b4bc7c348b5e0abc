"""Imports for commands, pages and jobs: preview, start, go on, cancel, remember a mapping."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from provodnik.kernel import jobs, schools
from provodnik.kernel.imports import files
from provodnik.kernel.imports.errors import UnknownProfile
from provodnik.kernel.imports.kinds import kind_of
from provodnik.kernel.imports.models import ImportProfile, ImportRun
from provodnik.kernel.imports.opening import open_bound, preview_of
from provodnik.kernel.imports.running import run_to_end
from provodnik.kernel.imports.types import FINISHED, ImportSummary, Preview
from provodnik.kernel.imports.words import notes
from provodnik.kernel.models import School

# A run whose process died is taken up by a worker after this long.
WATCH_SECONDS = 60
TASK = "imports.carry_on"

__all__ = [
    "SourceFile",
    "cancel",
    "carry_on_later",
    "note_figures",
    "preview",
    "remember_mapping",
    "run_to_end",
    "start_run",
    "summary",
]


def preview(
    path: Path, *, kind: str, mapping: Mapping[str, str] | None = None, encoding: str = ""
) -> Preview:
    """The columns of a file with our guesses, its first rows and size. Writes nothing.

    Raises:  UnknownKind; FileUnreadable: it is no table, or its letters can't be read
    """
    return preview_of(path, kind_of(kind), mapping=mapping or {}, encoding=encoding)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file somebody wants to load, and what they told about it.

    `name` is how the person calls it, if not by `path`. `profile` is the name of a saved
    mapping; `mapping` (key of a column → target) adds to it. No `encoding`: found out.
    `rows_expected` is what a preview counted, for showing progress.
    """

    path: Path
    name: str = ""
    profile: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    rows_expected: int = 0


def start_run(
    source: SourceFile, *, kind: str, school: School, by: str, now: datetime, dry_run: bool = False
) -> ImportRun:
    """Check that the file can be read, keep it, and open a run for it.

    A worker takes the run up if nobody else carries it to its end; the caller may do so at
    once by `run_to_end`. The same file of the same kind whose run was interrupted is that
    run again: it goes on where it stopped.

    Raises:  UnknownKind, UnknownProfile
             FileUnreadable: no table, a needed column missing, the disk full
    """
    chosen = kind_of(kind)
    with schools.inside(school.pk):
        mapping, encoding = _told(kind, source)
    with open_bound(source.path, chosen, mapping=mapping, encoding=encoding):
        pass
    stored = files.store(source.path, school_id=school.pk)
    told = {"kind": kind, "mapping": mapping, "encoding": encoding, "dry_run": dry_run}
    with schools.inside(school.pk):
        same = ImportRun.objects.exclude(state__in=FINISHED).filter(digest=stored.digest, **told)
        if interrupted := same.first():
            return interrupted
        run = ImportRun.objects.create(
            school=school,
            file_name=(source.name or source.path.name)[:255],
            path=stored.path,
            digest=stored.digest,
            size_bytes=stored.size_bytes,
            rows_expected=source.rows_expected,
            started_by=by,
            created_at=now,
            **told,
        )
        carry_on_later(run, seconds=WATCH_SECONDS)
    return run


def carry_on_later(run: ImportRun, *, seconds: int = 0) -> None:
    """Ask a worker to go on with a run, in this transaction."""
    task = jobs.app.configure_task(TASK, queue="imports", schedule_in={"seconds": seconds})
    task.defer(school_id=run.school_id, run_id=run.pk)


def note_figures(run_id: int, **figures: Mapping[str, object] | None) -> None:
    """Remember what numbers said `before=` a run of the current school, and `after=` it."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    run.figures = {**run.figures, **figures}
    run.save(update_fields=["figures"])


def cancel(run_id: int, *, now: datetime) -> None:
    """Stop a run of the current school after the chunk at work. What is loaded stays."""
    runs = ImportRun.objects.filter(pk=run_id, cancel_asked_at=None)
    runs.exclude(state__in=FINISHED).update(cancel_asked_at=now)


def remember_mapping(
    *,
    kind: str,
    name: str,
    mapping: Mapping[str, str],
    encoding: str = "",
    by: str,
    now: datetime,
) -> ImportProfile:
    """Save what the columns of the current school's export mean. The same name is replaced.

    Raises:  UnknownKind
    """
    profile, _ = ImportProfile.objects.update_or_create(
        school_id=schools.current(),
        kind=kind_of(kind).name,
        name=name,
        defaults={
            "mapping": dict(mapping),
            "encoding": encoding,
            "created_at": now,
            "created_by": by,
        },
    )
    return profile


def summary(run: ImportRun) -> ImportSummary:
    """What became of a run's rows. While it is running, of the rows so far."""
    rejects = files.rejects_place(school_id=run.school_id, run_id=run.pk)
    return ImportSummary(
        tally=run.tally,
        rejects_file=str(rejects) if run.rejected and rejects.exists() else None,
        statuses=run.statuses,
        notes=notes(run.notes),
    )


def _told(kind: str, source: SourceFile) -> tuple[dict[str, str], str]:
    """Mapping and encoding: the profile's, and over it what was said with the file."""
    if not source.profile:
        return dict(source.mapping), source.encoding
    saved = ImportProfile.objects.filter(kind=kind, name=source.profile).first()
    if saved is None:
        raise UnknownProfile(source.profile)
    return {**saved.mapping, **source.mapping}, source.encoding or saved.encoding
