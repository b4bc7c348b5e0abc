"""Words about money shared with the floors above."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class OrderStatus(StrEnum):
    """GetCourse's codes of an order."""

    NEW = "new"
    PAYED = "payed"
    CANCELLED = "cancelled"
    FALSE = "false"
    IN_WORK = "in_work"
    PAYMENT_WAITING = "payment_waiting"
    PART_PAYED = "part_payed"
    WAITING_FOR_RETURN = "waiting_for_return"
    NOT_CONFIRMED = "not_confirmed"
    PENDING = "pending"


class PaymentStatus(StrEnum):
    """GetCourse's codes of a payment. The last three move money already counted."""

    EXPECTED = "expected"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    TO_BALANCE = "tobalance"
    FROM_BALANCE = "frombalance"
    RETURNED_TO_BALANCE = "returned_to_balance"


class OfferState(StrEnum):
    """What became of an offer."""

    MADE = "made"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


class Criterion(StrEnum):
    """What counts as the success of a promotion: payments, or money received, in kopecks."""

    PAYMENTS = "payments"
    REVENUE = "revenue"


class ChannelGroup(StrEnum):
    """The two lines of the department's total."""

    PLATFORM = "platform"
    COORDINATORS = "coordinators"


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to record. Named once and for all by (source, external_id)."""

    client_id: int
    external_id: str
    cost_kopecks: int
    placed_at: datetime
    product_id: int | None = None
    manager_id: int | None = None
    channel: str | None = None
    title: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)
    source: str = "provodnik"


@dataclass(frozen=True, slots=True)
class NewMoney:
    """Money that came for an order, or went back. Named by (source, external_id)."""

    order_id: int
    external_id: str
    amount_kopecks: int
    moved_at: datetime
    method: str = ""
    source: str = "provodnik"


@dataclass(frozen=True, slots=True)
class NewOffer:
    """A product proposed to a client, with why it helps.

    `parent_id` is the offer this one continues; `expires_at` makes it personal and dated.
    """

    client_id: int
    product_id: int
    channel: str
    reason: str
    staff_id: int | None = None
    goal_id: int | None = None
    price_kopecks: int | None = None
    expires_at: datetime | None = None
    parent_id: int | None = None
    launch_id: int | None = None
    step_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewLink:
    """A tracked link to make. Without a client it is a channel's, for anybody.

    `target_url` None means the product's page of payment.
    """

    product_id: int
    channel: str
    client_id: int | None = None
    offer_id: int | None = None
    staff_id: int | None = None
    launch_id: int | None = None
    target_url: str | None = None


@dataclass(frozen=True, slots=True)
class NewPromotion:
    """A game promotion: what the student plays for, from which day to which, and its criterion.

    `ends_on` is the last day; `target` is payments, or kopecks. Without a product every
    purchase counts.
    """

    name: str
    terms: str
    starts_on: date
    ends_on: date
    criterion: Criterion
    target: int
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewLaunch:
    """A launch to count. `ends_on` is its last day, None while it is not known."""

    name: str
    channel: str
    starts_on: date
    ends_on: date | None = None
    product_id: int | None = None
    kind: str = ""
    owner_id: int | None = None
    marketing_owner_id: int | None = None
    speaker_id: int | None = None
    cohort_id: int | None = None
    audience: str = ""
    content: str = ""
    result: str = ""
    tasks: int = 0
    plan_made: int | None = None
    plan_paid: int | None = None
    plan_kopecks: int | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a launch taught (R-106): what failed and why, what changes, what the next one tries.

    `next_launch_id` is the launch in which the hypothesis is tried.
    """

    what_failed: str
    why: str
    changed_offer: str = ""
    hypothesis: str = ""
    criterion: str = ""
    check_on: date | None = None
    next_launch_id: int | None = None


class PackItemKind(StrEnum):
    """What a pack for marketing is made of."""

    PAIN = "pain"
    WORDS = "words"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class NewPackItem:
    """A pain with how often it was heard, a student's words, or a case."""

    kind: PackItemKind
    text: str
    pain_id: int | None = None
    client_id: int | None = None
    heard: int = 0


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A question of one department to another; `owner_id` is who answers."""

    topic: str
    from_department: str
    to_department: str
    text: str = ""
    owner_id: int | None = None
    client_id: int | None = None


class LinkRefusal(StrEnum):
    """Why a tracked link leads nowhere."""

    UNKNOWN = "unknown"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a link gave: where to go, or why nowhere. `sign` marks a machine."""

    url: str | None = None
    refusal: LinkRefusal | None = None
    sign: str = ""
