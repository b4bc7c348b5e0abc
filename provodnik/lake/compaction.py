"""When tails are settled, and how that becomes true for everybody at once."""

from datetime import datetime

from django.db import transaction

from provodnik.lake import folder, manifest
from provodnik.lake.settling import MAX_TAILS, fold, is_due, settle
from provodnik.lake.types import FileKind


def compact(*, now: datetime, at_once: bool = False) -> bool:
    """Settle the tails when they hold enough, or fold them when they are many.

    New files are named and old ones dropped in one commit, so that a reader finds
    each entry once. Tails that come meanwhile are left for the next time. `at_once`
    settles however little there is. Returns whether anything was done: nothing is
    while another process compacts.
    """
    with transaction.atomic(durable=True):
        if not manifest.try_for(manifest.Work.COMPACTION):
            return False
        mark, files = manifest.mark(), manifest.living()
        tails = [file for file in files if file.kind == FileKind.TAIL]
        if mark is None or not tails:
            return False
        if at_once or is_due(tails):
            settled = [file for file in files if file.kind != FileKind.TAIL]
            written, replaced = settle(mark.folder, tails, settled)
        elif len(tails) >= MAX_TAILS:
            written, replaced = [fold(mark.folder, tails)], []
        else:
            return False
        for file in written:
            folder.make_durable(file.path)
        manifest.name(written, now=now)
        manifest.drop([*tails, *replaced], now=now)
        return True
