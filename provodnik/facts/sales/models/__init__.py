"""Orders and the money received for them; channels, launches, offers and tracked links."""

from provodnik.facts.sales.models.launches import Launch
from provodnik.facts.sales.models.links import LinkClick, TrackedLink
from provodnik.facts.sales.models.offers import Offer
from provodnik.facts.sales.models.orders import Channel, Order, Payment

__all__ = ["Channel", "Launch", "LinkClick", "Offer", "Order", "Payment", "TrackedLink"]
