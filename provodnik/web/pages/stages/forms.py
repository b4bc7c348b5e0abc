"""What is filled in on the way through the stages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.facts.learning.queries import cohort_list
from provodnik.facts.people.lifecycle.types import WinFields
from provodnik.facts.people.types import ClientKind
from provodnik.method import queries as method

KINDS = {
    ClientKind.STUDENT: _("student"),
    ClientKind.GROUP: _("group"),
    ClientKind.COMPANY: _("company"),
}


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, "%Y-%m-%d")


def _kinds() -> list[tuple[str, object]]:
    return [(kind.value, words) for kind, words in KINDS.items()]


def _expansions() -> list[tuple[str, str]]:
    return [(str(one.key), f"{one.title}: {one.hint}") for one in method.lifecycle().expansions]


def _cohorts() -> list[tuple[str, str]]:
    return [(str(row.cohort_id), row.name) for row in cohort_list()]


class ClientForm(forms.Form):
    """A relationship of any kind."""

    kind = forms.ChoiceField(label=_("With whom"), choices=_kinds)
    name = forms.CharField(label=_("Name"), max_length=300)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)


class WinForm(forms.Form):
    """A confirmed win with its source and evidence."""

    what = forms.CharField(label=_("What worked"), max_length=300)
    won_on = forms.DateField(label=_("When"), widget=_day())
    source = forms.CharField(label=_("Source"), max_length=200)
    evidence = forms.CharField(label=_("What shows it"), max_length=500)

    def to_fields(self) -> WinFields:
        return WinFields(**self.cleaned_data)


class ExpansionForm(forms.Form):
    """How the relationship grows."""

    kind = forms.ChoiceField(label=_("Type"), choices=_expansions, widget=forms.RadioSelect)
    what = forms.CharField(label=_("What we add"), max_length=300)


class ReferralForm(forms.Form):
    """Whom a client recommended us to."""

    whom = forms.CharField(label=_("To whom"), max_length=200)
    told_on = forms.DateField(label=_("When"), widget=_day())


class GraduationForm(forms.Form):
    """A graduation of a cohort."""

    name = forms.CharField(label=_("Name"), max_length=200)
    cohort = forms.TypedChoiceField(label=_("Cohort"), choices=_cohorts, coerce=int)
    held_on = forms.DateField(label=_("Day"), widget=_day())
