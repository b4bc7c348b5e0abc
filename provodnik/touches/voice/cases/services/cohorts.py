"""A cohort near its end is asked by itself; those who keep silent are reminded."""

from datetime import date, datetime, timedelta

from django.db import transaction

from provodnik.facts.learning.models import Cohort
from provodnik.method import queries as method
from provodnik.touches.queue.queries.automation import stopped
from provodnik.touches.voice.cases.errors import NobodyToAsk
from provodnik.touches.voice.cases.models import Story
from provodnik.touches.voice.cases.queries.asking import near_end, to_ask
from provodnik.touches.voice.cases.services.collecting import remind, request_case
from provodnik.touches.voice.cases.types import State

ACTOR = "rule:cases"


@transaction.atomic
def ask_cohort(cohort_id: int, *, now: datetime, actor: str) -> int:
    """Ask a cohort for cases: those with signs of a result first, as many as the method says.

    Who has open complaints is not asked. Returns how many were asked.

    Raises:  Cohort.DoesNotExist; NobodyToAsk
    """
    Cohort.objects.get(pk=cohort_id)
    settings = method.case_settings()
    asked = Story.objects.filter(cohort_id=cohort_id, requested_at__isnull=False).count()
    left = max(settings.requests_a_cohort - asked, 0)
    clients = to_ask(cohort_id, now=now)[:left]
    if not clients:
        raise NobodyToAsk(cohort_id)
    for client_id in clients:
        request_case(client_id, cohort_id=cohort_id, now=now, actor=actor)
    return len(clients)


@transaction.atomic
def follow_cohorts(*, today: date, now: datetime) -> tuple[int, int]:
    """Ask every cohort near its end once, and remind who was asked long enough ago.

    Harmless twice a day. Nothing while the automation stands still. Returns how many were
    asked and how many reminded.
    """
    if stopped() is not None:
        return 0, 0
    asked = 0
    for cohort_id in near_end(today):
        try:
            asked += ask_cohort(cohort_id, now=now, actor=ACTOR)
        except NobodyToAsk:
            continue
    return asked, sum(remind(case_id, now=now, actor=ACTOR) for case_id in _silent(now))


def _silent(now: datetime) -> list[int]:
    settings = method.case_settings()
    since = now - timedelta(days=settings.remind_days)
    waiting = Story.objects.filter(
        state=State.REQUESTED.value, reminders__lt=settings.reminders, requested_at__lte=since
    ).exclude(reminded_at__gt=since)
    return list(waiting.order_by("requested_at", "pk").values_list("pk", flat=True)[:500])
