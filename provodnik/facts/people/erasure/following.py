"""After the transaction of an erasure: files, each step harmless to repeat."""

import json
from datetime import datetime

from django.conf import settings

from provodnik.facts.people.erasure.models import Erasure
from provodnik.kernel import schools
from provodnik.kernel.imports.erasing import drop_copies
from provodnik.kernel.models import School
from provodnik.lake import erasing

LOG = "erasures.jsonl"
"""A line for each erasure in the data directory: a restore of an older backup repeats them."""


def finish(school_id: int, erasure_id: int, *, now: datetime) -> bool:
    """Do what is left of an erasure. Returns whether all is done; outside transactions.

    The lake first, in a commit of its own: killed before we note that it is done, the next run
    finds nothing to rewrite there.
    """
    with schools.inside(school_id):
        erasure = Erasure.objects.get(pk=erasure_id)
    if erasure.lake_at is None:
        _write_down(school_id, erasure)
        erasing.rewrite(school_id, erasure.client_ids, now=now)
    with schools.inside(school_id):
        Erasure.objects.filter(pk=erasure_id, lake_at=None).update(lake_at=now)
        are_gone = drop_copies()
        if are_gone:
            Erasure.objects.filter(pk=erasure_id, copies_at=None).update(copies_at=now)
    return are_gone


def unfinished() -> list[int]:
    """Erasures of the current school with something left to do. One query."""
    return list(Erasure.objects.filter(copies_at=None).order_by("pk").values_list("pk", flat=True))


def _write_down(school_id: int, erasure: Erasure) -> None:
    """Add the erasure to the log, once. Ids and the moment: nothing that names anybody."""
    line = json.dumps(
        {
            "school": School.objects.get(pk=school_id).slug,
            "client": erasure.client_id,
            "request": erasure.request,
            "erased_at": erasure.erased_at.isoformat(),
        },
        ensure_ascii=False,
    )
    log = settings.HOME / LOG
    known = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    if line not in known:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")
