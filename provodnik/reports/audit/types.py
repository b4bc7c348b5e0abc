"""Words and values of the audit. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

type Value = str | int | float


class Verdict(StrEnum):
    """What is known about a check. Unknown is a question nobody has answered yet."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


class AnsweredBy(StrEnum):
    """Who answered: the data, or a person."""

    DATA = "data"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Window:
    """What an audit looks at: [from_at, to_at), school days of `zone`."""

    from_at: datetime
    to_at: datetime
    zone: str

    @property
    def days(self) -> int:
        return (self.to_at - self.from_at).days


@dataclass(frozen=True, slots=True)
class Scale:
    """What one student's next step is worth: measured where there is enough, else assumed.

    Units:   cheque in kopecks; conversion 0..1; `hour_kopecks` None while pay is unknown
    """

    cheque_kopecks: int
    conversion_share: float
    is_assumed: bool
    hour_kopecks: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What data says about a check: its verdict, the figures behind it, nothing in words."""

    verdict: Verdict
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AtStake:
    """Money at stake of one check and how it was counted, in words."""

    kopecks: int
    kind: str
    how: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """An item of the checklist with its answer. `evidence` is the dated sentence."""

    key: str
    group: str
    question: str
    hint: str
    severity: str
    is_blind_spot: bool
    page: str
    by_data: bool
    verdict: Verdict = Verdict.UNKNOWN
    answered_by: AnsweredBy | None = None
    evidence: str = ""
    note: str = ""
    stake: AtStake | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A failed check with what was asked for, what stands behind it, and what to do."""

    finding_id: int
    check: str
    title: str
    group: str
    severity: str
    is_blind_spot: bool
    evidence: str
    request: str
    root: str
    action: str
    due_on: date
    owner_id: int | None
    owner: str
    page: str
    stake: AtStake | None = None
    done_at: datetime | None = None
    is_edited: bool = False


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """A line of the self-check: yes, no, or not known yet, with the evidence of its checks."""

    text: str
    source: str
    verdict: Verdict
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EffortLine:
    """A person's week: deeds by their kind, and hours by the method's minutes."""

    staff_id: int
    name: str
    week: date
    counts: Mapping[str, int]
    minutes: int


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed that a person's week counts: which kind, when, with whom, in what."""

    event: str
    at: datetime
    client_id: int | None
    client: str | None
    item: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the department brought over what it cost. Kopecks."""

    revenue_kopecks: int
    payroll_kopecks: int
    direct_kopecks: int
    other_kopecks: int = 0

    @property
    def kopecks(self) -> int:
        spent = self.payroll_kopecks + self.direct_kopecks + self.other_kopecks
        return self.revenue_kopecks - spent


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone of the launch: due on, reached on, and whether its day has passed without it."""

    key: str
    title: str
    due_on: date
    reached_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class LaunchRow:
    """The launch of repeat sales as a project."""

    starts_on: date
    days: int
    milestones: tuple[MilestoneRow, ...]
    is_red: bool
    red_after_days: int

    @property
    def first_sale_on(self) -> date | None:
        return next((one.reached_on for one in self.milestones if one.key == "first_sale"), None)


@dataclass(frozen=True, slots=True)
class AuditHead:
    """An audit in a list: when, what was asked, how it came out. Kopecks."""

    audit_id: int
    started_at: datetime
    as_of: datetime
    finished_at: datetime | None
    request: str
    passed: int
    failed: int
    unknown: int
    stake_kopecks: int
    done: int = 0

    @property
    def checked(self) -> int:
        return self.passed + self.failed


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Everything about one audit: for its page and for its report."""

    head: AuditHead
    school: str
    window: Window
    sentence: str
    checks: tuple[CheckRow, ...]
    findings: tuple[FindingRow, ...]
    advices: tuple[AdviceRow, ...]
    groups: tuple[tuple[str, str], ...]
    pains: tuple[tuple[str, str, bool | None], ...]
    effort: tuple[EffortLine, ...]
    contribution: Contribution | None
    scale: Scale | None
