"""Which files one question about one school reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from provodnik.lake import folder
from provodnik.lake.types import FileKind, StoredFile

_BIG_TAIL: Final = 200_000


@dataclass(frozen=True, slots=True)
class Source:
    """The files of one school at one moment, and what is read with them."""

    school_id: int
    files: tuple[StoredFile, ...]
    aliases: tuple[tuple[int, int], ...] = ()
    until: datetime | None = None
    """only entries before this moment of the school's wall clock"""
    has_later: bool = False
    """whether settled entries after `until` may exist, so that roll-ups count too much"""

    def paths(self, kind: FileKind) -> list[str]:
        """Files of one kind as DuckDB opens them."""
        return [folder.absolute(file.path) for file in self.files if file.kind == kind]

    @property
    def has_big_tail(self) -> bool:
        """Whether the tail is too much to hold in memory: the lake has just been built."""
        return sum(f.rows for f in self.files if f.kind == FileKind.TAIL) > _BIG_TAIL

    @property
    def can_use_rollups(self) -> bool:
        is_settled = any(file.kind == FileKind.TOTALS for file in self.files)
        return is_settled and not self.has_later and not self.has_big_tail
