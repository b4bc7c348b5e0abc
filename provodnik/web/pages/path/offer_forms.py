"""What is filled in about a personal offer and about a promotion."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.facts.sales.types import Criterion, NewOffer, NewPromotion
from provodnik.facts.team.models import Staff
from provodnik.web.pages.path.forms import channels, products

_KOPECKS = 100
_DEAREST = 100_000_000


def _id(value: str) -> int | None:
    return int(value) if value else None


def _day(label: object) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))  # type: ignore[arg-type]


def _roubles(label: object, *, required: bool) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,  # type: ignore[arg-type]
        min_value=Decimal(1),
        max_value=_DEAREST,
        decimal_places=2,
        required=required,
    )


class PersonalOfferForm(forms.Form):
    """An offer to one person: what, on which terms, until which day, why it helps."""

    product = forms.TypedChoiceField(label=_("What we offer"), choices=products, coerce=int)
    price = _roubles(_("Price for this person, RUB"), required=False)
    until = _day(_("Last day"))
    reason = forms.CharField(
        label=_("Why it is help"), max_length=500, widget=forms.Textarea({"rows": 2})
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=channels)
    passing = forms.CharField(label=_("Reason for an exception"), max_length=300, required=False)

    def to_offer(self, client_id: int, *, staff: Staff) -> NewOffer:
        """The offer as filled in; it ends with its last day in the school's zone."""
        told, zone = self.cleaned_data, ZoneInfo(staff.school.timezone)
        ends = datetime.combine(told["until"] + timedelta(days=1), time.min, zone)
        price = told["price"]
        return NewOffer(
            client_id=client_id,
            product_id=told["product"],
            channel=told["channel"],
            reason=told["reason"].strip(),
            staff_id=staff.pk,
            price_kopecks=None if price is None else int(price * _KOPECKS),
            expires_at=ends,
        )


def criteria() -> list[tuple[str, object]]:
    """What may count as success."""
    return [(Criterion.PAYMENTS.value, _("Payments")), (Criterion.REVENUE.value, _("Money, RUB"))]


class PromotionForm(forms.Form):
    """A promotion: both days and the criterion are asked, since without them it is a habit."""

    name = forms.CharField(label=_("Name"), max_length=200)
    terms = forms.CharField(
        label=_("Rules of the game"), max_length=500, widget=forms.Textarea({"rows": 2})
    )
    product = forms.TypedChoiceField(
        label=_("Product"), choices=products, coerce=_id, empty_value=None, required=False
    )
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    criterion = forms.ChoiceField(label=_("Counted as success"), choices=criteria)
    target = _roubles(_("At least"), required=True)

    def to_promotion(self) -> NewPromotion:
        told = self.cleaned_data
        criterion = Criterion(told["criterion"])
        unit = _KOPECKS if criterion is Criterion.REVENUE else 1
        return NewPromotion(
            name=told["name"].strip(),
            terms=told["terms"].strip(),
            starts_on=told["starts_on"],
            ends_on=told["ends_on"],
            criterion=criterion,
            target=int(told["target"] * unit),
            product_id=told["product"],
        )
