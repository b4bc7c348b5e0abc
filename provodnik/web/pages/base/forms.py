"""The form that prepares a campaign."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provodnik.facts.sales.base.models import Segment
from provodnik.facts.sales.base.queries.naming import product_names
from provodnik.facts.team.queries import staff_list
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.touches.campaigns.types import CampaignKind, NewCampaign
from provodnik.web.pages.base.campaign import kind_words


class CampaignForm(forms.Form):
    """Whom, what, by which channel, and how many are left alone to compare with."""

    kind = forms.ChoiceField(label=_("Whom"), choices=())
    name = forms.CharField(label=_("Name"), max_length=120)
    segment = forms.ChoiceField(label=_("Segment"), required=False, choices=())
    product = forms.ChoiceField(label=_("What is offered"), choices=())
    channel = forms.ChoiceField(label=_("Channel"), choices=())
    owner = forms.ChoiceField(label=_("Who leads clients without a coordinator"), choices=())
    holdout = forms.IntegerField(label=_("Left alone, percent"), min_value=0, max_value=50)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        segments = Segment.objects.filter(archived_at=None).order_by("name")
        self._choose("kind", [(kind.value, kind_words(kind)) for kind in CampaignKind])
        self._choose("segment", [("", "—"), *((str(s.pk), s.name) for s in segments)])
        products = product_names(on_sale=True)
        self._choose("product", [(str(pk), name) for pk, name in products.items()])
        self._choose("channel", [(str(c.key), c.title) for c in method.channels().channels])
        team = [one for one in staff_list() if Right.WORK_QUEUE in method.rights_of(one.role)]
        self._choose("owner", [(str(one.staff_id), one.name) for one in team])

    def clean(self) -> dict[str, object]:
        told = super().clean() or {}
        if told.get("kind") == CampaignKind.REACTIVATION and not told.get("segment"):
            self.add_error("segment", gettext("Choose the segment to revive."))
        return told

    def new(self) -> NewCampaign:
        """The campaign of a valid form."""
        told = self.cleaned_data
        kind = CampaignKind(told["kind"])
        return NewCampaign(
            name=told["name"],
            kind=kind,
            product_id=int(told["product"]),
            channel=told["channel"],
            holdout_percent=told["holdout"],
            segment_id=int(told["segment"]) if kind is CampaignKind.REACTIVATION else None,
            owner_id=int(told["owner"]),
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
