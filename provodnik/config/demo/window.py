"""The demo's one window beside its requests: approved answers, a refund, a conflict."""

from datetime import datetime, timedelta

from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.touches.desk import services
from provodnik.touches.desk.models import Message, Ticket
from provodnik.touches.desk.types import NewConflict, NewPromise, StepMaking

_ROLE = "head_of_product_and_service"
_ANSWER_MINUTES = 120
_STEPS = (
    StepMaking("reason", "twice", "Купила мини-курс два раза, второй заказ лишний"),
    StepMaking("stage", "first_module"),
    StepMaking("retention", "not_fitting", "Второй заказ случаен, предлагать нечего"),
)


def furnish(now: datetime) -> None:
    """The answers of the method approved, a refund in progress, a conflict, a wrong channel."""
    head = Staff.objects.filter(role=_ROLE, left_on=None).order_by("pk").first()
    if head is None:
        return
    for one in method.desk_settings().answers:
        at = now - timedelta(days=20)
        services.approve(one.title, str(one.topic), one.text, by_id=head.pk, now=at)
    _refund(head.pk, now)
    _strategy(head.pk, now)


def _refund(by_id: int, now: datetime) -> None:
    ticket = Ticket.objects.filter(topic=method.desk_settings().refund_topic).first()
    if ticket is None:
        return
    case = services.open_refund(ticket.pk, order_id=None, by_id=by_id, now=now)
    for step in _STEPS:
        services.make_step(case.pk, step, by_id=by_id, now=now)


def _strategy(by_id: int, now: datetime) -> None:
    """A question of another channel, a quarrel about a date nobody was warned of, own terms."""
    asked = Message.objects.filter(ticket__topic="strategy", kind="in").first()
    if asked is None or asked.ticket is None:
        return
    services.mark_wrong_channel(asked.pk, "email", by_id=by_id, now=now)
    told = NewConflict(
        asked.ticket.client_id,
        "Перенос практикума на неделю: узнали за день до начала",
        now - timedelta(days=6),
        is_expected=False,
        was_warned=False,
    )
    services.register_conflict(told, by_id=by_id, now=now)
    quick = NewPromise(asked.ticket.priority, _ANSWER_MINUTES)
    why = "Договорились после переноса практикума: отвечаем за 2 часа"
    services.promise_client(asked.ticket.client_id, quick, why, by_id=by_id, now=now)
