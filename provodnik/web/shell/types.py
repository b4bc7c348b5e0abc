"""What the frame shows."""

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Group(StrEnum):
    """The three groups of the sidebar, and what is reached through «Ещё»."""

    WORK = "work"
    MACHINE = "machine"
    FIGURES = "figures"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Counter:
    """Deeds that wait for me; `late` of them are overdue, and only then it is alarming."""

    count: int
    late: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu; any of `rights` opens it, none named: everybody. Labels are msgids.

    `is_rare`: looked at once a week; it gives way where the sidebar would grow too long.
    """

    url_name: str
    label: str
    tab_label: str
    icon: str
    group: Group
    rights: frozenset[str]
    counter: str = ""
    go_key: str = ""
    is_rare: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An entry resolved for this request, its words in the reader's language."""

    entry: Entry
    label: str
    tab_label: str
    href: str
    is_current: bool
    counter: Counter | None


@dataclass(frozen=True, slots=True)
class SchoolMark:
    """The school's letter; the colour differs per school, so that one is not taken for another."""

    name: str
    letter: str
    series: int


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one request. For a stranger it holds the theme and the language only."""

    theme: Theme
    is_narrow: bool
    single_keys: bool
    staff_name: str = ""
    role_title: str = ""
    initials: str = ""
    stop_reason: str = ""
    school: SchoolMark | None = None
    schools: tuple[tuple[int, str], ...] = ()
    groups: tuple[tuple[Item, ...], ...] = ()
    more: tuple[Item, ...] = ()
    tabs: tuple[Item, ...] = ()
    current: Item | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """Every page the person may open, in order."""
        return (*(item for group in self.groups for item in group), *self.more)
