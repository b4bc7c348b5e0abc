"""What is filled in about feedback."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provodnik.method import queries as method
from provodnik.touches.voice.feedback.queries import Search
from provodnik.touches.voice.feedback.types import (
    Deciding,
    Decision,
    FeedbackRow,
    NewFeedback,
    Sentiment,
    Sorting,
    Source,
    State,
)
from provodnik.web.pages.feedback.words import DECISIONS, SENTIMENTS, SOURCES
from provodnik.web.voice_forms import WhoForm, day, members, pick, products, words

_BY_HAND = (Source.TALK, Source.TICKET, Source.REQUEST, Source.HAND)


def topics() -> list[tuple[str, str]]:
    return [(str(one.key), str(one.title)) for one in method.interview_settings().topics]


def _sentiments() -> list[tuple[str, Any]]:
    return [(one.value, text) for one, text in SENTIMENTS.items()]


class SortForm(forms.Form):
    """What it is about."""

    topic = forms.ChoiceField(label=_("Topic"), choices=topics)
    sentiment = forms.ChoiceField(label=_("How it was meant"), choices=_sentiments)
    product = pick(_("About the product"), products)

    def to_sorting(self) -> Sorting:
        told = self.cleaned_data
        return Sorting(
            topic=told["topic"],
            sentiment=Sentiment(told["sentiment"]),
            product_id=told["product"],
        )


class NewForm(WhoForm, SortForm):
    """Feedback typed by hand."""

    is_client_needed = False
    text = words(_("What was said"), rows=4)
    source = forms.ChoiceField(
        label=_("Where"), choices=[(one.value, SOURCES[one]) for one in _BY_HAND]
    )
    reference = forms.CharField(
        label=_("Number of the request or a link"), required=False, max_length=200
    )

    def to_new(self, request_id: int | None = None) -> NewFeedback:
        told = self.cleaned_data
        return NewFeedback(
            text=told["text"],
            source=Source.REQUEST if request_id else Source(told["source"]),
            topic=told["topic"],
            sentiment=Sentiment(told["sentiment"]),
            client_id=told["client"],
            product_id=told["product"],
            request_id=request_id,
            reference=told["reference"],
        )


class DecideForm(forms.Form):
    """What will be done about it."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[(one.value, text) for one, text in DECISIONS.items()]
    )
    words = words(_("What we do, or why not"), rows=2, most=500)
    owner = pick(_("Who answers"), members)
    due_on = day(_("Until"), required=False)

    def to_deciding(self) -> Deciding:
        told = self.cleaned_data
        return Deciding(
            decision=Decision(told["decision"]),
            words=told["words"],
            owner_id=told["owner"],
            due_on=told["due_on"],
        )


class ReplyForm(forms.Form):
    """What the client is told."""

    text = words(_("What we tell the client"), rows=3, most=2000)
    is_told = forms.BooleanField(label=_("I have told it already"), required=False)


class UpdateForm(forms.Form):
    """What was changed after a request."""

    text = words(_("What was changed by the answers"), rows=3, most=2000)


class SearchForm(forms.Form):
    """What is looked for; a wrong value asks for nothing."""

    state = forms.ChoiceField(required=False, choices=[("", ""), *((s.value, s) for s in State)])
    topic = forms.CharField(required=False, max_length=60)
    decision = forms.ChoiceField(
        required=False, choices=[("", ""), *((d.value, d) for d in Decision)]
    )
    sentiment = forms.ChoiceField(
        required=False, choices=[("", ""), *((s.value, s) for s in Sentiment)]
    )
    request = forms.IntegerField(required=False, min_value=1)
    undecided = forms.BooleanField(required=False)
    said_from = day(_("From"), required=False)
    said_to = day(_("Until"), required=False)

    def to_search(self) -> Search:
        """The period includes its last day, as people mean it."""
        self.is_valid()
        told: dict[str, Any] = self.cleaned_data
        state, decision, sentiment = (told.get(n) for n in ("state", "decision", "sentiment"))
        until = told.get("said_to")
        return Search(
            state=State(state) if state else None,
            topic=told.get("topic") or "",
            decision=Decision(decision) if decision else None,
            sentiment=Sentiment(sentiment) if sentiment else None,
            request_id=told.get("request"),
            undecided=bool(told.get("undecided")),
            said_from=_starts(told.get("said_from")),
            said_to=_starts(until + timedelta(days=1) if until else None),
        )


def sort_initial(row: FeedbackRow) -> dict[str, object]:
    """An item as the form of its topic shows it."""
    return {
        "topic": row.topic,
        "sentiment": row.sentiment.value if row.sentiment else Sentiment.MIXED.value,
        "product": row.product_id or "",
    }


def decide_initial(row: FeedbackRow, staff_id: int) -> dict[str, object]:
    """An item as the form of its decision shows it."""
    return {
        "decision": row.decision.value if row.decision else "",
        "words": row.words,
        "owner": row.owner_id or staff_id,
        "due_on": row.due_on,
    }


def _starts(on: date | None) -> datetime | None:
    zone = timezone.get_current_timezone()
    return datetime.combine(on, time(), zone).astimezone(UTC) if on else None
