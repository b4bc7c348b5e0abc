"""Cells of the matrix that change in place: what stands in each and how it is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.services.several import Value
from provodnik.kernel.money import MoneyError, parse_kopecks
from provodnik.web import formats
from provodnik.web.pages.matrix.forms import STATUSES, Choices, kinds, people

_MOST_KOPECKS = 100_000_000_00


@dataclass(frozen=True, slots=True)
class Field:
    """A cell: its column of the product, its words, its form field and whether it is a sum."""

    column: str
    msgid: str
    made: Callable[[], forms.Field]
    is_money: bool = False

    @property
    def label(self) -> str:
        return _(self.msgid)


def _choice(choices: Callable[[], Choices]) -> Callable[[], forms.Field]:
    return lambda: forms.ChoiceField(choices=choices, required=False)


def _statuses() -> Choices:
    return [(key, str(words)) for key, words in STATUSES.items()]


class _MoneyField(forms.CharField):
    """A sum as people write it, «9 900,50 ₽», in kopecks; empty is not known."""

    def clean(self, value: str) -> int | None:
        told = super().clean(value)
        if not told:
            return None
        try:
            kopecks = parse_kopecks(told)
        except MoneyError:
            raise forms.ValidationError(_("Write a sum, for example 12 900")) from None
        if not 0 <= kopecks <= _MOST_KOPECKS:
            raise forms.ValidationError(_("Write a sum, for example 12 900"))
        return kopecks


def _money() -> forms.Field:
    return _MoneyField(required=False, max_length=40)


FIELDS: Mapping[str, Field] = {
    "kind": Field("kind", gettext_noop("Kind"), _choice(kinds)),
    "price": Field("price_kopecks", gettext_noop("Price, RUB"), _money, is_money=True),
    "cost": Field("cost_kopecks", gettext_noop("Cost, RUB"), _money, is_money=True),
    "owner": Field("owner_id", gettext_noop("Who answers for it"), _choice(people)),
    "status": Field("status", gettext_noop("Status"), _choice(_statuses)),
}


class CellForm(forms.Form):
    """One cell: the new value, what it was when the form was opened, a reason where needed."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason, if the price is below the cost"), max_length=300, required=False
    )

    def __init__(self, field: str, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own shape
        self.cell = FIELDS[field]
        made = self.cell.made()
        made.label = self.cell.label
        is_choice = isinstance(made, forms.ChoiceField)
        made.widget.attrs |= {
            "class": "form-select" if is_choice else "form-control",
            "autofocus": True,
        }
        self.fields["value"] = made

    def value(self) -> Value:
        """What the column is to hold: kopecks, an id, text."""
        told = self.cleaned_data["value"]
        if self.cell.is_money:
            kopecks: int | None = told
            return kopecks
        if self.cell.column == "owner_id":
            return int(told) if told else None
        return str(told)


def written(product: Product, field: str) -> str:
    """A cell as its form holds it: the text that is compared before and after."""
    value = getattr(product, FIELDS[field].column)
    if value is None:
        return ""
    if FIELDS[field].is_money:
        roubles, rest = divmod(value, 100)
        return f"{roubles},{rest:02d}" if rest else str(roubles)
    return str(value)


def words(text: str, field: str) -> str:
    """What the text of a cell says to a person: «12 900 ₽», a name in place of an id."""
    if not text:
        return formats.UNDEFINED
    if FIELDS[field].is_money:
        return formats.money(round(Decimal(text.replace(",", ".")) * 100), spoken())
    choices: dict[str, Callable[[], Choices]] = {
        "kind": kinds,
        "owner": people,
        "status": _statuses,
    }
    return str(dict(choices[field]()).get(text, text))


def spoken() -> str:
    """The language of the page, as formats know it."""
    return (get_language() or "ru").split("-")[0]
