"""Words of crediting shared with the floors above."""

from enum import StrEnum


class CreditRule(StrEnum):
    """Which rule credited a payment, strongest first; docs/crediting.md argues them."""

    LINK = "link"
    TOUCH = "touch"
    ORDER_CHANNEL = "order_channel"
    NONE = "none"
