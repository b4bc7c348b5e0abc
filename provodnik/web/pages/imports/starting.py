"""From decided columns to a run at work."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.imports import files, services, words
from provodnik.kernel.imports.errors import ImportsError
from provodnik.kernel.imports.models import ImportRun
from provodnik.web.pages.imports import figures
from provodnik.web.pages.imports.columns import Asked, Columns, mapping_of

TRIAL = "check"


class NotStarted(Exception):
    """The file cannot be loaded so; the message is for the reader."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the person pressed."""

    dry_run: bool
    remember_as: str

    @classmethod
    def of(cls, data: QueryDict) -> "Order":
        return cls(data.get("do") == TRIAL, data.get("remember_as", "").strip()[:100])


def start(
    asked: Asked, shown: Columns, data: QueryDict, *, staff: Staff, now: datetime
) -> ImportRun:
    """Open a run and hand it to a worker at once. Raises NotStarted."""
    order, mapping = Order.of(data), mapping_of(data)
    source = services.SourceFile(
        path=asked.path,
        name=asked.name,
        mapping=mapping,
        encoding=shown.encoding,
        rows_expected=shown.preview.rows,
    )
    actor = staff_actor(staff.pk)
    try:
        run = services.start_run(
            source, kind=shown.kind, school=staff.school, by=actor, now=now, dry_run=order.dry_run
        )
    except ImportsError as error:
        raise NotStarted(words.error(error)) from None
    if order.remember_as:
        services.remember_mapping(
            kind=shown.kind,
            name=order.remember_as,
            mapping=mapping,
            encoding=shown.encoding,
            by=actor,
            now=now,
        )
    _set_off(run, now=now)
    return run


def repeat(run: ImportRun, *, staff: Staff, now: datetime) -> ImportRun:
    """The same file with the same columns, written this time. Raises NotStarted."""
    source = services.SourceFile(
        path=files.place(run.path),
        name=run.file_name,
        mapping=run.mapping,
        encoding=run.encoding,
        rows_expected=run.tally.rows or run.rows_expected,
    )
    try:
        again = services.start_run(
            source, kind=run.kind, school=staff.school, by=staff_actor(staff.pk), now=now
        )
    except ImportsError as error:
        raise NotStarted(words.error(error)) from None
    _set_off(again, now=now)
    return again


def _set_off(run: ImportRun, *, now: datetime) -> None:
    if not run.dry_run and not run.figures:
        services.note_figures(run.pk, before=figures.count(now=now))
    services.carry_on_later(run)
