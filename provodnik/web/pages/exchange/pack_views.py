"""Packs for marketing: gathered, received, made into content."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from provodnik.facts.sales.errors import NothingToHandOver
from provodnik.facts.sales.models import MarketingPack, PackItem
from provodnik.facts.sales.queries.exchange import draft_pack
from provodnik.facts.sales.services import exchange
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.pages.exchange.forms import PackForm


@require_POST
@require(Right.USE_EXCHANGE)
def send(request: HttpRequest) -> HttpResponse:
    """Pains, words and cases of the last months, as the page showed them."""
    form, now = PackForm(request.POST), timezone.now()
    if form.is_valid():
        items = draft_pack(words=method.launch_settings().pack_words, now=now)
        try:
            by_id = current_staff(request).pk
            exchange.send_pack(form.cleaned_data["title"], items, by_id=by_id, now=now)
            messages.success(request, _("The pack went to marketing, we wait for a receipt"))
        except NothingToHandOver:
            messages.warning(request, _("There is nothing to gather yet: record goals and scores"))
    return redirect("exchange:show")


@require_POST
@require(Right.USE_EXCHANGE)
def confirm(request: HttpRequest, pack_id: int) -> HttpResponse:
    """Marketing has it."""
    try:
        exchange.confirm_pack(pack_id, by_id=current_staff(request).pk, now=timezone.now())
    except MarketingPack.DoesNotExist:
        raise Http404(str(pack_id)) from None
    messages.success(request, _("Receipt confirmed"))
    return redirect("exchange:show")


@require_POST
@require(Right.USE_EXCHANGE)
def use(request: HttpRequest, item_id: int) -> HttpResponse:
    """Which content was made of it."""
    used_in = request.POST.get("used_in", "")[:300]
    try:
        exchange.use_item(item_id, used_in, by_id=current_staff(request).pk, now=timezone.now())
    except PackItem.DoesNotExist:
        raise Http404(str(item_id)) from None
    return redirect("exchange:show")
