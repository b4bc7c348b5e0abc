"""People, deeds, scripts, outcomes, history."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from provodnik.web.design.types.figures import Tone


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as a line: initials, name, role."""

    name: str
    role: str = ""
    href: str = ""
    is_absent: bool = False
    is_on_duty: bool = False


class TouchState(StrEnum):
    NEW = "new"
    OPEN = "open"
    OVERDUE = "overdue"
    CLAIMED = "claimed"


@dataclass(frozen=True, slots=True)
class TouchRow:
    """One deed of the queue. `due` is said in words already: «до 12:00», «на 40 мин»."""

    id: int
    href: str
    name: str
    reason: str
    duty: str
    duty_icon: str
    channel: str
    channel_icon: str
    due: str
    stake: str = ""
    due_at: datetime | None = None
    state: TouchState = TouchState.OPEN
    claimed_by: str = ""


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """`say` is read aloud as it stands; `note` tells what to do."""

    title: str
    say: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    key: str
    label: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """What to say, step by step; `link` is the personal tracked link to copy."""

    title: str
    steps: tuple[ScriptStep, ...]
    objections: tuple[Objection, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeKind:
    """One of the equal buttons. `asks_objection`: a refusal says why and not before when.

    `asks_step`: a talk says which step of the script it got to.
    """

    key: str
    label: str
    asks_objection: bool = False
    asks_step: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeForm:
    """Where the outcome of a touch is posted, and what a talk and a refusal may name.

    `steps` and `moods` are choices: value and label. Without steps none is asked for.
    """

    touch_id: int
    action: str
    hint: str = ""
    objections: tuple[Objection, ...] = ()
    not_before_min: date | None = None
    steps: tuple[tuple[str, str], ...] = ()
    moods: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One line of a history: what happened, and the person or rule behind it.

    `anchor` is what a link to this very line ends in.
    """

    at: datetime
    title: str
    text: str = ""
    source: str = ""
    icon: str = "point"
    tone: Tone = Tone.NEUTRAL
    href: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    note: str = ""


class ClockState(StrEnum):
    RUNNING = "running"
    OVERDUE = "overdue"
    PAUSED = "paused"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise with a clock, in working minutes; thresholds of `tone` live in the method."""

    state: ClockState
    minutes: int = 0
    tone: Tone = Tone.NEUTRAL
