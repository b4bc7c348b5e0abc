"""The product matrix and the page of a product."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.catalog import services
from provodnik.facts.catalog.errors import EconomicsIncomplete
from provodnik.facts.catalog.queries import ProductPage
from provodnik.facts.catalog.queries.knowledge import readers_of
from provodnik.facts.catalog.types import ProductStatus
from provodnik.facts.sales.queries.lift import helpers
from provodnik.facts.sales.queries.matrix import SOLD_DAYS
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.gates import Refused
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, product_of_school, require
from provodnik.web.exports import csv_response
from provodnik.web.pages.matrix import bringing, content, sections
from provodnik.web.pages.matrix.forms import (
    STATUSES,
    BulkForm,
    LinkForm,
    PainsForm,
    ProductForm,
    StatusForm,
    product_initial,
)
from provodnik.web.pages.matrix.revising import left_count


@require_GET
@require(Right.SEE_MATRIX)
def show_list(request: HttpRequest) -> HttpResponse:
    """Every product; filters live in the address."""
    staff = current_staff(request)
    may_edit = has_right(staff, Right.EDIT_MATRIX)
    context = {
        "matrix": content.show_matrix(request.GET, now=timezone.now()),
        "to_revise": left_count(),
        "may_export": has_right(staff, Right.EXPORT_ROWS),
        "bulk": BulkForm() if may_edit else None,
        "sold_days": SOLD_DAYS,
    }
    return sections.show(request, "list", "matrix/list.html", context)


@require_GET
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest) -> HttpResponse:
    """The rows of the screen as a file."""
    shown = content.show_matrix(request.GET, now=timezone.now())
    return csv_response("matrix", *content.table(shown))


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_MATRIX)
def add(request: HttpRequest) -> HttpResponse:
    """A new product."""
    form = ProductForm(request.POST or None)
    if form.is_valid():
        try:
            product = services.add_product(
                form.to_fields(),
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
                actor=_actor(request),
            )
        except Refused as refused:
            form.add_error(None, content.words_of(refused))
        else:
            messages.success(request, _("Product added"))
            return redirect("matrix:show", product.pk)
    return render(request, "matrix/form.html", {"form": form})


@require_GET
@require(Right.SEE_MATRIX)
def show(request: HttpRequest, product_id: int) -> HttpResponse:
    """One product: economics, where it leads, what it solves."""
    page = product_of_school(product_id)
    kind = method.product_kinds().kind(page.product.kind)
    context = {
        "page": page,
        "kind": kind.title if kind else "",
        "status": STATUSES.get(page.product.status, page.product.status),
        "may_edit": has_right(current_staff(request), Right.EDIT_MATRIX),
        "status_form": StatusForm(initial={"status": page.product.status}),
        "link_form": LinkForm(),
        "pains_form": PainsForm(initial={"pains": [str(pain.id) for pain in page.pains]}),
        "readers": readers_of(product_id),
        "is_subscription": bool(kind and kind.is_subscription),
        "helpers": bringing.show(helpers(now=timezone.now(), product_id=product_id)).rows
        if kind and kind.leads_to_flagship
        else (),
    }
    return render(request, "matrix/show.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_MATRIX)
def edit(request: HttpRequest, product_id: int) -> HttpResponse:
    """A product's own fields."""
    page = product_of_school(product_id)
    form = ProductForm(request.POST or None, initial=product_initial(page.product))
    if form.is_valid():
        try:
            services.edit_product(
                product_id,
                form.to_fields(),
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
                actor=_actor(request),
            )
        except Refused as refused:
            form.add_error(None, content.words_of(refused))
        else:
            messages.success(request, _("Saved"))
            return redirect("matrix:show", product_id)
    return render(request, "matrix/form.html", {"form": form, "page": page})


@require_POST
@require(Right.EDIT_MATRIX)
def change_status(request: HttpRequest, product_id: int) -> HttpResponse:
    """Launch, put to sleep, retire."""
    page, form = product_of_school(product_id), StatusForm(request.POST)
    if not form.is_valid():
        return redirect("matrix:show", product_id)
    status: ProductStatus = form.cleaned_data["status"]

    def change() -> None:
        services.set_status(page.product.pk, status, now=timezone.now(), actor=_actor(request))

    return _tried(request, page, change)


@require_POST
@require(Right.EDIT_MATRIX)
def change_links(request: HttpRequest, product_id: int) -> HttpResponse:
    """Lead to another product, or with `remove` lead there no more."""
    page, form = product_of_school(product_id), LinkForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose where it leads"))
        return redirect("matrix:show", product_id)
    target, kind = form.cleaned_data["target"], form.cleaned_data["kind"]
    act = services.unlink if "remove" in request.POST else services.link

    def change() -> None:
        act(page.product.pk, target, kind, now=timezone.now(), actor=_actor(request))

    return _tried(request, page, change)


@require_POST
@require(Right.EDIT_MATRIX)
def change_pains(request: HttpRequest, product_id: int) -> HttpResponse:
    """Which pains and goals it solves."""
    page, form = product_of_school(product_id), PainsForm(request.POST)
    chosen = form.cleaned_data["pains"] if form.is_valid() else []

    def change() -> None:
        services.set_pains(page.product.pk, chosen, now=timezone.now(), actor=_actor(request))

    return _tried(request, page, change)


@require_POST
@require(Right.EDIT_MATRIX)
def change_content(request: HttpRequest, product_id: int) -> HttpResponse:
    """Say that its lessons are there, or with `absent` that they are not."""
    product_of_school(product_id)
    is_ready = "absent" not in request.POST
    services.set_content_ready(
        [product_id], is_ready=is_ready, now=timezone.now(), actor=_actor(request)
    )
    return redirect("matrix:show", product_id)


@require_POST
@require(Right.EDIT_MATRIX)
def confirm(request: HttpRequest, product_id: int) -> HttpResponse:
    """Vouch for the price and the cost."""
    page, staff = product_of_school(product_id), current_staff(request)
    try:
        services.confirm_economics(
            page.product.pk, by_id=staff.pk, now=timezone.now(), actor=_actor(request)
        )
    except EconomicsIncomplete:
        messages.warning(request, _("Write the price and the cost first"))
    return redirect("matrix:show", product_id)


def _tried(request: HttpRequest, page: ProductPage, change: Callable[[], None]) -> HttpResponse:
    """Do it; a refusal is told in words on the product's page."""
    try:
        change()
    except Refused as refused:
        for text in content.words_of(refused):
            messages.warning(request, text)
    else:
        messages.success(request, _("Saved"))
    return redirect("matrix:show", page.product.pk)


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)
