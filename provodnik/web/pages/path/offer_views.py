"""The log of offers, one offer, a personal offer, promotions."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.people.models import Client
from provodnik.facts.people.queries.searching import search
from provodnik.facts.sales.errors import PromotionIsOver
from provodnik.facts.sales.gates.hands import who_may_not
from provodnik.facts.sales.queries.promotions import promotions
from provodnik.facts.sales.services import promotions as services
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.gates import Refused, Verdict
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, offer_seen, require
from provodnik.web.client_access import client_of
from provodnik.web.exports import csv_response
from provodnik.web.pages.path import offers, promoting, words
from provodnik.web.pages.path.offer_forms import PersonalOfferForm, PromotionForm

_HITS = 8


@require_GET
@require(Right.SEE_PATH)
def show_offers(request: HttpRequest) -> HttpResponse:
    """Every offer of the window with its outcome; filters live in the address."""
    staff = current_staff(request)
    asked = offers.asked_of(request.GET, staff, now=timezone.now())
    context = {
        "log": offers.log(staff, asked),
        "tabs": words.tabs("path:offers"),
        "may_offer": has_right(staff, Right.MAKE_PERSONAL_OFFERS),
    }
    return render(request, "path/offers.html", context)


@require_GET
@require(Right.EXPORT_ROWS)
def export_offers(request: HttpRequest) -> HttpResponse:
    """The same list as a file."""
    staff = current_staff(request)
    asked = offers.asked_of(request.GET, staff, now=timezone.now())
    header, rows = offers.table(staff, asked)
    return csv_response("offers", header, rows)


@require_GET
@require(Right.SEE_PATH)
def show_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """One offer with what speaks for it and the chain it stands in."""
    offer = offer_seen(request, offer_id)
    context = {
        "one": offers.one_offer(offer),
        "may_offer": has_right(current_staff(request), Right.MAKE_PERSONAL_OFFERS),
    }
    return render(request, "path/offer.html", context)


@require_GET
@require(Right.MAKE_PERSONAL_OFFERS)
def choose_client(request: HttpRequest) -> HttpResponse:
    """Whom the personal offer is for."""
    text = request.GET.get("q", "").strip()
    context = {"text": text, "hits": search(text, limit=_HITS) if text else ()}
    return render(request, "path/personal_whom.html", context)


@require_GET
@require(Right.MAKE_PERSONAL_OFFERS)
def show_personal(request: HttpRequest, client_id: int) -> HttpResponse:
    """The form of an offer to one person, with what to begin from and who may not offer yet."""
    form = PersonalOfferForm(initial={"product": request.GET.get("product", "")})
    own = Verdict(tuple(who_may_not(current_staff(request).pk, timezone.localdate())))
    return _personal(request, client_of(request, client_id), form, own)


@require_POST
@require(Right.MAKE_PERSONAL_OFFERS)
def offer_personally(request: HttpRequest, client_id: int) -> HttpResponse:
    """A product to one person, on terms of their own, until a day."""
    client, staff = client_of(request, client_id), current_staff(request)
    form = PersonalOfferForm(request.POST)
    try:
        made = promoting.offer_made(form, client, staff, now=timezone.now())
    except Refused as refused:
        return _personal(request, client, form, Verdict(tuple(refused.reasons)))
    if made is None:
        return _personal(request, client, form)
    messages.success(request, _("The offer is written down, its deadline is watched"))
    return redirect("path:offer", offer_id=made.pk)


@require_GET
@require(Right.SEE_PATH)
def show_promotions(request: HttpRequest) -> HttpResponse:
    """Promotions against their criterion."""
    return _promotions(request, PromotionForm())


@require_POST
@require(Right.ACTIVATE_RULES)
def open_promotion(request: HttpRequest) -> HttpResponse:
    """Agree on a promotion."""
    form = PromotionForm(request.POST)
    if promoting.promotion_opened(form, current_staff(request), now=timezone.now()) is None:
        return _promotions(request, form)
    messages.success(request, _("The promotion will end by itself"))
    return redirect("path:promotions")


@require_POST
@require(Right.ACTIVATE_RULES)
def stop_promotion(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """End a promotion today."""
    staff = current_staff(request)
    if promotion_id not in {row.promotion_id for row in promotions(timezone="UTC")}:
        raise Http404(str(promotion_id))
    try:
        services.stop_promotion(promotion_id, actor=staff_actor(staff.pk), now=timezone.now())
    except PromotionIsOver:
        messages.warning(request, _("It has ended already"))
    else:
        messages.success(request, _("The promotion is over, its result stands"))
    return redirect("path:promotions")


def _personal(
    request: HttpRequest, client: Client, form: PersonalOfferForm, verdict: Verdict | None = None
) -> HttpResponse:
    staff = current_staff(request)
    context = {
        "client": client,
        "form": form,
        "reasons": words.reasons_of([verdict]) if verdict else (),
        "suggestions": offers.suggestions(client.pk),
        "may_pass": has_right(staff, Right.MAKE_EXCEPTIONS),
        "reward": promoting.reward_of(form, staff, today=timezone.localdate()),
    }
    return render(request, "path/personal.html", context)


def _promotions(request: HttpRequest, form: PromotionForm) -> HttpResponse:
    staff = current_staff(request)
    today = timezone.localdate(timezone.now(), ZoneInfo(staff.school.timezone))
    found = promotions(timezone=staff.school.timezone)
    context = {
        "rows": [(row, row.days_left(today)) for row in found],
        "running": sum(1 for row in found if row.days_left(today) is not None),
        "form": form,
        "may_edit": has_right(staff, Right.ACTIVATE_RULES),
        "tabs": words.tabs("path:promotions"),
    }
    return render(request, "path/promotions.html", context)
