"""Words of target groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class RecordKind(StrEnum):
    """What is kept about a target group in versions."""

    PORTRAIT = "portrait"
    MEANINGS = "meanings"


class SourceKind(StrEnum):
    """Where words of a portrait come from."""

    INTERVIEW = "interview"
    SURVEY = "survey"
    REVIEW = "review"
    CALL = "call"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a version: an interview with somebody on a day."""

    kind: SourceKind
    text: str
    taken_on: date


@dataclass(frozen=True, slots=True)
class RecordFields:
    """A version as a person writes it; `parts` go by the keys of the method."""

    parts: Mapping[str, str]
    sources: tuple[Source, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Counts:
    """Traffic of a landing page over some days."""

    visits: int
    leads: int
    payments: int
