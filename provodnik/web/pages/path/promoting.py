"""Forms of a personal offer and of a promotion turned into deeds; refusals into words."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from provodnik.facts.catalog.queries import usual_price
from provodnik.facts.people.models import Client
from provodnik.facts.sales.errors import (
    DeadlinePassed,
    PromotionDates,
    PromotionNameTaken,
    ReasonMissing,
)
from provodnik.facts.sales.models import Offer, Promotion
from provodnik.facts.sales.services.offers import make_personal_offer
from provodnik.facts.sales.services.promotions import open_promotion
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web.access import has_right
from provodnik.web.pages.path.offer_forms import PersonalOfferForm, PromotionForm
from provodnik.web.rewards import RewardWords, reward_words

_KOPECKS = 100


def offer_made(
    form: PersonalOfferForm, client: Client, staff: Staff, *, now: datetime
) -> Offer | None:
    """The personal offer of a form; None where the form has to be mended, and says so.

    Raises:  Refused: by the gate of offers
    """
    if not form.is_valid():
        return None
    passing = form.cleaned_data["passing"] if has_right(staff, Right.MAKE_EXCEPTIONS) else ""
    new = form.to_offer(client.pk, staff=staff)
    try:
        return make_personal_offer(new, actor=staff_actor(staff.pk), now=now, passing=passing)
    except DeadlinePassed:
        form.add_error("until", _("This day is over already"))
    except ReasonMissing:
        form.add_error("reason", _("Write why it is help"))
    return None


def reward_of(form: PersonalOfferForm, staff: Staff, *, today: date) -> RewardWords | None:
    """What the offer would bring this member, at its own price, else at the product's."""
    own, product = str(form["price"].value() or ""), str(form["product"].value() or "")
    if own.replace(".", "", 1).isdecimal():
        return reward_words(staff, int(Decimal(own) * _KOPECKS), today)
    return reward_words(staff, usual_price(int(product)) if product.isdecimal() else None, today)


def promotion_opened(form: PromotionForm, staff: Staff, *, now: datetime) -> Promotion | None:
    """The promotion of a form; None where the form has to be mended, and says so."""
    if not form.is_valid():
        return None
    new = form.to_promotion()
    try:
        return open_promotion(new, by_id=staff.pk, actor=staff_actor(staff.pk), now=now)
    except PromotionDates:
        form.add_error("ends_on", _("The last day stands before the first, or is over"))
    except PromotionNameTaken:
        form.add_error("name", _("There is a promotion of this name"))
    except ReasonMissing:
        form.add_error("terms", _("Write the rules of the game"))
    return None
