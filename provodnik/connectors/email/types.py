"""Words about letters and mail boxes. Standard library only."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

CHANNEL = "email"


class LetterKind(StrEnum):
    """Who wrote: a person; a machine in their stead; a mail server about what it could not do;
    ourselves; or something nobody can read."""

    PERSON = "person"
    AUTO = "auto"
    BOUNCE = "bounce"
    OWN = "own"
    UNREADABLE = "unreadable"


class Security(StrEnum):
    """How a connection is guarded: from its first byte, from a command on, or not at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True)
class MailBox:
    """A mail box as its account describes it. Without `imap` nothing is read."""

    account_id: int
    address: str
    name: str
    user: str
    password: str = field(repr=False)
    smtp: Server
    imap: Server | None
    folder: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in a letter."""

    name: str
    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A letter as it came. `text` is what its writer wrote anew, without what they quoted.

    `references` are the letters it answers, the nearest first. `said_at` None: it does not say.
    """

    kind: LetterKind
    message_id: str
    references: tuple[str, ...]
    address: str
    name: str
    subject: str
    text: str
    said_at: datetime | None
    files: tuple[Attached, ...] = ()
