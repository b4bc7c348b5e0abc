"""Feedback as lists and counts: what waits, top topics of a period, requests before a cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from provodnik.facts.learning.models import Cohort, Membership
from provodnik.method import queries as method
from provodnik.touches.queue.types import TouchState
from provodnik.touches.voice.feedback import rules
from provodnik.touches.voice.feedback.models import Feedback, FeedbackRequest
from provodnik.touches.voice.feedback.types import (
    Decision,
    DueCohort,
    FeedbackRow,
    RequestRow,
    Sentiment,
    Source,
    State,
    TopicLine,
)

_TOLD = Q(touch__state=TouchState.MADE.value)
_OF_STATE: Mapping[State, Q] = {
    State.DONE: Q(done_at__isnull=False),
    State.TOLD: Q(done_at=None) & ~Q(decision="") & _TOLD,
    State.DECIDED: Q(done_at=None) & ~Q(decision="") & (Q(touch=None) | ~_TOLD),
    State.OPEN: Q(done_at=None, decision="") & ~Q(topic=""),
    State.UNSORTED: Q(done_at=None, decision="", topic=""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a list is narrowed to; the period is half-open, by when it was said."""

    state: State | None = None
    topic: str = ""
    sentiment: Sentiment | None = None
    decision: Decision | None = None
    request_id: int | None = None
    said_from: datetime | None = None
    said_to: datetime | None = None
    undecided: bool = False

    @property
    def is_narrow(self) -> bool:
        return self != Search()


def items(search: Search, *, limit: int | None = None) -> list[FeedbackRow]:
    """Items that match, the latest first. One query."""
    shown = limit or method.interview_settings().most_shown
    found = _matching(search).select_related("client", "product", "owner", "touch")
    return [_row(one) for one in found.order_by("-said_at", "-pk")[:shown]]


def item(item_id: int) -> FeedbackRow:
    """One item. Raises Feedback.DoesNotExist. One query."""
    found = Feedback.objects.select_related("client", "product", "owner", "touch")
    return _row(found.get(pk=item_id))


def counts_by_state() -> dict[State, int]:
    """How many items are in each state. One query."""
    counted = Feedback.objects.aggregate(
        **{state.value: Count("pk", filter=q) for state, q in _OF_STATE.items()}
    )
    return {state: counted[state.value] for state in State}


def undecided_since(before: datetime) -> int:
    """How many items were said before a moment and have no decision yet. One query."""
    return Feedback.objects.filter(decision="", done_at=None, said_at__lt=before).count()


def top_topics(said_from: datetime, said_to: datetime) -> list[TopicLine]:
    """Topics of a period, half-open, the most frequent first (R-226). One query."""
    said = Feedback.objects.filter(said_at__gte=said_from, said_at__lt=said_to).exclude(topic="")
    counted = said.values_list("topic").annotate(
        n=Count("pk"),
        bad=Count("pk", filter=Q(sentiment=Sentiment.BAD.value)),
        good=Count("pk", filter=Q(sentiment=Sentiment.GOOD.value)),
        open=Count("pk", filter=Q(decision="")),
    )
    return [TopicLine(*row) for row in counted.order_by("-n", "topic")]


def requests(*, limit: int = 20) -> list[RequestRow]:
    """Requests before a cycle, the latest first, with what came of them. Two queries."""
    found = FeedbackRequest.objects.select_related("cohort", "asked_by")
    rows = list(found.order_by("-asked_at", "-pk")[:limit])
    counted: dict[int, tuple[int, int]] = {
        request_id: (n, decided)
        for request_id, n, decided in Feedback.objects.filter(request_id__in=[r.pk for r in rows])
        .values_list("request_id")
        .annotate(n=Count("pk"), decided=Count("pk", filter=~Q(decision="")))
    }
    return [_request(one, *counted.get(one.pk, (0, 0))) for one in rows]


def due_cohorts(today: date) -> list[DueCohort]:
    """Cohorts that end soon, before the next cycle, and were not asked. Three queries."""
    before = method.interview_settings().script.before_days
    ending = Cohort.objects.filter(
        parent__isnull=True, ends_on__gte=today, ends_on__lte=today + timedelta(days=before)
    ).order_by("ends_on", "pk")
    asked = set(FeedbackRequest.objects.values_list("cohort_id", "cycle_on"))
    members = dict(
        Membership.objects.filter(cohort__in=ending, left_at=None)
        .values_list("cohort_id")
        .annotate(n=Count("pk"))
    )
    return [
        DueCohort(one.pk, one.name, one.ends_on, members[one.pk])
        for one in ending
        if one.ends_on and one.pk in members and (one.pk, one.ends_on) not in asked
    ]


def _matching(search: Search) -> QuerySet[Feedback]:
    found = Feedback.objects.all()
    if search.state is not None:
        found = found.filter(_OF_STATE[search.state])
    told: dict[str, Any] = {
        "topic": search.topic or None,
        "sentiment": search.sentiment,
        "decision": search.decision,
        "request_id": search.request_id,
        "said_at__gte": search.said_from,
        "said_at__lt": search.said_to,
    }
    found = found.filter(**{name: value for name, value in told.items() if value is not None})
    return found.filter(decision="", done_at=None) if search.undecided else found


def _row(one: Feedback) -> FeedbackRow:
    is_told = one.touch is not None and one.touch.state == TouchState.MADE
    return FeedbackRow(
        item_id=one.pk,
        text=one.text,
        source=Source(one.source),
        reference=one.reference,
        topic=one.topic,
        sentiment=Sentiment(one.sentiment) if one.sentiment else None,
        state=rules.state_of(
            topic=one.topic,
            decision=one.decision,
            is_told=is_told,
            is_done=one.done_at is not None,
        ),
        client_id=one.client_id,
        client=one.client.name if one.client else "",
        product_id=one.product_id,
        product=one.product.name if one.product else "",
        said_at=one.said_at,
        decision=Decision(one.decision) if one.decision else None,
        words=one.words,
        owner_id=one.owner_id,
        owner=one.owner.name if one.owner else "",
        due_on=one.due_on,
        decided_at=one.decided_at,
        reply=one.reply,
        touch_id=one.touch_id,
        told_at=one.touch.made_at if one.touch else None,
        done_at=one.done_at,
        request_id=one.request_id,
    )


def _request(one: FeedbackRequest, answers: int, decided: int) -> RequestRow:
    return RequestRow(
        request_id=one.pk,
        cohort_id=one.cohort_id,
        cohort=one.cohort.name,
        asked_at=one.asked_at,
        asked_by=one.asked_by.name if one.asked_by else "",
        promised_on=one.promised_on,
        asked=one.asked,
        answers=answers,
        decided=decided,
        update=one.update,
        updated_at=one.updated_at,
    )
