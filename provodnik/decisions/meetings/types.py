"""Meetings as pages get them and hand them over. Standard library only."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item of an agenda comes from: `key` names the thing, one item a key.

    `page` is the name of the address to go back to, with `page_id`; `title` its words.
    """

    key: str
    title: str
    page: str = ""
    page_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFields:
    """What was agreed on: words, who does it, until when, about which client."""

    text: str
    owner_id: int | None = None
    due_on: date | None = None
    client_id: int | None = None


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """An item to be spoken about."""

    item_id: int
    text: str
    source: Source | None
    added_by: str | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class TicketRef:
    """The request a point became."""

    ticket_id: int
    number: int


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point of the protocol."""

    point_id: int
    text: str
    owner: str | None
    due_on: date | None
    client_id: int | None
    client: str | None
    ticket: TicketRef | None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list."""

    meeting_id: int
    kind: str
    planned_at: datetime
    state: MeetingState
    held_at: datetime | None
    sent_at: datetime | None
    author_id: int | None
    author: str | None
    items: int
    points: int


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting whole."""

    row: MeetingRow
    people: tuple[str, ...]
    agenda: tuple[AgendaRow, ...]
    points: tuple[PointRow, ...]


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """A point of a protocol about a client; `kind` is a kind of meeting of the method."""

    text: str
    owner: str | None
    due_on: date | None
    meeting_id: int
    kind: str
    held_at: datetime | None


@dataclass(frozen=True, slots=True)
class SpokenRow:
    """What is to be spoken about; `planned_at` is None while no meeting is planned for it."""

    text: str
    kind: str
    meeting_id: int | None
    planned_at: datetime | None
