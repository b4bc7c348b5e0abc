"""When tails are settled, and how that becomes true for everybody at once."""

from datetime import datetime

from django.db import transaction

from provodnik.lake import folder, manifest
from provodnik.lake.settling import is_due, settle
from provodnik.lake.types import FileKind


def compact(*, now: datetime, only_if_due: bool = True) -> bool:
    """Sort the tails into settled files. Returns whether anything was done.

    New files are named and old ones dropped in one commit, so that a reader finds
    each entry once. Tails that come meanwhile are left for the next time. Does
    nothing while another process compacts.
    """
    with transaction.atomic(durable=True):
        if not manifest.try_for(manifest.Work.COMPACTION):
            return False
        mark, files = manifest.mark(), manifest.living()
        tails = [file for file in files if file.kind == FileKind.TAIL]
        if mark is None or not tails or (only_if_due and not is_due(tails)):
            return False
        settled = [file for file in files if file.kind != FileKind.TAIL]
        written, replaced = settle(mark.folder, tails, settled)
        for file in written:
            folder.make_durable(file.path)
        manifest.name(written, now=now)
        manifest.drop([*tails, *replaced], now=now)
        return True
