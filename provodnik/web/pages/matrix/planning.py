"""Plans of products as their pages show them, and what is filled in about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provodnik.facts.catalog.types import LineFields
from provodnik.facts.sales.queries.lines import LinePlan, Place
from provodnik.web.pages.matrix.forms import STATUSES, kinds, products

_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place with its words: how far it is, and whether its day has passed."""

    place: Place
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class LineShown:
    """A plan with its places in words."""

    line: LinePlan
    places: tuple[PlaceLine, ...]
    late: int

    @property
    def share(self) -> float:
        """Launched of planned, 0..1."""
        return min(1.0, self.line.launched / self.line.target_count)

    @property
    def to_name(self) -> int:
        """How many places of the plan nobody has named yet."""
        return max(0, self.line.target_count - len(self.places))


def shown(line: LinePlan, today: date) -> LineShown:
    """A plan as it stands today."""
    places = tuple(_place(place, today) for place in line.places)
    return LineShown(line, places, sum(place.is_late(today) for place in line.places))


def table(line: LinePlan) -> tuple[Sequence[str], list[Sequence[object]]]:
    """The places for a spreadsheet."""
    header = [_("Product"), _("Launch"), _("Launched"), _("Bought"), _("Revenue, RUB")]
    rows: list[Sequence[object]] = [
        [
            place.name,
            place.launch_on.isoformat() if place.launch_on else "",
            place.launched_at.date().isoformat() if place.launched_at else "",
            place.buyers,
            f"{place.revenue_kopecks / 100:.2f}".replace(".", ","),
        ]
        for place in line.places
    ]
    return header, rows


def line_initial(line: LinePlan) -> dict[str, object]:
    """A plan's fields as its form shows them."""
    return {
        "name": line.name,
        "target_count": line.target_count,
        "kind": line.kind,
        "starts_on": line.starts_on,
        "due_on": line.due_on,
    }


class LineForm(forms.Form):
    """A plan: how many products, of which kind, by when."""

    name = forms.CharField(label=gettext_lazy("What is planned"), max_length=200)
    target_count = forms.IntegerField(
        label=gettext_lazy("How many products"), min_value=1, max_value=500, initial=20
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=kinds, required=False)
    starts_on = forms.DateField(label=gettext_lazy("Begins on"), required=False, widget=_DAY)
    due_on = forms.DateField(label=gettext_lazy("Due by"), required=False, widget=_DAY)

    def clean(self) -> dict[str, object]:
        told = super().clean() or {}
        starts_on, due_on = told.get("starts_on"), told.get("due_on")
        if starts_on and due_on and due_on <= starts_on:
            self.add_error("due_on", _("The day it is due comes after the day it begins"))
        return told

    def to_fields(self) -> LineFields:
        return LineFields(**self.cleaned_data)


class PlaceForm(forms.Form):
    """One more place of a plan."""

    name = forms.CharField(label=gettext_lazy("What is to be launched"), max_length=200)
    launch_on = forms.DateField(label=gettext_lazy("When"), required=False, widget=_DAY)
    product_id = forms.TypedChoiceField(
        label=gettext_lazy("Product, if it is there"),
        choices=products,
        coerce=int,
        empty_value=None,
        required=False,
    )


class FillForm(forms.Form):
    """Which product fills a place; empty takes it out."""

    product = forms.TypedChoiceField(
        label=gettext_lazy("Product"),
        choices=products,
        coerce=int,
        empty_value=None,
        required=False,
    )


def _place(place: Place, today: date) -> PlaceLine:
    if place.is_launched:
        asleep = place.status != "active"
        words = str(STATUSES.get(place.status, place.status)) if asleep else _("launched")
        return PlaceLine(place, words, "neutral" if asleep else "good")
    if place.is_late(today):
        return PlaceLine(place, _("late"), "late")
    if place.has_content:
        return PlaceLine(place, _("content ready"), "info")
    return PlaceLine(place, _("in work") if place.product_id else _("planned"), "neutral")
