"""What is filled in about accesses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.facts.people.accesses.types import NewGrant
from provodnik.facts.people.queries.keys import clients_of_keys
from provodnik.facts.team.queries import staff_list
from provodnik.method import queries as method

_WORDS = 200


def kinds() -> list[tuple[str, str]]:
    """What access is given to, by the method."""
    return [(str(one.key), one.title) for one in method.access_settings().kinds]


def _kinds_or_words() -> list[tuple[str, str]]:
    return [*kinds(), ("", str(_("In own words")))]


def _nobody_or_members() -> list[tuple[str, str]]:
    return [("", "—"), *((str(one.staff_id), one.name) for one in staff_list())]


class GrantForm(forms.Form):
    """What is opened and to whom: a colleague, or a client by an e-mail, a phone or an id."""

    kind = forms.ChoiceField(label=_("What is opened"), choices=_kinds_or_words, required=False)
    words = forms.CharField(label=_("Details"), max_length=_WORDS, required=False)
    staff = forms.TypedChoiceField(
        label=_("To a colleague"),
        choices=_nobody_or_members,
        coerce=int,
        empty_value=None,
        required=False,
    )
    client = forms.CharField(label=_("Or to a client"), max_length=_WORDS, required=False)
    about = forms.CharField(label=_("Whose data it opens"), max_length=_WORDS, required=False)

    def clean(self) -> dict[str, object]:
        """Find the clients that were named; say which of them nobody answers to."""
        told = self.cleaned_data
        named = [told.get(field, "") for field in ("client", "about")]
        found = clients_of_keys(named)
        for field, line in zip(("client", "about"), named, strict=True):
            told[f"{field}_id"] = found.get(line.strip()) if line else None
            if line and told[f"{field}_id"] is None:
                self.add_error(field, _("Nobody was found by this, or more than one person."))
        if bool(told.get("staff")) == bool(told.get("client")):
            self.add_error("staff", _("Choose one: a colleague or a client."))
        if not (told.get("kind") or told.get("words")):
            self.add_error("words", _("Say in words what is opened."))
        return told

    def to_new(self) -> NewGrant:
        """The access as it was told."""
        told = self.cleaned_data
        return NewGrant(
            kind=told["kind"],
            words=told["words"],
            holder_staff_id=told["staff"],
            holder_client_id=told["client_id"],
            about_client_id=told["about_id"],
        )


class ReviewForm(forms.Form):
    """Why it stays."""

    note = forms.CharField(label=_("Why it is still needed"), max_length=_WORDS, required=False)


class RevokeForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(label=_("Why it is taken back"), max_length=_WORDS)
