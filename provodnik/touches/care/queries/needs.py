"""What a student needed, what was found and what came of it: need → offered → outcome."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from provodnik.facts.sales.models import Order
from provodnik.method import queries as method
from provodnik.method.types import NeedKind
from provodnik.touches.care.models import Need
from provodnik.touches.care.rules import need_state
from provodnik.touches.care.types import NeedState

SHOWN = 20


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A request with its whole chain: `outcome` of its touch, `bought_at` of what was found."""

    need_id: int
    choice: str
    kind: str
    text: str
    told_at: datetime
    told_to: str
    state: NeedState
    answer: str
    answered_at: datetime | None
    product: str
    bought_at: datetime | None
    touch_id: int | None
    outcome: str
    owner: str
    due_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in {NeedState.HANDED_OVER, NeedState.NOT_HELPED}


def needs_of(client_id: int, *, limit: int = SHOWN) -> list[NeedRow]:
    """Requests of a student, newest first. One query."""
    bought = Order.objects.filter(
        client_id=OuterRef("client_id"),
        product_id=OuterRef("product_id"),
        first_paid_at__gte=OuterRef("told_at"),
    ).order_by("first_paid_at")
    found = (
        Need.objects.filter(client_id=client_id)
        .select_related("touch__owner", "product", "told_to")
        .annotate(
            bought_at=Subquery(bought.values("first_paid_at")[:1]), made_at=F("touch__made_at")
        )
        .order_by("-told_at", "-pk")[:limit]
    )
    return [_row(need, need.bought_at, need.made_at) for need in found]


def _row(need: Need, bought_at: datetime | None, made_at: datetime | None) -> NeedRow:
    choice = method.care_settings().choice(need.choice)
    touch = need.touch
    return NeedRow(
        need_id=need.pk,
        choice=choice.title if choice else need.choice,
        kind=(choice.kind if choice else NeedKind.NEED).value,
        text=need.text,
        told_at=need.told_at,
        told_to=need.told_to.name if need.told_to else "",
        state=need_state(
            is_answered=need.answered_at is not None or made_at is not None, helped=need.helped
        ),
        answer=need.answer,
        answered_at=need.answered_at or made_at,
        product=need.product.name if need.product else "",
        bought_at=bought_at,
        touch_id=touch.pk if touch else None,
        outcome=touch.outcome if touch else "",
        owner=touch.owner.name if touch and touch.owner else "",
        due_at=touch.due_at if touch else None,
    )
