"""The job that brings a run to its end, whoever began it."""

import structlog
from django.utils import timezone

from provodnik.kernel import jobs, schools
from provodnik.kernel.imports import services
from provodnik.kernel.imports.errors import ImportsError
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.types import FINISHED

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
