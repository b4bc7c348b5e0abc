"""What is filled in about the people and decisions of a relationship."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import queries
from provodnik.facts.people.relations.types import ContactFields, DecisionFields, Who
from provodnik.facts.people.types import ClientKind
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import staff_list
from provodnik.method import queries as method

ME, CLIENT = "me", "client"


def voices(client: Client) -> list[tuple[str, str]]:
    """Whose word may be written down here: mine, the client's in person, of their people."""
    own = [(CLIENT, client.name)] if client.kind == ClientKind.STUDENT.value else []
    people = queries.contacts_of(client.pk)
    theirs = [(str(one.id), f"{one.name}, {one.side_title.lower()}") for one in people]
    return [(ME, _now("Me")), *own, *theirs]


def who_of(value: str, staff: Staff) -> Who:
    """A choice of `voices` as the services take it."""
    if value == ME:
        return Who(staff_id=staff.pk)
    return Who() if value == CLIENT else Who(contact_id=int(value))


def _parts() -> list[tuple[str, str]]:
    return [(str(part.key), part.title) for part in method.relation_settings().parts]


def _members() -> list[tuple[str, str]]:
    roles = {str(role.key): role.title for role in method.roles().roles}
    return [(str(m.staff_id), f"{m.name}, {roles.get(m.role, m.role)}") for m in staff_list()]


def _side_roles() -> list[tuple[str, str]]:
    settings = method.relation_settings()
    return [(str(one.key), f"{one.title}: {one.hint}") for one in settings.side_roles]


def _kinds() -> list[tuple[str, str]]:
    return [(str(kind.key), kind.title) for kind in method.relation_settings().decision_kinds]


class OwnerForm(forms.Form):
    """Who of ours owns a part of the relationship."""

    part = forms.ChoiceField(label=_("What is owned"), choices=_parts)
    staff = forms.TypedChoiceField(label=_("Who owns it"), choices=_members, coerce=int)


class ContactForm(forms.Form):
    """A person of the client's side."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    side_role = forms.ChoiceField(label=_("Role"), choices=_side_roles)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    telegram = forms.CharField(label=_("Telegram"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    decides = forms.BooleanField(label=_("May change priorities"), required=False)

    def to_fields(self) -> ContactFields:
        return ContactFields(**self.cleaned_data)


class SpokenForm(forms.Form):
    """Words with somebody behind them."""

    what = forms.CharField(label=_("What"), max_length=500)
    why = forms.CharField(label=_("Why"), max_length=500)
    who = forms.ChoiceField(label=_("Who says so"))

    def spoken_by(self, choices: Sequence[tuple[str, str]]) -> None:
        """Whose word it may be; told apart by client, so not known to the class."""
        field = self.fields["who"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class PriorityForm(SpokenForm):
    """A change of priorities, and who asks for it."""


class DecisionForm(SpokenForm):
    """A decision with its reason, and who took it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=_kinds)
    valid_from_on = forms.DateField(
        label=_("In force from"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    visible_to_client = forms.BooleanField(label=_("The client sees it"), required=False)

    def to_fields(self) -> DecisionFields:
        told = {name: value for name, value in self.cleaned_data.items() if name != "who"}
        return DecisionFields(**told)
