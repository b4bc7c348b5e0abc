"""How a page obtains points of outflow, cards of their causes and hypotheses."""

from django.http import Http404

from provodnik.decisions.causes import queries
from provodnik.decisions.causes.models import CauseCard, Hypothesis
from provodnik.decisions.causes.queries import Card
from provodnik.decisions.causes.types import PointRow
from provodnik.facts.catalog.models import Product


def card_of_school(card_id: int) -> Card:
    """A card of the current school that was not withdrawn; 404 if there is none such."""
    try:
        return queries.card(card_id)
    except CauseCard.DoesNotExist:
        raise Http404(str(card_id)) from None


def known_card(card_id: int) -> int:
    """The id of a card of the current school, a withdrawn one included; 404 for any other."""
    if not CauseCard.objects.filter(pk=card_id).exists():
        raise Http404(str(card_id))
    return card_id


def hypothesis_of_school(hypothesis_id: int, *, is_dropped: bool = False) -> Hypothesis:
    """A hypothesis of a card of the current school; 404 if there is none such."""
    told = Hypothesis.objects.filter(
        pk=hypothesis_id, dropped_at__isnull=not is_dropped, card__dropped_at=None
    )
    found = told.first()
    if found is None:
        raise Http404(str(hypothesis_id))
    return found


def point_of_school(point_id: int) -> PointRow:
    """A point of outflow that no card is about yet; 404 if there is none such."""
    found = next((one for one in queries.open_points() if one.point_id == point_id), None)
    if found is None:
        raise Http404(str(point_id))
    return found


def product_named(name: str) -> int:
    """The id of a product of the current school by its name; 404 if there is none such."""
    found = Product.objects.filter(name=name).values_list("pk", flat=True).first()
    if found is None:
        raise Http404(name)
    return found
