"""A run on its way: three honest numbers, or why it stands still."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.kernel.imports import lock, words
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.types import FINISHED, RunState
from provodnik.web.design.types import Job, JobState

# A run that was handed to a worker this short a time ago is on its way there.
_FRESH_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Going:
    """`stands_at` is the row where it stopped, None while it moves; `why` says it in words."""

    job: Job
    stands_at: int | None
    why: str


def is_over(run: ImportRun) -> bool:
    return run.state in FINISHED


def going(run: ImportRun, *, now: datetime) -> Going:
    """Where the run is. One query, to see whether anybody carries it."""
    href = reverse("imports:progress", args=[run.pk])
    done, total = run.tally.rows, max(run.rows_expected, run.tally.rows)
    if run.state == RunState.WAITING or run.started_at is None:
        return Going(Job(JobState.QUEUED, total=total, href=href), None, "")
    if not _moves(run, now):
        why = words.file_problem(run.problem, run.problem_params) if run.problem else ""
        return Going(Job(JobState.PAUSED, done, total, href=href), done, why)
    seconds = max((now - run.started_at).total_seconds(), 1)
    rate = round(done / seconds)
    left = round((total - done) / rate) if rate else 0
    text = _("nothing is written") if run.dry_run else ""
    return Going(Job(JobState.RUNNING, done, total, rate, left, href, text), None, "")


def _moves(run: ImportRun, now: datetime) -> bool:
    assert run.started_at is not None
    is_fresh = (now - run.started_at).total_seconds() < _FRESH_SECONDS
    return not run.problem and (is_fresh or lock.is_held(run.school_id))
