"""What follows a recorded outcome: the next try, the check of a payment, the talk put off."""

from datetime import datetime

from provodnik.facts.sales.models import Order
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method import types as method_types
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.services import journaling
from provodnik.touches.queue.services.timing import window_of
from provodnik.touches.queue.types import Outcome, TouchKind


def plan_follow_up(touch: Touch, outcome: Outcome, now: datetime) -> Touch | None:
    """Plan what the method says follows; None where nothing does, or the attempts are over.

    A part of recording an outcome: the touch is locked and made.
    """
    settings = method.queue_settings()
    plan = settings.follow_up(method_types.Outcome(outcome.value))
    if plan is None or (plan.only_unpaid and _is_paid(touch)):
        return None
    is_retry = plan.deed is None
    if is_retry and touch.attempt >= settings.attempts_limit:
        return None
    deed = settings.deed(plan.deed or method_types.Deed(touch.kind))
    due_from, due_at = window_of(touch.client, deed, now=now, working_days=plan.working_days)
    follow_up = Touch.objects.create(
        school_id=schools.current(),
        client_id=touch.client_id,
        owner_id=touch.owner_id,
        kind=TouchKind(str(deed.key)).value,
        reason=plan.reason or touch.reason,
        step_id=touch.step_id,
        origin="follow_up",
        occurrence=f"touch:{touch.pk}",
        product_id=touch.product_id,
        goal_id=touch.goal_id,
        script=touch.script if is_retry else str(deed.script),
        channel=touch.channel,
        stake_kopecks=touch.stake_kopecks,
        planned_at=now,
        due_from=due_from,
        due_at=due_at,
        attempt=touch.attempt + 1 if is_retry else 1,
        follows=touch,
        offer_id=touch.offer_id,
        link_id=touch.link_id,
    )
    attrs: dict[str, journal.Attr] = {"origin": follow_up.origin}
    journaling.record(follow_up, "touch_planned", at=now, actor=f"touch:{touch.pk}", attrs=attrs)
    return follow_up


def _is_paid(touch: Touch) -> bool:
    """Whether the client has paid for the product since the touch was planned."""
    if touch.product_id is None:
        return False
    paid = Order.objects.filter(client_id=touch.client_id, product_id=touch.product_id)
    return paid.filter(first_paid_at__gte=touch.planned_at).exists()
