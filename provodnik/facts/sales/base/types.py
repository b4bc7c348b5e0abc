"""Words of segments shared with the floors above."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """The four parts of the base; every contact is in exactly one."""

    ACTIVE = "active"
    SLEEPING = "sleeping"
    LOST = "lost"
    UNSUBSCRIBED = "unsubscribed"


class Fact(StrEnum):
    """What a condition asks about a contact."""

    PAID_AGO = "paid_ago"
    FIRST_PAID_AGO = "first_paid_ago"
    ACTIVE_AGO = "active_ago"
    KNOWN_AGO = "known_ago"
    STAGE_AGO = "stage_ago"
    ORDERS = "orders"
    REVENUE = "revenue"
    CSAT = "csat"
    NPS = "nps"
    PRODUCT = "product"
    PAIN = "pain"
    STAGE = "stage"
    COORDINATOR = "coordinator"
    GOAL = "goal"
    COMPLAINT = "complaint"
    MESSAGES = "messages"
    CALLS = "calls"


class How(StrEnum):
    """How a fact is compared."""

    MORE = "more"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    IS = "is"
    IS_NOT = "is_not"


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. Days, orders, roubles and points are whole numbers written in `value`."""

    fact: Fact
    how: How
    value: str = ""


# Every group must hold; in a group any condition is enough.
type Rule = tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a potential is multiplied from: people, share of them who buy, kopecks a sale.

    `made` and `paid` are the offers the conversion was counted from, `sales` the orders of
    the cheque; an input a person set says so.
    """

    size: int
    made: int
    paid: int
    sales: int
    conversion_share: float | None
    cheque_kopecks: int | None
    conversion_is_set: bool = False
    cheque_is_set: bool = False
    is_of_school: bool = False


class CostPurpose(StrEnum):
    """What money was spent on: to win a first purchase, or a repeat one."""

    NEW_BUYERS = "new_buyers"
    REPEAT_BUYERS = "repeat_buyers"
