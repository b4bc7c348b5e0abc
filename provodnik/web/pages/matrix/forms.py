"""What is filled in about a product."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.path.queries import product_choices
from provodnik.facts.catalog.types import LinkKind, ProductFields, ProductStatus
from provodnik.facts.people.queries.pains import pains
from provodnik.facts.team.queries import staff_list
from provodnik.method import queries as method

type Choices = list[tuple[str, str]]

_MOST_ROUBLES = 100_000_000
LINK_KINDS = {
    LinkKind.NEXT.value: _("next step"),
    LinkKind.CROSS.value: _("goes together"),
    LinkKind.BONUS.value: _("bonus to"),
    LinkKind.TRIPWIRE.value: _("tripwire for"),
}
STATUSES = {
    ProductStatus.ACTIVE.value: _("active"),
    ProductStatus.SLEEPING.value: _("asleep"),
    ProductStatus.RETIRED.value: _("retired"),
    ProductStatus.UNSORTED.value: _("not enough data"),
}


def kinds() -> Choices:
    """Kinds of the method, after an empty choice."""
    return [("", "—"), *((kind.key, kind.title) for kind in method.product_kinds().kinds)]


def products() -> Choices:
    """Products by name, after an empty choice."""
    return [("", "—"), *((str(pk), name) for pk, name in product_choices())]


def people() -> Choices:
    """Members of the school, after an empty choice."""
    return [("", "—"), *((str(member.staff_id), member.name) for member in staff_list())]


def pain_choices() -> Choices:
    """The school's pains and goals."""
    return [(str(one.pain_id), one.name) for one in pains()]


def _id(value: str) -> int | None:
    return int(value) if value else None


def kopecks_of(roubles: Decimal | None) -> int | None:
    """Kopecks of a sum in roubles as a form holds it."""
    return None if roubles is None else round(roubles * 100)


class ProductForm(forms.Form):
    """A product as a person writes it; only the name is needed."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=kinds, required=False)
    price = forms.DecimalField(
        label=_("Price, RUB"),
        min_value=0,
        max_value=_MOST_ROUBLES,
        decimal_places=2,
        required=False,
    )
    cost = forms.DecimalField(
        label=_("Cost, RUB"), min_value=0, max_value=_MOST_ROUBLES, decimal_places=2, required=False
    )
    audience = forms.CharField(label=_("Who it is for"), max_length=300, required=False)
    summary = forms.CharField(
        label=_("What it gives"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    payment_url = forms.URLField(label=_("Page of payment"), required=False, max_length=500)
    prerequisite = forms.TypedChoiceField(
        label=_("Needed before it"), choices=products, coerce=_id, empty_value=None, required=False
    )
    owner = forms.TypedChoiceField(
        label=_("Who answers for it"), choices=people, coerce=_id, empty_value=None, required=False
    )
    term_days = forms.IntegerField(
        label=_("Term of a subscription, days"), min_value=1, max_value=3660, required=False
    )
    reason = forms.CharField(
        label=_("Reason, if the price is below the cost"), max_length=300, required=False
    )

    def to_fields(self) -> ProductFields:
        """Money in kopecks, empty choices as None."""
        told = self.cleaned_data
        return ProductFields(
            name=told["name"],
            kind=told["kind"],
            price_kopecks=kopecks_of(told["price"]),
            cost_kopecks=kopecks_of(told["cost"]),
            audience=told["audience"],
            summary=told["summary"],
            payment_url=told["payment_url"],
            prerequisite_id=told["prerequisite"],
            owner_id=told["owner"],
            term_days=told["term_days"],
        )


def product_initial(product: Product) -> dict[str, object]:
    """A product's fields as its form shows them."""
    price, cost = product.price_kopecks, product.cost_kopecks
    return {
        "name": product.name,
        "kind": product.kind,
        "price": None if price is None else Decimal(price) / 100,
        "cost": None if cost is None else Decimal(cost) / 100,
        "audience": product.audience,
        "summary": product.summary,
        "payment_url": product.payment_url,
        "prerequisite": product.prerequisite_id or "",
        "owner": product.owner_id or "",
        "term_days": product.term_days or "",
    }


class StatusForm(forms.Form):
    """Another status."""

    status = forms.TypedChoiceField(
        label=_("Status"), choices=list(STATUSES.items()), coerce=ProductStatus
    )


class LinkForm(forms.Form):
    """Where a product leads."""

    kind = forms.TypedChoiceField(label=_("How"), choices=list(LINK_KINDS.items()), coerce=LinkKind)
    target = forms.TypedChoiceField(label=_("To the product"), choices=products, coerce=int)


class PainsForm(forms.Form):
    """Pains and goals a product solves."""

    pains = forms.TypedMultipleChoiceField(
        label=_("Which pains it solves"),
        choices=pain_choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class BulkForm(forms.Form):
    """What may be done to several products at once; each has a button of its own."""

    owner = forms.ChoiceField(label=_("Owner"), choices=people, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=list(STATUSES.items()), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=kinds, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Django's own shape)
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs |= {
                "class": "form-select",
                "aria-label": field.label or name,
                "id": f"bulk-{name}",
            }
