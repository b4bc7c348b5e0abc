"""Accounts as connectors and pages see them. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

type Setting = str | int | bool | None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a person fills in. `settings` are the channel's own words: base_url, mode, host…"""

    channel: str
    title: str
    secret: str = field(default="", repr=False)
    settings: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Account:
    """An account, opened: the secret can be read here and is never printed."""

    id: int
    channel: str
    title: str
    hook: str
    mark: int
    settings: Mapping[str, Setting]
    secret: str = field(repr=False)
    off_at: datetime | None = None
    heard_at: datetime | None = None
    trouble: str = ""
    trouble_words: str = ""
    trouble_at: datetime | None = None

    @property
    def is_on(self) -> bool:
        return self.off_at is None

    def setting(self, name: str, default: str = "") -> str:
        """A setting as text; `default` where it is missing or empty."""
        return str(self.settings.get(name) or default)


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a client is reached: the account, the address there, and since when they refuse."""

    account_id: int
    channel: str
    address: str
    client_id: int
    name: str
    refused_at: datetime | None
