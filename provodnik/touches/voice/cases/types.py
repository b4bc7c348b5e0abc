"""Cases and reviews as pages get them and hand them over."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from provodnik.method.voice_words import CaseKind


class State(StrEnum):
    """How far a case is, in the order of its way."""

    REQUESTED = "requested"
    RECEIVED = "received"
    CONSENTED = "consented"
    EDITED = "edited"
    PUBLISHED = "published"
    DECLINED = "declined"


class Origin(StrEnum):
    """Whether we asked for it (R-240)."""

    ASKED = "asked"
    UNSOLICITED = "unsolicited"


class Sign(StrEnum):
    """Why somebody may have a case to tell (R-237)."""

    GOAL = "goal"
    MARK = "mark"
    PROMOTER = "promoter"


class Missing(StrEnum):
    """What keeps a case from being published, each with its words."""

    NOT_RECEIVED = "not_received"
    NO_CONSENT = "no_consent"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    NOT_EDITED = "not_edited"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What a client gave; `text` is in the client's own words."""

    client_id: int
    kind: CaseKind
    origin: Origin
    text: str
    media: str = ""
    product_id: int | None = None
    cohort_id: int | None = None
    collector_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packaging:
    """A result told from point A to point B (R-236). `media` holds one address a line."""

    title: str
    point_a: str
    path: str
    point_b: str
    quote: str
    media: str = ""
    pain_id: int | None = None
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """Consent to publish: whose words, which words, on which day."""

    text: str
    given_by: str
    given_on: date


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case of a list."""

    case_id: int
    kind: CaseKind
    origin: Origin
    state: State
    title: str
    text: str
    quote: str
    client_id: int | None
    client: str
    product_id: int | None
    product: str
    pain_id: int | None
    pain: str
    cohort_id: int | None
    cohort: str
    collector_id: int | None
    collector: str
    requested_at: datetime | None
    received_at: datetime | None
    published_at: datetime | None
    approved_at: datetime | None
    has_consent: bool
    uses: int
    reminders: int


@dataclass(frozen=True, slots=True)
class UseRow:
    """Where a case was used and on which day."""

    use_id: int
    purpose: str
    place: str
    used_on: date
    by: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case, open."""

    row: CaseRow
    point_a: str
    path: str
    point_b: str
    media: tuple[str, ...]
    consent: Consent | None
    consent_told_by: str
    withdrawn_at: datetime | None
    edited_at: datetime | None
    decline_reason: str
    rejection: str
    approved_by: str
    uses: tuple[UseRow, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A client with signs of a result and no case yet."""

    client_id: int
    name: str
    signs: tuple[Sign, ...]
    goal: str
    mark_hundredths: int | None
    nps_hundredths: int | None
    cohort_id: int | None
    cohort: str


@dataclass(frozen=True, slots=True)
class KindCount:
    """What a cohort gave of a kind, of those planned."""

    kind: CaseKind
    title: str
    count: int
    plan: int


@dataclass(frozen=True, slots=True)
class CohortLine:
    """A cohort: its students, those with a case, requests waiting, counts by kind."""

    cohort_id: int
    name: str
    ends_on: date | None
    students: int
    with_case: int
    waiting: int
    asked: int
    kinds: tuple[KindCount, ...]
    is_due: bool


@dataclass(frozen=True, slots=True)
class CohortEntry:
    """An entry that counts for a cohort; `case_id` is ours, None of an imported one."""

    client_id: int
    client: str
    kind: CaseKind
    happened_at: datetime
    text: str
    case_id: int | None


@dataclass(frozen=True, slots=True)
class CollectorLine:
    """How many cases and reviews of a curator were approved (R-239)."""

    staff_id: int
    name: str
    cases: int
    reviews: int
