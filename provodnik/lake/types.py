"""Words and values the lake shares with others. Standard library only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FileKind(StrEnum):
    """What a file of the lake holds."""

    TAIL = "tail"
    """fresh entries of all schools, in the order they came"""
    BASE = "base"
    """settled entries, sorted by client and time"""
    MONTHS = "rollup_month"
    """settled entries counted by client, kind and month"""
    TOTALS = "rollup_whole"
    """settled entries counted by client and kind"""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the lake that the manifest names, or is about to.

    `tenant` is the only school inside, None when several share it; `event` the only
    kind, None when there are many. `last_at` is the newest entry's moment.
    """

    path: str
    kind: FileKind
    tenants: frozenset[int]
    rows: int
    last_at: datetime
    tenant: int | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One journal entry a number was made of. `part` tells which part of the number."""

    id: int
    happened_at: datetime
    event: str
    part: str
    client_id: int | None
    client: str | None
    item: str | None
    channel: str | None
    value: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The newest entries of a number, how many there are in all, and the sum of their values."""

    rows: tuple[EvidenceRow, ...]
    count: int
    total: int
