"""Choices that forms about interviews, feedback and cases have in common."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provodnik.facts.catalog.models import Product
from provodnik.facts.learning.queries import cohort_list
from provodnik.facts.people.audience.queries import audiences
from provodnik.facts.people.queries.pains import pains
from provodnik.facts.team.queries import staff_list
from provodnik.web.voice_access import who_is

type Choices = list[tuple[str, Any]]

_NOBODY: Choices = [("", "—")]


def members() -> Choices:
    return [*_NOBODY, *((str(one.staff_id), one.name) for one in staff_list())]


def products() -> Choices:
    named = Product.objects.order_by("name", "pk").values_list("pk", "name")
    return [*_NOBODY, *((str(pk), name) for pk, name in named)]


def pain_choices() -> Choices:
    return [*_NOBODY, *((str(one.pain_id), one.name) for one in pains())]


def portraits() -> Choices:
    return [*_NOBODY, *((str(one.audience_id), one.name) for one in audiences())]


def cohorts() -> Choices:
    return [*_NOBODY, *((str(one.cohort_id), one.name) for one in cohort_list())]


def pick(label: Promise, choices: Any) -> forms.TypedChoiceField:  # noqa: ANN401 (a callable)
    """One of a list, or nothing: the value is an id or None."""
    return forms.TypedChoiceField(
        label=label,  # type: ignore[arg-type]  # lazy text
        choices=choices,
        coerce=lambda value: int(value) if value else None,
        empty_value=None,
        required=False,
    )


def day(label: Promise, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required)  # type: ignore[arg-type]


def words(
    label: Promise, *, rows: int = 3, required: bool = True, most: int = 5000
) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        required=required,
        max_length=most,
        widget=forms.Textarea({"rows": rows}),
    )


class WhoForm(forms.Form):
    """Whom it is about: by the address of the page, or written as an e-mail, a phone, an id."""

    client = forms.IntegerField(required=False, widget=forms.HiddenInput)
    who = forms.CharField(label=_("Client: e-mail, phone or id"), required=False, max_length=200)
    is_client_needed = True

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        written = (told.get("who") or "").strip()
        if written:
            told["client"] = who_is(written)
        if told.get("client") is None and (written or self.is_client_needed):
            self.add_error("who", _("Nobody was found by this, or more than one person."))
        return told
