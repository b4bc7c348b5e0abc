"""Requests for money back: how far they are, and why people asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from provodnik.facts.sales.models import Order
from provodnik.touches.desk.models import RefundCase, RefundStep


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that was made."""

    step: str
    choice: str
    text: str
    on: date | None
    done_at: datetime
    done_by: str


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A case in a list. Keys are the method's; "" where the step was not made."""

    case_id: int
    ticket_id: int
    number: int
    client_id: int
    client: str
    order: str
    reason: str
    stage: str
    decision: str
    amount_kopecks: int | None
    opened_at: datetime
    closed_at: datetime | None
    steps_made: int


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason: cases that gave it, those who stayed, those given money back, and how much."""

    reason: str
    cases: int
    kept: int
    given_back: int
    amount_kopecks: int


def case_of(ticket_id: int) -> RefundCase | None:
    """The case of a ticket. One query."""
    return RefundCase.objects.select_related("order").filter(ticket_id=ticket_id).first()


def steps_of(case_id: int) -> Mapping[str, StepRow]:
    """Steps made, by their key. One query."""
    made = RefundStep.objects.filter(case_id=case_id).select_related("done_by")
    return {
        step.step: StepRow(
            step.step, step.choice, step.text, step.on, step.done_at, step.done_by.name
        )
        for step in made.order_by("done_at", "pk")
    }


def orders_of(client_id: int) -> list[Order]:
    """Paid orders of a client, the newest first. One query."""
    paid = Order.objects.filter(client_id=client_id, paid_kopecks__gt=0)
    return list(paid.select_related("product").order_by("-first_paid_at", "-pk"))


def refund_rows(
    *, is_open: bool | None = None, reason: str | None = None, limit: int
) -> list[RefundRow]:
    """Cases, the newest first, of a state and a reason where asked. One query."""
    found = RefundCase.objects.select_related("ticket", "client", "order__product")
    if is_open is not None:
        found = found.filter(closed_at__isnull=is_open)
    if reason is not None:
        found = found.filter(reason=reason)
    steps = (
        RefundStep.objects.filter(case=OuterRef("pk"))
        .order_by()
        .values("case")
        .annotate(n=Count("pk"))
        .values("n")
    )
    counted = found.annotate(made=Subquery(steps)).order_by("-opened_at", "-pk")
    return [_row(case, case.made or 0) for case in counted[:limit]]


def refund_reasons(*, giving_back: tuple[str, ...], since_at: datetime) -> list[ReasonRow]:
    """Why people asked, of cases opened since, most often first; "" not asked yet. One query.

    `giving_back` are the decisions by which money is given back.
    """
    given = Q(decision__in=giving_back)
    counted = (
        RefundCase.objects.filter(opened_at__gte=since_at)
        .values("reason")
        .annotate(
            n=Count("pk"),
            given=Count("pk", filter=given),
            kept=Count("pk", filter=~Q(decision="") & ~given),
            amount=Sum("amount_kopecks", filter=given, default=0),
        )
        .order_by("-n", "reason")
    )
    return [
        ReasonRow(row["reason"], row["n"], row["kept"], row["given"], row["amount"])
        for row in counted
    ]


def order_words(order: Order | None) -> str:
    """«№ 17 · Колорист», "" where no order is named."""
    if order is None:
        return ""
    name = order.product.name if order.product else order.title
    return " · ".join(word for word in (order.number or order.external_id, name) if word)


def _row(case: RefundCase, made: int) -> RefundRow:
    return RefundRow(
        case_id=case.pk,
        ticket_id=case.ticket_id,
        number=case.ticket.number,
        client_id=case.client_id,
        client=case.client.name,
        order=order_words(case.order),
        reason=case.reason,
        stage=case.stage,
        decision=case.decision,
        amount_kopecks=case.amount_kopecks,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        steps_made=made,
    )
