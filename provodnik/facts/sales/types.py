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
class NewLaunch:
    """A launch to count. `ends_on` is its last day, None while it is not known."""

    name: str
    channel: str
    starts_on: date
    ends_on: date | None = None
    product_id: int | None = None


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
