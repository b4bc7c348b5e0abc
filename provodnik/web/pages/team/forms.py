"""What the head fills in about a colleague. Roles come from the school's method."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.method import queries as method


def role_choices() -> list[tuple[str, str]]:
    """Roles of the school by key, with what each answers for."""
    return [(role.key, role.title) for role in method.roles().roles]


class InviteForm(forms.Form):
    """A new colleague."""

    name = forms.CharField(label=_("First and last name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The colleague signs in by it."))
    role = forms.ChoiceField(label=_("Role"), choices=role_choices)


class RoleForm(forms.Form):
    """Another role."""

    role = forms.ChoiceField(label=_("Role"), choices=role_choices)


class AccessForm(forms.Form):
    """An e-mail for a colleague who came from an export."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The colleague signs in by it."))
