"""Files of imports after their term: what they said is in the facts, the copies may go."""

from datetime import datetime, timedelta

from django.conf import settings

from provodnik.kernel import schools
from provodnik.kernel.imports import files
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.types import FINISHED


def sweep(*, now: datetime) -> int:
    """Delete the current school's files older than settings.IMPORT_FILES_KEPT_DAYS.

    Files of runs that are not over stay, however old. Returns how many were deleted.
    """
    unfinished = ImportRun.objects.exclude(state__in=[state.value for state in FINISHED])
    return files.sweep(
        school_id=schools.current(),
        older_than=now - timedelta(days=settings.IMPORT_FILES_KEPT_DAYS),
        needed=set(unfinished.values_list("path", flat=True)),
    )
