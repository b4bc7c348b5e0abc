"""Requests for money back by the regulation: no step is skipped (R-142)."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.sales.models import Order
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal
from provodnik.method import queries as method
from provodnik.method.desk_words import RefundAsk
from provodnik.method.shapes.refunds import RefundRule
from provodnik.touches.desk.errors import (
    ChoiceUnknown,
    OrderOfAnother,
    ReasonMissing,
    StepMade,
)
from provodnik.touches.desk.gates import refund_step
from provodnik.touches.desk.models import RefundCase, RefundStep
from provodnik.touches.desk.services.journaling import locked, tell
from provodnik.touches.desk.types import StepMaking

# What a case keeps of its steps beside the steps themselves.
_COLUMNS = {RefundAsk.REASON: "reason", RefundAsk.STAGE: "stage", RefundAsk.DECISION: "decision"}


@transaction.atomic
def open_refund(ticket_id: int, *, order_id: int | None, by_id: int, now: datetime) -> RefundCase:
    """The case of a ticket; asked for again it is the one that is there.

    Raises:  Ticket.DoesNotExist; OrderOfAnother
    """
    ticket = locked(ticket_id)
    if (
        order_id is not None
        and not Order.objects.filter(pk=order_id, client_id=ticket.client_id).exists()
    ):
        raise OrderOfAnother(str(ticket))
    case, is_new = RefundCase.objects.get_or_create(
        school_id=ticket.school_id,
        ticket=ticket,
        defaults={
            "client_id": ticket.client_id,
            "order_id": order_id,
            "opened_at": now,
            "opened_by_id": by_id,
        },
    )
    if is_new:
        tell("refund_asked", ticket, at=now, actor=staff_actor(by_id))
    return case


@transaction.atomic
def make_step(case_id: int, made: StepMaking, *, by_id: int, now: datetime) -> RefundStep:
    """Write down a step of the regulation; the last one closes the case.

    Raises:  RefundCase.DoesNotExist; kernel.gates.Refused: an earlier step is not made
             ChoiceUnknown: no such step, or nothing such to choose; StepMade; ReasonMissing: a
             step that wants words or a day has none
    """
    found = RefundCase.objects.select_for_update(of=("self",)).select_related("ticket")
    case = found.get(pk=case_id)
    regulation = method.desk_settings().refunds
    rule = regulation.step(made.step)
    if rule is None:
        raise ChoiceUnknown(made.step)
    done = set(RefundStep.objects.filter(case=case).values_list("step", flat=True))
    if made.step in done or case.closed_at is not None:
        raise StepMade(made.step)
    refund_step(regulation.steps, done, made.step).require()
    _refuse_empty(rule, made)
    step = RefundStep.objects.create(
        school_id=case.school_id,
        case=case,
        step=made.step,
        choice=made.choice,
        text=made.text.strip(),
        on=made.on,
        done_at=now,
        done_by_id=by_id,
    )
    _keep(case, rule, made, is_last=len(done) + 1 == len(regulation.steps), now=now)
    attrs: dict[str, journal.Attr] = {"step": made.step, "choice": made.choice}
    tell("refund_step_made", case.ticket, at=now, actor=staff_actor(by_id), attrs=attrs)
    return step


def _refuse_empty(rule: RefundRule, made: StepMaking) -> None:
    choices = dict(method.desk_settings().refunds.choices(rule.ask))
    if choices and made.choice not in choices:
        raise ChoiceUnknown(made.choice)
    wants_words = rule.ask in (RefundAsk.ATTEMPT, RefundAsk.WORDS, RefundAsk.DATE)
    if wants_words and not made.text.strip():
        raise ReasonMissing
    if rule.ask is RefundAsk.DATE and made.on is None:
        raise ReasonMissing


def _keep(
    case: RefundCase, rule: RefundRule, made: StepMaking, *, is_last: bool, now: datetime
) -> None:
    if rule.ask in _COLUMNS:
        setattr(case, _COLUMNS[rule.ask], made.choice)
    if rule.ask is RefundAsk.DECISION:
        decision = method.desk_settings().refunds.decision(made.choice)
        gives_back = decision is not None and decision.gives_back
        case.amount_kopecks = (made.amount_kopecks or 0) if gives_back else 0
    if is_last:
        case.closed_at = now
    case.save()
