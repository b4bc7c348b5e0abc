"""`provodnik import`: an export file into a school, row by row counted."""

import json
import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from provodnik.config.commands import schools as found
from provodnik.config.commands.refusal import Refusal
from provodnik.kernel import schools
from provodnik.kernel.imports import services, words
from provodnik.kernel.imports.errors import SchoolBusy
from provodnik.kernel.imports.types import ImportSummary, RunState


def run(arguments: Namespace) -> int:
    school = found.named(arguments.school)
    now = datetime.now(UTC)
    source = services.SourceFile(Path(arguments.file), profile=arguments.profile or "")
    run = services.start_run(
        source, kind=arguments.kind, school=school, by="command", now=now, dry_run=arguments.dry_run
    )
    run = services.run_to_end(school_id=school.pk, run_id=run.pk, now=now, on_wait=_say_waiting)
    if run.state == RunState.FAILED:
        raise Refusal(words.file_problem(run.problem, run.problem_params))
    with schools.inside(school.pk):
        summary = services.summary(run)
    if arguments.json:
        print(json.dumps(summary.as_json(), ensure_ascii=False))
    else:
        _print(summary, dry_run=arguments.dry_run)
    return 0


def _say_waiting() -> None:
    print(words.error(SchoolBusy()), file=sys.stderr)


def _print(summary: ImportSummary, *, dry_run: bool) -> None:
    tally = summary.tally
    if dry_run:
        print(_("A trial: nothing was written."))
    counted = (
        (_("rows"), tally.rows),
        (_("created"), tally.created),
        (_("updated"), tally.updated),
        (_("unchanged"), tally.unchanged),
        (_("rejected"), tally.rejected),
    )
    for name, count in counted:
        print(f"{name:<12}{count:>10}")
    for status, count in (summary.statuses or {}).items():
        print(f"  {status:<20}{count:>10}")
    for note in summary.notes:
        print(note)
    if summary.rejects_file:
        print(_("Rejected rows with reasons: %(file)s") % {"file": summary.rejects_file})
