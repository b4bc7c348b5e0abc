"""The revision of products: one on a screen, one press each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.catalog import services
from provodnik.facts.sales.queries.matrix import SOLD_DAYS
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.gates import Refused
from provodnik.method.types import Right
from provodnik.web.access import current_staff, product_of_school, require
from provodnik.web.pages.matrix import content, revising
from provodnik.web.pages.matrix.forms import StatusForm


@require_GET
@require(Right.EDIT_MATRIX)
def show(request: HttpRequest) -> HttpResponse:
    """The next product to decide on."""
    shown = revising.screen(request.GET.get("product", ""), now=timezone.now())
    context = {"revision": shown, "sold_days": SOLD_DAYS}
    return render(request, "matrix/revision.html", context)


@require_POST
@require(Right.EDIT_MATRIX)
def start(request: HttpRequest) -> HttpResponse:
    """Begin a revision, or go on with the one that is open."""
    services.start_revision(now=timezone.now(), actor=_actor(request))
    return redirect("matrix:revision")


@require_POST
@require(Right.EDIT_MATRIX)
def decide(request: HttpRequest, product_id: int) -> HttpResponse:
    """Say what a product is; a refusal keeps it on the screen."""
    product, form = product_of_school(product_id).product, StatusForm(request.POST)
    again = f"{reverse('matrix:revision')}?product={product.pk}"
    if not form.is_valid():
        return redirect(again)
    status, now = form.cleaned_data["status"], timezone.now()
    try:
        services.revise(product.pk, status, now=now, actor=_actor(request))
    except Refused as refused:
        for text in content.words_of(refused):
            messages.warning(request, text)
        return redirect(again)
    return redirect("matrix:revision")


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)
