"""Lines of products: the plan, what is launched, what each brought, what is next."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.catalog import services
from provodnik.facts.catalog.errors import LineNameTaken, PlaceTaken
from provodnik.facts.sales.queries.lines import LinePlan, product_lines
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web.access import current_staff, line_of_school, require
from provodnik.web.exports import csv_response
from provodnik.web.pages.matrix import planning, sections
from provodnik.web.pages.matrix.planning import FillForm, LineForm, PlaceForm


@require_GET
@require(Right.EDIT_MATRIX)
def show_lines(request: HttpRequest) -> HttpResponse:
    """Every plan with its fact."""
    context = {"lines": [planning.shown(line, _today()) for line in product_lines()]}
    return sections.show(request, "lines", "matrix/lines.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_MATRIX)
def add_line(request: HttpRequest) -> HttpResponse:
    """Plan a line."""
    form = LineForm(request.POST or None)
    if form.is_valid():
        try:
            line = services.plan_line(form.to_fields(), now=timezone.now(), actor=_actor(request))
        except LineNameTaken:
            form.add_error("name", _("There is a plan of this name already"))
        else:
            return redirect("matrix:line", line.pk)
    return sections.show(request, "lines", "matrix/line_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_MATRIX)
def edit_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """Change a plan."""
    line = line_of_school(line_id)
    form = LineForm(request.POST or None, initial=planning.line_initial(line))
    if form.is_valid():
        try:
            services.edit_line(line_id, form.to_fields(), now=timezone.now(), actor=_actor(request))
        except LineNameTaken:
            form.add_error("name", _("There is a plan of this name already"))
        else:
            messages.success(request, _("Saved"))
            return redirect("matrix:line", line_id)
    return sections.show(request, "lines", "matrix/line_form.html", {"form": form, "line": line})


@require_GET
@require(Right.EDIT_MATRIX)
def show_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """One plan, place by place."""
    shown = planning.shown(line_of_school(line_id), _today())
    context = {"shown": shown, "place_form": PlaceForm(), "fill_form": FillForm()}
    return sections.show(request, "lines", "matrix/line.html", context)


@require_GET
@require(Right.EXPORT_ROWS)
def export_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """The places as a file."""
    del request
    return csv_response("product-line", *planning.table(line_of_school(line_id)))


@require_POST
@require(Right.EDIT_MATRIX)
def change_places(request: HttpRequest, line_id: int) -> HttpResponse:
    """Add a place, fill one with a product, or with `drop` take one out."""
    line = line_of_school(line_id)
    try:
        if "drop" in request.POST or "fill" in request.POST:
            _change_place(request, line)
        else:
            form = PlaceForm(request.POST)
            if form.is_valid():
                services.plan_product(line_id, **form.cleaned_data, now=timezone.now())
            else:
                messages.warning(request, _("Write what is to be launched"))
    except PlaceTaken as taken:
        messages.warning(request, _("This product fills the place “%s” already") % taken.name)
    return redirect("matrix:line", line_id)


def _change_place(request: HttpRequest, line: LinePlan) -> None:
    asked = request.POST.get("drop") or request.POST.get("fill", "")
    place = next((one for one in line.places if str(one.place_id) == asked), None)
    if place is None:
        raise Http404(asked)
    if "drop" in request.POST:
        services.drop_place(place.place_id)
        return
    form = FillForm(request.POST)
    services.fill_place(place.place_id, form.cleaned_data["product"] if form.is_valid() else None)


def _today() -> date:
    return timezone.localdate()


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)
