"""What is written down about a request."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.kernel.periods import start_of_day
from provodnik.method import queries as method
from provodnik.touches.desk import queries
from provodnik.touches.desk.types import (
    After,
    Answer,
    Incoming,
    NewConflict,
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
    taken_from = forms.IntegerField(
        required=False, widget=forms.HiddenInput({"data-canned-version": ""})
    )

    def to_answer(self) -> Answer:
        """The answer for the services."""
        told = self.cleaned_data
        until_at = told["until_at"]
        return Answer(
            text=told["text"],
            after=After(told["after"] or After.STAY.value),
            promised=Promise(until_at) if until_at else None,
            seen_id=told["seen"],
            taken_from_id=_in_use(told["taken_from"]),
        )


def _in_use(version_id: int | None) -> int | None:
    """The version, if it is still one that may be used."""
    found = queries.version_of(version_id) if version_id else None
    return found.pk if found else None


class MomentForm(forms.Form):
    """A moment to come."""

    until_at = forms.DateTimeField(widget=_MOMENT)


class AbsenceForm(forms.Form):
    """Days on which a student can approve nothing, both included."""

    from_on = forms.DateField(widget=forms.DateInput({"type": "date"}))
    to_on = forms.DateField(widget=forms.DateInput({"type": "date"}))
    reason = forms.CharField(max_length=300, required=False)


class AnswerForm(forms.Form):
    """An approved answer."""

    title = forms.CharField(label=_("Title of the answer"), max_length=120)
    topic = forms.ChoiceField(label=_("Topic"), choices=topics)
    text = forms.CharField(
        label=_("Words everybody answers with"),
        max_length=_LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )


class ConflictForm(forms.Form):
    """A conflict as it is registered."""

    who = forms.CharField(label=_("Student: name, e-mail, phone or id"), max_length=200)
    happened_on = forms.DateField(
        label=_("When it happened"), widget=forms.DateInput({"type": "date"})
    )
    words = forms.CharField(
        label=_("What happened"), max_length=_LONGEST, widget=forms.Textarea({"rows": 3})
    )
    is_expected = forms.ChoiceField(
        label=_("Did we expect it"),
        choices=[("", _("no, it was unexpected")), ("1", _("yes"))],
        required=False,
    )
    warned_how = forms.CharField(
        label=_("How we had warned"),
        help_text=_("Empty: nobody was warned"),
        max_length=300,
        required=False,
    )

    def to_conflict(self, client_id: int, zone: ZoneInfo) -> NewConflict:
        """The day in the school's zone: the hour is not known."""
        told = self.cleaned_data
        return NewConflict(
            client_id=client_id,
            words=told["words"],
            happened_at=start_of_day(told["happened_on"], zone),
            is_expected=bool(told["is_expected"]),
            was_warned=bool(told["warned_how"].strip()),
            warned_how=told["warned_how"],
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
