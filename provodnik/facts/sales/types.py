"""Words about money shared with the floors above."""

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
