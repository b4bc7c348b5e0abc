"""What is filled in about causes of outflow."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provodnik.decisions.causes.models import Hypothesis
from provodnik.decisions.causes.types import (
    ChangeTold,
    CheckTold,
    HypothesisFields,
    Outcome,
    ProofKind,
    Result,
)
from provodnik.facts.team.queries import staff_list
from provodnik.method import queries as method
from provodnik.web.pages.causes.words import OUTCOMES, PROOFS, RESULTS

type Choices = list[tuple[str, Any]]

_TEXT_LETTERS = 500
_CHANGE_LETTERS = 300


def members() -> Choices:
    return [("", "—"), *((str(one.staff_id), one.name) for one in staff_list())]


def kinds() -> Choices:
    return [(kind.key, kind.title) for kind in method.metric_words().churn_points.kinds]


def _member(label: object) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,  # type: ignore[arg-type]  # lazy text
        choices=members,
        coerce=lambda value: int(value) if value else None,
        empty_value=None,
        required=False,
    )


def _day(label: object, *, required: bool) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required)  # type: ignore[arg-type]


class OwnerForm(forms.Form):
    """Who answers for the card."""

    owner = _member(_("Who answers"))


class HypothesisForm(forms.Form):
    """Why students may stop there, and how that is checked."""

    kind = forms.ChoiceField(label=_("What it may be"), choices=kinds)
    text = forms.CharField(label=_("Hypothesis"), max_length=_TEXT_LETTERS)
    check_how = forms.CharField(label=_("How we check it"), max_length=_TEXT_LETTERS)
    checker = _member(_("Who checks"))
    due_on = _day(_("Until"), required=False)

    def to_fields(self) -> HypothesisFields:
        told = self.cleaned_data
        return HypothesisFields(
            kind=told["kind"],
            text=told["text"],
            check_how=told["check_how"],
            checker_id=told["checker"],
            due_on=told["due_on"],
        )


class CheckForm(forms.Form):
    """What the check showed, with its proof."""

    result = forms.ChoiceField(label=_("What the check showed"), choices=list(RESULTS.items()))
    proof_kind = forms.ChoiceField(label=_("Proof"), choices=list(PROOFS.items()))
    proof = forms.CharField(
        label=_("What we saw or heard"), widget=forms.Textarea({"rows": 3}), max_length=2000
    )
    link = forms.CharField(label=_("Where it opens"), max_length=_TEXT_LETTERS, required=False)

    def to_told(self) -> CheckTold:
        told = self.cleaned_data
        return CheckTold(
            result=Result(told["result"]),
            proof_kind=ProofKind(told["proof_kind"]),
            proof=told["proof"],
            link=told["link"],
        )


# A hypothesis on the same page has a text too: each label leads to its own field.
CHANGE_ID = "id_change_%s"


class ChangeForm(forms.Form):
    """What was changed, and from which day on: a day that has come."""

    text = forms.CharField(label=_("What was changed"), max_length=_CHANGE_LETTERS)
    on_date = _day(_("From which day"), required=True)

    def clean_on_date(self) -> date:
        on_date: date = self.cleaned_data["on_date"]
        if on_date > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return on_date

    def to_told(self) -> ChangeTold:
        return ChangeTold(self.cleaned_data["on_date"], self.cleaned_data["text"])


class CloseForm(forms.Form):
    """Whether the change helped."""

    outcome = forms.ChoiceField(
        label=_("How it turned out"), choices=[("", "—"), *OUTCOMES.items()]
    )
    conclusion = forms.CharField(
        label=_("Conclusion in one sentence"), max_length=_TEXT_LETTERS, required=False
    )

    def to_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])


def initial_of(told: Hypothesis) -> dict[str, object]:
    """A hypothesis as its form shows it."""
    return {
        "kind": told.kind,
        "text": told.text,
        "check_how": told.check_how,
        "checker": told.checker_id or "",
        "due_on": told.due_on,
    }


def checked_initial(told: Hypothesis) -> dict[str, object]:
    """A check as its form shows it."""
    return {
        "result": told.result,
        "proof_kind": told.proof_kind,
        "proof": told.proof,
        "link": told.link,
    }
