"""Tables, views, long jobs and the import wizard."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do next: a link, or a POST when `is_post`."""

    label: str
    href: str
    icon: str = ""
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; a `sort` key makes its head a link."""

    name: str
    sort: str = ""
    is_number: bool = False
    is_wide_only: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A saved view of a list, shown as a tab or a chip."""

    name: str
    href: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """An active filter and the address of the list without it."""

    name: str
    without_href: str


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """A long job in three honest numbers: done, rate, left. `href` is asked for news."""

    state: JobState
    done: int = 0
    total: int = 0
    per_second: int = 0
    seconds_left: int = 0
    href: str = ""
    text: str = ""


class MapState(StrEnum):
    SURE = "sure"
    GUESSED = "guessed"
    UNKNOWN = "unknown"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class MapColumn:
    """A column of a file, three of its values and what it was taken for."""

    name: str
    field_name: str
    samples: tuple[str, ...]
    target: str = ""
    state: MapState = MapState.UNKNOWN


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a wizard; the current one is neither done nor ahead."""

    name: str
    is_done: bool = False
    is_current: bool = False
