"""Files of imports after their term: what they said is in the facts, the copies may go."""

from datetime import datetime, timedelta

from django.conf import settings

from provodnik.kernel import schools
from provodnik.kernel.imports import files
from provodnik.kernel.imports.models import ImportReject, ImportRun
from provodnik.kernel.imports.types import FINISHED, RejectCode


def sweep(*, now: datetime) -> int:
    """Delete the current school's files older than settings.IMPORT_FILES_KEPT_DAYS.

    Files of runs that are not over stay, however old; those in which somebody erased was met
    go however young. Returns how many were deleted.
    """
    of_erased = ImportReject.objects.filter(code=RejectCode.ERASED)
    unfinished = ImportRun.objects.exclude(state__in=[state.value for state in FINISHED])
    return files.sweep(
        school_id=schools.current(),
        older_than=now - timedelta(days=settings.IMPORT_FILES_KEPT_DAYS),
        needed=set(unfinished.values_list("path", flat=True)),
        at_once=set(of_erased.values_list("run__path", flat=True).distinct()),
    )
