"""Which backups were made, and when: a line of JSON for each, in the data directory.

Not in the database: a restored one would know nothing of the backups made after it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_NAME = "backups.jsonl"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as it was made. `is_there`: the file still lies where it was written."""

    path: str
    taken_at: datetime

    @property
    def is_there(self) -> bool:
        return Path(self.path).is_file()


def note(home: Path, path: Path, *, taken_at: datetime) -> None:
    """Remember that a backup was made. Called after it is whole."""
    home.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"path": str(path), "taken_at": taken_at.isoformat()}, ensure_ascii=False)
    with (home / _NAME).open("a", encoding="utf-8") as log:
        log.write(line + "\n")


def known(home: Path) -> list[Backup]:
    """Backups made here, the newest first; of one path the last. A spoilt line is left out."""
    made = {backup.path: backup for backup in _lines(home / _NAME)}
    return sorted(made.values(), key=lambda backup: backup.taken_at, reverse=True)


def taken_before(home: Path, moment: datetime) -> list[Backup]:
    """Backups that hold what was erased at a moment, the newest first."""
    return [backup for backup in known(home) if backup.taken_at <= moment]


def _lines(log: Path) -> Iterator[Backup]:
    for line in log.read_text(encoding="utf-8").splitlines() if log.is_file() else ():
        try:
            told = json.loads(line)
            yield Backup(str(told["path"]), datetime.fromisoformat(told["taken_at"]))
        except (ValueError, KeyError, TypeError):
            # A line half-written when the power went must not hide the others.
            continue
