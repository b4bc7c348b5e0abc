"""Forms of a personal offer and of a promotion turned into deeds; refusals into words."""

from datetime import datetime

from django.utils.translation import gettext as _

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
