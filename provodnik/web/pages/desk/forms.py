"""What is written down about a request."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.kernel.periods import start_of_day
from provodnik.method import queries as method
from provodnik.touches.desk.types import (
    After,
    Answer,
    Incoming,
    NewShift,
    Promise,
    ShiftKind,
)
from provodnik.web.pages.desk.content import handlers

type Choices = list[tuple[str, str]]

_LONGEST = 10_000
_MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def channels() -> Choices:
    return [(str(one.key), str(one.title)) for one in method.desk_settings().channels]


def topics() -> Choices:
    return [(str(one.key), str(one.title)) for one in method.desk_settings().topics]


def priorities() -> Choices:
    own = [(str(one.key), str(one.title)) for one in method.desk_settings().priorities]
    return [("", str(_("By the topic"))), *own]


def members() -> Choices:
    return [(str(one.staff_id), one.name) for one in handlers()]


class RequestForm(forms.Form):
    """A request somebody told by the telephone or in a chat of their own."""

    who = forms.CharField(label=_("Student: name, e-mail, phone or id"), max_length=200)
    channel = forms.ChoiceField(label=_("Where it came from"), choices=channels)
    topic = forms.ChoiceField(label=_("Topic"), choices=topics)
    priority = forms.ChoiceField(label=_("Priority"), choices=priorities, required=False)
    said_at = forms.DateTimeField(
        label=_("When the student asked"),
        help_text=_("Empty: just now"),
        required=False,
        widget=_MOMENT,
    )
    text = forms.CharField(
        label=_("What was asked"), max_length=_LONGEST, widget=forms.Textarea({"rows": 4})
    )

    def to_incoming(self, client_id: int, *, now: datetime) -> Incoming:
        """The message for the services; Django has put the moment into the school's zone."""
        told = self.cleaned_data
        return Incoming(
            client_id=client_id,
            channel=told["channel"],
            text=told["text"],
            said_at=told["said_at"] or now,
            topic=told["topic"],
            priority=told["priority"],
        )


class ReplyForm(forms.Form):
    """An answer given in the channel, and what comes next."""

    text = forms.CharField(
        label=_("Answer"), max_length=_LONGEST, widget=forms.Textarea({"rows": 3})
    )
    after = forms.ChoiceField(choices=[(one.value, one.value) for one in After], required=False)
    until_at = forms.DateTimeField(label=_("Next answer by"), required=False, widget=_MOMENT)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def to_answer(self) -> Answer:
        """The answer for the services."""
        told = self.cleaned_data
        until_at = told["until_at"]
        return Answer(
            text=told["text"],
            after=After(told["after"] or After.STAY.value),
            promised=Promise(until_at) if until_at else None,
            seen_id=told["seen"],
        )


class PromiseForm(forms.Form):
    """Who answers next and by when."""

    until_at = forms.DateTimeField(label=_("Next answer by"), widget=_MOMENT)
    text = forms.CharField(label=_("What is promised"), max_length=300, required=False)


class ShiftForm(forms.Form):
    """A duty or an absence, whole days."""

    staff = forms.TypedChoiceField(label=_("Who"), choices=members, coerce=int)
    kind = forms.ChoiceField(
        label=_("What"),
        choices=[(ShiftKind.DUTY.value, _("on duty")), (ShiftKind.AWAY.value, _("away"))],
    )
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput({"type": "date"}))
    to_on = forms.DateField(label=_("Through"), widget=forms.DateInput({"type": "date"}))
    reason = forms.CharField(label=_("Why"), max_length=300)

    def to_shift(self, zone: ZoneInfo) -> NewShift:
        """From the first midnight to the one after the last day, in the school's zone."""
        told = self.cleaned_data
        return NewShift(
            staff_id=told["staff"],
            kind=ShiftKind(told["kind"]),
            from_at=start_of_day(told["from_on"], zone),
            to_at=start_of_day(told["to_on"] + timedelta(days=1), zone),
            reason=told["reason"],
        )
