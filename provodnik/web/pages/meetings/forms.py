"""What is filled in about meetings."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provodnik.decisions.meetings.types import PointFields
from provodnik.facts.team.queries import staff_list
from provodnik.method import queries as method

_WORDS = 500


def _kinds() -> list[tuple[str, str]]:
    return [(one.key, one.title) for one in method.meeting_settings().kinds]


def _members() -> list[tuple[str, str]]:
    return [(str(one.staff_id), one.name) for one in staff_list()]


def _nobody_or_members() -> list[tuple[str, str]]:
    return [("", "—"), *_members()]


class PlanForm(forms.Form):
    """Which meeting, when, with whom."""

    kind = forms.ChoiceField(label=_("Meeting"), choices=_kinds)
    at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    staff = forms.TypedMultipleChoiceField(
        label=_("With whom"), choices=_members, coerce=int, required=False
    )

    def moment(self) -> datetime:
        """When, with its zone."""
        at: datetime = self.cleaned_data["at"]
        return timezone.make_aware(at) if timezone.is_naive(at) else at


class ItemForm(forms.Form):
    """What to speak about."""

    text = forms.CharField(label=_("What to speak about"), max_length=_WORDS)


class PointForm(forms.Form):
    """What was agreed on."""

    text = forms.CharField(label=_("What was agreed on"), max_length=_WORDS)
    owner = forms.TypedChoiceField(
        label=_("Who does it"),
        choices=_nobody_or_members,
        coerce=int,
        empty_value=None,
        required=False,
    )
    due_on = forms.DateField(
        label=_("Until"), widget=forms.DateInput({"type": "date"}), required=False
    )
    client = forms.CharField(label=_("About which student"), max_length=200, required=False)

    def to_fields(self, client_id: int | None) -> PointFields:
        """The point with the student who was found."""
        told = self.cleaned_data
        return PointFields(
            text=told["text"], owner_id=told["owner"], due_on=told["due_on"], client_id=client_id
        )
