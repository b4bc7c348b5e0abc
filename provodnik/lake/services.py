"""Keeping the lake up with the journal; and asking it, for pages and commands."""

from datetime import datetime
from time import monotonic, sleep

from provodnik.lake.compaction import compact
from provodnik.lake.compiled import prepare
from provodnik.lake.definitions import note_versions
from provodnik.lake.export import export
from provodnik.lake.queries import changes_within, evidence, measure, of_members
from provodnik.lake.together import together
from provodnik.lake.upkeep import sweep

__all__ = [
    "catch_up",
    "changes_within",
    "evidence",
    "keep_fresh",
    "measure",
    "note_versions",
    "of_members",
    "prepare",
    "together",
]

_PAUSE_SECONDS = 0.1


def catch_up(*, now: datetime, patience_seconds: float = 30.0) -> None:
    """Bring everything committed so far into the lake. Commands do it before they count.

    Entries committed beside a longer transaction wait until that ends; no writer of
    the journal takes longer than the patience. Runs outside transactions; may be
    called by several processes at once. What answers here for the first time is noted.
    """
    note_versions(now=now)
    deadline = monotonic() + patience_seconds
    while export(now=now).waiting and monotonic() < deadline:
        sleep(_PAUSE_SECONDS)
    compact(now=now)


def keep_fresh(*, now: datetime) -> None:
    """The minute's work: export, settle what has gathered, delete what is not read any more.

    Steps aside where another process does the same.
    """
    export(now=now, wait=False)
    compact(now=now)
    sweep(now=now)
