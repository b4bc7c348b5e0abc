"""Jobs of imports: bring a run to its end whoever began it, delete files kept long enough."""

import structlog
from django.utils import timezone

from provodnik.kernel import jobs, schools
from provodnik.kernel.imports import services, sweeping
from provodnik.kernel.imports.errors import ImportsError
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.types import FINISHED
from provodnik.kernel.models import School

log = structlog.get_logger(__name__)


@jobs.task(name=services.TASK, queue="imports")
def carry_on(*, school_id: int, run_id: int) -> None:
    """Go on with a run. The next look is booked first, so that a killed worker is found out.

    While another process carries the run, or another file of the school is at work, this
    only looks again a minute later.
    """
    with schools.inside(school_id):
        run = ImportRun.objects.get(pk=run_id)
        if run.state in FINISHED:
            return
        services.carry_on_later(run, seconds=services.WATCH_SECONDS)
    try:
        run = services.run_to_end(school_id=school_id, run_id=run_id, now=timezone.now())
    except ImportsError as error:
        log.warning("import stopped", school=school_id, run=run_id, reason=str(error))
        return
    log.info("import finished", school=school_id, run=run_id, rows=run.tally.rows)


@jobs.periodic(cron="10 4 * * *")
@jobs.task(queueing_lock="sweep_import_files")
def sweep_files_everywhere(timestamp: int) -> None:
    """Nightly: files of imports are kept for a term, not for ever."""
    del timestamp
    for school_id in School.objects.values_list("pk", flat=True):
        with schools.inside(school_id):
            deleted = sweeping.sweep(now=timezone.now())
        log.info("import files swept", school=school_id, deleted=deleted)
