"""A request for money back as its ticket shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from provodnik.facts.sales.models import Order
from provodnik.method import queries as method
from provodnik.method.desk_words import RefundAsk
from provodnik.method.shapes.refunds import RefundRule
from provodnik.touches.desk import queries
from provodnik.touches.desk.models import RefundCase, Ticket
from provodnik.touches.desk.queries import StepRow
from provodnik.web import formats
from provodnik.web.pages.desk import words

_MAY_LACK_WORDS = (RefundAsk.REASON, RefundAsk.STAGE, RefundAsk.DECISION)


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the regulation: made, the next one, or still ahead."""

    rule: RefundRule
    made: StepRow | None
    chosen: str
    choices: tuple[tuple[str, str], ...]
    is_next: bool
    may_make: bool

    @property
    def asks_day(self) -> bool:
        return self.rule.ask is RefundAsk.DATE

    @property
    def asks_sum(self) -> bool:
        return self.rule.ask is RefundAsk.DECISION

    @property
    def needs_words(self) -> bool:
        return self.rule.ask not in _MAY_LACK_WORDS


@dataclass(frozen=True, slots=True)
class Refund:
    """The case of a ticket, or the offer to open one. `keep` is what may keep this student."""

    case: RefundCase | None
    order: str
    orders: tuple[tuple[int, str], ...]
    steps: tuple[StepLine, ...]
    keep: str


def refund_of(ticket: Ticket, *, may_decide: bool) -> Refund | None:
    """None: the ticket is about something else and has no case. Queries: 2 at most."""
    settings, case = method.desk_settings(), queries.case_of(ticket.pk)
    if case is None:
        if ticket.topic != settings.refund_topic:
            return None
        return Refund(None, "", _orders(queries.orders_of(ticket.client_id)), (), "")
    reasons = {str(one.key): str(one.keep) for one in settings.refunds.reasons}
    return Refund(
        case=case,
        order=queries.order_words(case.order),
        orders=(),
        steps=_steps(case, may_decide=may_decide),
        keep=reasons.get(case.reason, "") if case.closed_at is None else "",
    )


def _steps(case: RefundCase, *, may_decide: bool) -> tuple[StepLine, ...]:
    regulation, made = method.desk_settings().refunds, queries.steps_of(case.pk)
    next_key = next((str(one.key) for one in regulation.steps if one.key not in made), "")
    lines = []
    for rule in regulation.steps:
        choices, step = regulation.choices(rule.ask), made.get(str(rule.key))
        lines.append(
            StepLine(
                rule=rule,
                made=step,
                chosen=dict(choices).get(step.choice, step.choice) if step else "",
                choices=choices,
                is_next=rule.key == next_key and case.closed_at is None,
                may_make=may_decide or not rule.only_leads,
            )
        )
    return tuple(lines)


def _orders(orders: Sequence[Order]) -> tuple[tuple[int, str], ...]:
    spoken = words.language()
    return tuple(
        (one.pk, f"{queries.order_words(one)}, {formats.money(one.paid_kopecks, spoken)}")
        for one in orders
    )
