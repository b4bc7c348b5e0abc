"""Reads about imports, for pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from provodnik.kernel.imports.models import ImportProfile, ImportReject, ImportRun
from provodnik.kernel.imports.types import FINISHED, Params, RunState, Tally


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in the list of past ones."""

    run_id: int
    kind: str
    state: RunState
    dry_run: bool
    file_name: str
    created_at: datetime
    started_by: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A saved meaning of columns."""

    name: str
    mapping: Mapping[str, str]
    encoding: str


@dataclass(frozen=True, slots=True)
class RejectRow:
    """A row left out, as it stood in the file."""

    line: int
    column: str
    code: str
    params: Params
    cells: Sequence[str]


def past_runs(*, limit: int = 30) -> list[RunRow]:
    """Runs of the current school, newest first. One query."""
    rows = ImportRun.objects.order_by("-created_at", "-pk").defer("mapping", "reasons")[:limit]
    return [
        RunRow(
            run_id=run.pk,
            kind=run.kind,
            state=RunState(run.state),
            dry_run=run.dry_run,
            file_name=run.file_name,
            created_at=run.created_at,
            started_by=run.started_by,
            tally=run.tally,
        )
        for run in rows
    ]


def unfinished_count() -> int:
    """Runs waiting or at work. One query."""
    return ImportRun.objects.exclude(state__in=FINISHED).count()


def profiles(kind: str) -> list[ProfileRow]:
    """Saved meanings of columns of a kind, the latest first. One query."""
    rows = ImportProfile.objects.filter(kind=kind).order_by("-created_at", "-pk")
    return [ProfileRow(row.name, row.mapping, row.encoding) for row in rows]


def rejected_rows(
    run_id: int, *, code: str = "", column: str | None = None, limit: int = 100
) -> list[RejectRow]:
    """Rows a run left out, in the order of the file; of one reason, if it is named. One query."""
    rows = ImportReject.objects.filter(run_id=run_id).order_by("line")
    if code:
        rows = rows.filter(code=code)
    if column is not None:
        rows = rows.filter(column=column)
    return [
        RejectRow(row.line, row.column, row.code, row.params, row.cells) for row in rows[:limit]
    ]
