"""Rules as sentences, gates, questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Choice:
    """A part of a rule that can be changed: a `<select>` when it has options, else a field."""

    name: str
    value: str
    label: str
    options: Mapping[str, str] = field(default_factory=dict)


class RuleState(StrEnum):
    DRAFT = "draft"
    ON = "on"
    OFF = "off"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as one sentence; each part is plain text or a choice."""

    when: str | Choice
    then: str | Choice
    condition: str | Choice = ""
    state: RuleState = RuleState.DRAFT
    note: str = ""
    reasons: tuple[str, ...] = ()


class GateState(StrEnum):
    ALLOWED = "allowed"
    REFUSED = "refused"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class GateReason:
    """A refusal teaches: what is missing, why it matters, where to mend it."""

    text: str
    why: str = ""
    fix: str = ""
    href: str = ""
    is_met: bool = False


class QuestionKind(StrEnum):
    SCALE_10 = "scale_10"
    SCALE_5 = "scale_5"
    ONE_OF = "one_of"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a survey; `options` for «one of», ends for a scale."""

    kind: QuestionKind
    name: str
    text: str
    options: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
