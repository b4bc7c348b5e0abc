"""Orders and money, channels and plans, launches, offers, links, what departments exchange."""

from provodnik.facts.sales.models.exchange import (
    DepartmentRequest,
    MarketingPack,
    PackItem,
    SalesHandoff,
    WarmLead,
)
from provodnik.facts.sales.models.launches import Launch, LaunchAnalysis, Participant
from provodnik.facts.sales.models.learned import (
    NextMove,
    NextProduct,
    NextProductTrial,
    TriedMove,
)
from provodnik.facts.sales.models.links import LinkClick, TrackedLink
from provodnik.facts.sales.models.offers import Offer
from provodnik.facts.sales.models.orders import Channel, Order, Payment
from provodnik.facts.sales.models.plans import SalesPlan
from provodnik.facts.sales.models.promotions import Promotion

__all__ = [
    "Channel",
    "DepartmentRequest",
    "Launch",
    "LaunchAnalysis",
    "LinkClick",
    "MarketingPack",
    "NextMove",
    "NextProduct",
    "NextProductTrial",
    "Offer",
    "Order",
    "PackItem",
    "Participant",
    "Payment",
    "Promotion",
    "SalesHandoff",
    "SalesPlan",
    "TrackedLink",
    "TriedMove",
    "WarmLead",
]
