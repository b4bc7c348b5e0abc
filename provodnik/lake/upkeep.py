"""Removing what nobody reads any more."""

from datetime import datetime, timedelta

from django.db import transaction

from provodnik.lake import folder, manifest
from provodnik.lake.models import LakeFile

READERS_FINISH = timedelta(hours=1)


def sweep(*, now: datetime) -> int:
    """Delete files dropped over an hour ago and files that no row names. Returns how many.

    Holds both locks, so that a file being written is not taken for one left by a
    killed process; gives way when either is taken.
    """
    with transaction.atomic(durable=True):
        mark = manifest.mark()
        is_alone = manifest.try_for(manifest.Work.EXPORT) and manifest.try_for(
            manifest.Work.COMPACTION
        )
        if mark is None or not is_alone:
            return 0
        old = LakeFile.objects.filter(dropped_at__lte=now - READERS_FINISH)
        gone = set(old.values_list("path", flat=True))
        old.delete()
        known = set(LakeFile.objects.values_list("path", flat=True))
        gone |= folder.present(mark.folder) - known
    # After the commit: a row without its file would be worse than a file without its row.
    for path in gone:
        folder.delete(path)
    folder.clear_scratch(before=now - READERS_FINISH)
    return len(gone)
