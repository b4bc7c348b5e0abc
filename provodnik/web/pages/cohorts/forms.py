"""What is filled in about a cohort, its goals and members."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.facts.catalog.path.queries import product_choices
from provodnik.facts.learning.queries import CohortRow, cohort_list
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.team.queries import staff_list

type Choices = list[tuple[str, str]]

_DAY = timedelta(days=1)
_MOST_PASTED = 100_000
GOALS = {
    "repeat_purchase_share": _("share who bought again, %"),
    "repeat_sales": _("repeat sales, RUB"),
}


def products() -> Choices:
    """Products by name, after an empty choice."""
    return [("", "—"), *((str(pk), name) for pk, name in product_choices())]


def curators() -> Choices:
    """Members of the school, after an empty choice."""
    return [("", "—"), *((str(member.staff_id), member.name) for member in staff_list())]


def parents() -> Choices:
    """Cohorts a group may belong to, after an empty choice."""
    return [("", "—"), *((str(row.cohort_id), row.name) for row in cohort_list())]


def _id(value: str) -> int | None:
    return int(value) if value else None


class CohortForm(forms.Form):
    """A cohort, or with a parent a group inside it. People name the last day, not the next one."""

    name = forms.CharField(label=_("Name"), max_length=200)
    product = forms.TypedChoiceField(
        label=_("Product"), choices=products, coerce=_id, empty_value=None, required=False
    )
    parent = forms.TypedChoiceField(
        label=_("A group of the cohort"),
        choices=parents,
        coerce=_id,
        empty_value=None,
        required=False,
    )
    starts_on = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    curator = forms.TypedChoiceField(
        label=_("Curator"), choices=curators, coerce=_id, empty_value=None, required=False
    )

    def to_fields(self) -> CohortFields:
        """Dates half-open, empty choices as None."""
        told = self.cleaned_data
        return CohortFields(
            name=told["name"].strip(),
            product_id=told["product"],
            parent_id=told["parent"],
            starts_on=told["starts_on"],
            ends_on=told["last_on"] + _DAY if told["last_on"] else None,
            curator_id=told["curator"],
        )


def cohort_initial(row: CohortRow) -> dict[str, object]:
    """A cohort's fields as its form shows them."""
    return {
        "name": row.name,
        "product": row.product_id or "",
        "parent": row.parent_id or "",
        "starts_on": row.starts_on,
        "last_on": row.ends_on - _DAY if row.ends_on else None,
        "curator": row.curator_id or "",
    }


class MembersForm(forms.Form):
    """People to take into a cohort, one a line."""

    lines = forms.CharField(
        label=_("E-mails, phones or ids, one a line"),
        max_length=_MOST_PASTED,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


class GoalForm(forms.Form):
    """A goal in the unit people say: roubles or percent. Empty drops it."""

    metric = forms.ChoiceField(label=_("What"), choices=list(GOALS.items()))
    target = forms.DecimalField(
        label=_("How much"), min_value=0, max_value=10**9, decimal_places=2, required=False
    )

    def hundredths(self) -> int | None:
        """Kopecks, or hundredths of a percent: a hundred of what was said."""
        target = self.cleaned_data["target"]
        return None if target is None else round(target * 100)
