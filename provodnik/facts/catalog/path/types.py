"""Values of the path. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from provodnik.kernel.gates import Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """A step as its author wrote it, products by id with their names beside.

    `params` hold what the trigger needs: module (text), days (int), date (ISO). `rule_id` is
    the upsell rule it works by; `rule_is_off` tells that nobody has switched that on.
    """

    key: str
    trigger: str
    after_id: int | None = None
    after: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    delay_days: int = 0
    offered_id: int | None = None
    offered: str = ""
    reason: str = ""
    script: str = ""
    channel: str = ""
    rule_id: int | None = None
    position: int = 0
    step_id: int | None = None
    rule_is_off: bool = False


@dataclass(frozen=True, slots=True)
class LearnedStep:
    """What purchases teach: after this product that one, so many days later."""

    after_id: int
    offered_id: int
    delay_days: int


@dataclass(frozen=True, slots=True)
class PathRow:
    """A version of the path with its steps in order."""

    version_id: int
    number: int
    state: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version that is or was at work: when, by whom, and what it changed in the one before."""

    number: int
    state: str
    published_at: datetime
    published_by: str
    steps: int
    changes: tuple["StepChange", ...]


@dataclass(frozen=True, slots=True)
class StepChange:
    """How a draft differs in one step: `was` or `now` is None for a step added or removed."""

    key: str
    was: Step | None
    now: Step | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeadEnds:
    """What leads nowhere: products without a next one, steps without a script, moments without
    an offer."""

    products: tuple[tuple[int, str], ...]
    steps: tuple[Step, ...]
    moments: tuple[Step, ...]

    @property
    def count(self) -> int:
        return len(self.products) + len(self.steps) + len(self.moments)


@dataclass(frozen=True, slots=True)
class UpsellRow:
    """An upsell rule: what, why, which figures, how measured; and what keeps it off.

    `metric` is the catalogue's figure that checks the promise, over `window_days`.
    """

    rule_id: int
    product_id: int | None
    product: str
    why: str
    metrics: str
    measurement: str
    metric: str
    window_days: int | None
    promised_percent: int | None
    activated_at: datetime | None
    activated_by: str
    verdict: Verdict
