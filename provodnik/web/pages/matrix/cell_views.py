"""Changing the matrix where it stands: one cell, several products at once, and the way back."""

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provodnik.facts.catalog import services
from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.queries import economics
from provodnik.facts.catalog.services.several import Several
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.gates import Refused
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.access import current_staff, product_of_school, require
from provodnik.web.pages.matrix.cells import FIELDS, CellForm, spoken, words, written
from provodnik.web.pages.matrix.content import Cell, words_of
from provodnik.web.pages.matrix.undoing import changes_of, undo_tag


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_MATRIX)
def cell(request: HttpRequest, product_id: int, field: str) -> HttpResponse:
    """One cell: its form, or with `?shown` the cell as it stands; a POST writes it."""
    if field not in FIELDS:
        raise Http404(field)
    product = product_of_school(product_id).product
    if "shown" in request.GET:
        return _cell(request, product, field)
    holds = written(product, field)
    form = CellForm(field, request.POST or None, initial={"value": holds, "was": holds})
    if not form.is_valid() or not _write(request, product, form, holds):
        return _form(request, product, field, form, holds)
    product.refresh_from_db()
    return _cell(request, product, field) if _is_part(request) else redirect("matrix:list")


@require_POST
@require(Right.EDIT_MATRIX)
def change_several(request: HttpRequest) -> HttpResponse:
    """Do one thing to the ticked products; which one is the name of the button."""
    back = f"{reverse('matrix:list')}?{QueryDict(request.POST.get('query', '')).urlencode()}"
    chosen = [int(one) for one in request.POST.getlist("products") if one.isdecimal()]
    if not chosen:
        messages.warning(request, _("Tick the products first"))
        return redirect(back)
    now, actor, act = timezone.now(), _actor(request), request.POST.get("do", "")
    if act == "revision":
        count = services.ask_again(chosen, now=now, actor=actor)
        messages.success(request, _("In the revision: %s") % _products(count))
    elif act in {"content", "no_content"}:
        ready = act == "content"
        count = services.set_content_ready(chosen, is_ready=ready, now=now, actor=actor)
        messages.success(request, _("Changed: %s") % _products(count))
    elif act in FIELDS:
        form = CellForm(act, {"value": request.POST.get(act, "")})
        if not form.is_valid():
            raise Http404(act)
        column = FIELDS[act].column
        _tell(request, services.change_cells(chosen, column, form.value(), now=now, actor=actor))
    return redirect(back)


@require_POST
@require(Right.EDIT_MATRIX)
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Give products back what they had."""
    try:
        changes = changes_of(token)
    except BadSignature:
        raise Http404 from None
    done = services.take_back(changes, now=timezone.now(), actor=_actor(request))
    if len(done.changes) < len(changes):
        messages.warning(
            request, _("Taken back: %s. The rest has changed since.") % _products(len(done.changes))
        )
    else:
        messages.success(request, _("Taken back: %s") % _products(len(done.changes)))
    return redirect("matrix:list")


def _write(request: HttpRequest, product: Product, form: CellForm, holds: str) -> bool:
    """Write the cell; False with the reason on the form when it may not be written."""
    if form.cleaned_data["was"] != holds:
        form.add_error(None, _("Somebody has changed this cell: it holds “%s” now.") % holds)
        return False
    done = services.change_cells(
        [product.pk],
        form.cell.column,
        form.value(),
        reason=form.cleaned_data["reason"],
        now=timezone.now(),
        actor=_actor(request),
    )
    if done.refused:
        for text in words_of(Refused(done.refused)):
            form.add_error(None, text)
        return False
    _tell(request, done)
    return True


def _tell(request: HttpRequest, done: Several) -> None:
    for text in words_of(Refused(done.refused)):
        messages.warning(request, text)
    if done.changes:
        messages.success(
            request,
            _("Changed: %s") % _products(len(done.changes)),
            extra_tags=undo_tag(done.changes),
        )
    elif not done.refused:
        messages.info(request, _("Nothing changes: it is so already"))


def _cell(request: HttpRequest, product: Product, field: str) -> HttpResponse:
    text = written(product, field)
    context = {
        "cell": Cell(product.pk, field, FIELDS[field].label, words(text, field)),
        "economics": economics(product.pk),
        "may_edit": True,
        "is_fresh": True,
    }
    return render(request, "matrix/_cell_answer.html", context)


def _form(
    request: HttpRequest, product: Product, field: str, form: CellForm, was: str
) -> HttpResponse:
    template = "matrix/_cell_form.html" if _is_part(request) else "matrix/cell.html"
    context = {
        "form": form,
        "product": product,
        "field": field,
        "label": FIELDS[field].label,
        "was": was,
        "needs_reason": field in {"price", "cost"} and bool(form.errors),
    }
    return render(request, template, context)


def _products(count: int) -> str:
    return formats.counted(count, _("product|products"), spoken())


def _is_part(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)
