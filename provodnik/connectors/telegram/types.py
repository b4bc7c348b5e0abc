"""Words about Telegram's updates. Standard library only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What became of an update."""

    SAID = "said"
    STARTED = "started"
    BOUND = "bound"
    STOPPED = "stopped"
    RETURNED = "returned"
    IGNORED = "ignored"
    FAILED = "failed"


class Thing(StrEnum):
    """What a message carries beside words."""

    PHOTO = "photo"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    ANIMATION = "animation"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    POLL = "poll"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Carried:
    """A thing of a message: how long it lasts, what it is called."""

    thing: Thing
    seconds: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes, as Telegram knows them."""

    name: str
    username: str


@dataclass(frozen=True, slots=True)
class Said:
    """A private message. `is_edit`: it says something said before in other words."""

    chat_id: int
    message_id: int
    person: Person
    said_at: datetime
    text: str
    carried: Carried | None
    is_edit: bool

    @property
    def name(self) -> str:
        """What names it within its account: an edit is another thing said."""
        edit = f":{int(self.said_at.timestamp())}" if self.is_edit else ""
        return f"{self.chat_id}:{self.message_id}{edit}"


@dataclass(frozen=True, slots=True)
class Started:
    """A person opened the bot, perhaps by a personal link."""

    chat_id: int
    person: Person
    token: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """A person stopped the bot, or lets it speak again."""

    chat_id: int
    is_back: bool


type Heard = Said | Started | Stopped
