"""What departments write to each other."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.facts.sales.types import NewRequest
from provodnik.facts.team.queries import staff_list
from provodnik.method import queries as method

type Choices = list[tuple[str, str]]


def departments() -> Choices:
    """Departments of the method."""
    return [(str(one.key), str(one.title)) for one in method.launch_settings().departments]


def members() -> Choices:
    return [("", "—"), *((str(one.staff_id), one.name) for one in staff_list())]


def _id(value: str) -> int | None:
    return int(value) if value else None


class RequestForm(forms.Form):
    """A question of one department to another."""

    topic = forms.CharField(label=_("Topic"), max_length=200)
    text = forms.CharField(
        label=_("Question"), required=False, max_length=5000, widget=forms.Textarea({"rows": 2})
    )
    from_department = forms.ChoiceField(label=_("Who asks"), choices=departments)
    to_department = forms.ChoiceField(label=_("Who answers"), choices=departments)
    owner = forms.TypedChoiceField(
        label=_("Answers by name"), choices=members, coerce=_id, empty_value=None, required=False
    )

    def to_request(self) -> NewRequest:
        """Choices by their ids."""
        told = dict(self.cleaned_data)
        return NewRequest(owner_id=told.pop("owner"), **told)


class HandoffForm(forms.Form):
    """What sales promised a new client."""

    who = forms.CharField(label=_("Client: e-mail, phone or id"), max_length=200)
    promises = forms.CharField(
        label=_("What was promised"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 2}),
    )
    context = forms.CharField(
        label=_("What to know about the person"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 2}),
    )
    is_unclear = forms.BooleanField(label=_("The promise is unclear, ask me"), required=False)


class PackForm(forms.Form):
    """A pack for marketing: its title; what is in it is gathered from students' words."""

    title = forms.CharField(label=_("Name of the pack"), max_length=200)
