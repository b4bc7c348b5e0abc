"""Words about products and the path, shared with the floors above."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ProductStatus(StrEnum):
    """What revision decided: sold, asleep, taken off, or not enough is known."""

    ACTIVE = "active"
    SLEEPING = "sleeping"
    RETIRED = "retired"
    UNSORTED = "unsorted"


class LinkKind(StrEnum):
    """How one product leads to another."""

    NEXT = "next"
    CROSS = "cross"
    BONUS = "bonus"
    TRIPWIRE = "tripwire"


class PathState(StrEnum):
    """A version of the path: drawn, at work, or replaced."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"


class Trigger(StrEnum):
    """The moment a step becomes due. `params` of a step say which module or how many days."""

    PAYMENT = "payment_received"
    MODULE = "module_completed"
    COURSE = "course_completed"
    GRADUATION = "graduated"
    GOAL = "goal_reached"
    SILENCE = "interest_lost"
    CLICK_WITHOUT_PAYMENT = "link_clicked_no_payment"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class ProductFields:
    """What a person writes about a product. Empty text and None are «not known yet»."""

    name: str
    kind: str = ""
    price_kopecks: int | None = None
    cost_kopecks: int | None = None
    audience: str = ""
    summary: str = ""
    payment_url: str = ""
    prerequisite_id: int | None = None
    owner_id: int | None = None
    term_days: int | None = None


@dataclass(frozen=True, slots=True)
class LineFields:
    """What a person writes about a line of products: «20 mini-products by the New Year»."""

    name: str
    target_count: int
    kind: str = ""
    starts_on: date | None = None
    due_on: date | None = None
