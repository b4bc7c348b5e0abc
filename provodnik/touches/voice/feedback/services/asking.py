"""Feedback is asked for before the next cycle, with a promise; the update follows (R-232)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from provodnik.facts.learning.models import Cohort, Membership
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.words import fill
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.types import TouchKind
from provodnik.touches.voice.feedback.errors import NobodyToAsk, WithoutWords
from provodnik.touches.voice.feedback.models import FeedbackRequest


def script_text(promised_on: date) -> str:
    """The script as it is sent: opening, three questions and the promise, a line each."""
    script = method.interview_settings().script
    promise = fill(script.promise, {"day": f"{promised_on:%d.%m}"})
    return "\n".join((script.opening, script.helps, script.hinders, script.examples, promise))


@transaction.atomic
def ask_cohort(
    cohort_id: int, cycle_on: date, *, today: date, now: datetime, actor: str
) -> FeedbackRequest:
    """Ask a cohort before its next cycle: a deed with the script for each member, once a cycle.

    The script says what helps decisions, what hinders, asks for examples and promises an
    update by a day.

    Raises:  Cohort.DoesNotExist; NobodyToAsk
    """
    cohort = Cohort.objects.select_for_update().get(pk=cohort_id)
    asked = FeedbackRequest.objects.filter(cohort=cohort, cycle_on=cycle_on).first()
    if asked is not None:
        return asked
    members = list(
        Membership.objects.filter(
            cohort=cohort, left_at=None, client__merged_into=None, client__erased_at=None
        ).values_list("client_id", flat=True)
    )
    if not members:
        raise NobodyToAsk(cohort_id)
    script = method.interview_settings().script
    promised_on = today + timedelta(days=script.promise_days)
    text = script_text(promised_on)
    request = FeedbackRequest.objects.create(
        school_id=schools.current(),
        cohort=cohort,
        cycle_on=cycle_on,
        text=text,
        asked_at=now,
        asked_by_id=actor_staff_id(actor),
        promised_on=promised_on,
        asked=len(members),
    )
    opening = fill(script.reason, {"cohort": cohort.name})
    for client_id in members:
        queue.plan(
            client_id=client_id,
            kind=TouchKind.SUPPORT,
            reason=f"{opening}. {text}"[:500],
            occurrence=f"feedback_request:{request.pk}",
            owner_id=None,
            product_id=cohort.product_id,
            actor=actor,
            now=now,
        )
    told: dict[str, journal.Attr] = {"promised": promised_on.isoformat(), "clients": len(members)}
    _tell("feedback_asked", request, told, now=now, actor=actor)
    return request


@transaction.atomic
def tell_update(request_id: int, text: str, *, now: datetime, actor: str) -> None:
    """Keep the promise: what was changed by the answers. Again with other words corrects it.

    Raises:  FeedbackRequest.DoesNotExist; WithoutWords
    """
    request = FeedbackRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    if not text.strip():
        raise WithoutWords(request_id)
    if request.update == text.strip():
        return
    request.update, request.updated_at = text.strip(), request.updated_at or now
    request.save(update_fields=["update", "updated_at"])
    _tell("feedback_update_told", request, {"text": request.update[:500]}, now=now, actor=actor)


def _tell(
    event: str,
    request: FeedbackRequest,
    attrs: dict[str, journal.Attr],
    *,
    now: datetime,
    actor: str,
) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        staff_id=actor_staff_id(actor),
        item=f"feedback_request:{request.pk}",
        attrs={"cohort": request.cohort_id, **attrs},
    )
