"""What is filled in about an audit."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.facts.team.queries import staff_list
from provodnik.method import queries as method
from provodnik.reports.audit.services import FindingFields
from provodnik.reports.audit.types import FindingRow
from provodnik.web.pages.audit.words import SEVERITIES

_YES_NO = [("yes", _("yes")), ("no", _("no"))]
_PAIN = "pain_"


def members() -> list[tuple[str, str]]:
    return [("", "—"), *((str(one.staff_id), one.name) for one in staff_list())]


class StartForm(forms.Form):
    """The owner's start form: what is asked for, and yes or no to each pain (R-028)."""

    request = forms.CharField(
        label=_("What brings you: the request in your own words"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        for pain in method.audit_settings().pains:
            self.fields[f"{_PAIN}{pain.key}"] = forms.ChoiceField(
                label=pain.title,
                help_text=pain.hint,
                choices=_YES_NO,
                required=False,
                widget=forms.RadioSelect,
            )

    def pain_fields(self) -> list[forms.BoundField]:
        """The four questions, in the order of the method."""
        return [self[name] for name in self.fields if name.startswith(_PAIN)]

    def pains(self) -> dict[str, bool]:
        """Answers by key; a question left alone is not there."""
        return {
            name.removeprefix(_PAIN): value == "yes"
            for name, value in self.cleaned_data.items()
            if name.startswith(_PAIN) and value
        }


class FindingForm(forms.Form):
    """A finding: both the request and the root, who acts and by when."""

    request = forms.CharField(label=_("What was asked for"), max_length=500)
    root = forms.CharField(
        label=_("What really stands behind it"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    severity = forms.ChoiceField(label=_("Severity"), choices=list(SEVERITIES.items()))
    action = forms.CharField(label=_("Action"), max_length=500)
    owner = forms.TypedChoiceField(
        label=_("Who answers"),
        choices=members,
        coerce=lambda value: int(value) if value else None,
        empty_value=None,
        required=False,
    )
    due_on = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def to_fields(self) -> FindingFields:
        told = self.cleaned_data
        return FindingFields(
            request=told["request"],
            root=told["root"],
            severity=told["severity"],
            action=told["action"],
            due_on=told["due_on"],
            owner_id=told["owner"],
        )


def finding_initial(row: FindingRow) -> dict[str, object]:
    """A finding as its form shows it."""
    return {
        "request": row.request,
        "root": row.root,
        "severity": row.severity,
        "action": row.action,
        "owner": row.owner_id or "",
        "due_on": row.due_on,
    }


class LaunchForm(forms.Form):
    """The day repeat sales begin to be launched."""

    starts_on = forms.DateField(
        label=_("Start date"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
