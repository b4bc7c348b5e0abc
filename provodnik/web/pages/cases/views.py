"""Cases: the list, one case, a stream."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.touches.voice.cases import queries, services
from provodnik.touches.voice.cases.errors import CasesError
from provodnik.touches.voice.cases.types import Origin
from provodnik.web import voice_access as access
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.exports import csv_response
from provodnik.web.pages.cases import content
from provodnik.web.pages.cases.forms import (
    ConsentForm,
    GivenForm,
    NewForm,
    PackagingForm,
    ReasonForm,
    SearchForm,
    UseForm,
    consent_initial,
    given_initial,
    packaging_initial,
)
from provodnik.web.pages.cases.words import refusal


@require_GET
@require(Right.SEE_CASES)
def show_all(request: HttpRequest) -> HttpResponse:
    """Cases that match what is asked for."""
    staff, form, now = current_staff(request), SearchForm(request.GET), timezone.now()
    page = content.list_page(form.to_search(), staff, today=timezone.localdate(now), now=now)
    return render(request, "cases/list.html", {"page": page, "form": form, **_may(request)})


@require_GET
@require(Right.SEE_CASES)
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest) -> HttpResponse:
    """The list as it stands."""
    rows = queries.cases(SearchForm(request.GET).to_search())
    knows = access.sees_names(current_staff(request))
    lines = [content.case_line(row, knows) for row in rows]
    header = [
        _("Whose"),
        _("Result in one line"),
        _("Kind"),
        _("State"),
        _("Product"),
        _("Pain"),
        _("Quote"),
    ]
    table = (
        (x.who, x.row.title, x.kind, x.state, x.row.product, x.row.pain, x.excerpt) for x in lines
    )
    return csv_response("cases", header, table)


@require_GET
@require(Right.SEE_CASES)
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case."""
    return page_of(request, case_id)


@require_GET
@require(Right.SEE_CASES)
def show_cohort(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """What a stream gave, entry by entry."""
    cohort = access.cohort_of_school(cohort_id)
    knows = access.sees_names(current_staff(request))
    page = content.cohort_page(cohort_id, knows, today=timezone.localdate())
    return render(
        request, "cases/cohort.html", {"page": page, "name": cohort.name, **_may(request)}
    )


@require_http_methods(["GET", "POST"])
@require(Right.COLLECT_CASES)
def add(request: HttpRequest) -> HttpResponse:
    """A review or a case that came."""
    client, staff = access.asked_client(request), current_staff(request)
    start = {
        "client": client.pk if client else None,
        "collector": staff.pk,
        "origin": Origin.UNSOLICITED.value,
    }
    form = NewForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        new = form.to_new(told["client"], Origin(told["origin"]), told["cohort"])
        try:
            story = services.record_case(new, **who(request))
        except CasesError as error:
            form.add_error("text", refusal(error))
        else:
            messages.success(request, _("Written down, now ask for the consent"))
            return redirect("cases:show", story.pk)
    return render(request, "cases/add.html", {"form": form, "client": client})


@require_POST
@require(Right.COLLECT_CASES)
def ask(request: HttpRequest, client_id: int) -> HttpResponse:
    """Ask a candidate."""
    client = access.known_client(client_id)
    cohort = request.POST.get("cohort", "")
    cohort_id = access.cohort_of_school(int(cohort)).pk if cohort.isdecimal() else None
    services.request_case(client, cohort_id=cohort_id, **who(request))
    messages.success(request, _("The request is among the deeds of who collects it"))
    return redirect("cases:list")


@require_POST
@require(Right.COLLECT_CASES)
def ask_cohort(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Ask a stream."""
    cohort = access.cohort_of_school(cohort_id)
    try:
        asked = services.ask_cohort(cohort.pk, **who(request))
    except CasesError as error:
        messages.warning(request, refusal(error))
    else:
        messages.success(request, _("Requests made: %(count)s") % {"count": asked})
    return redirect("cases:list")


def page_of(request: HttpRequest, case_id: int, **forms: Any) -> HttpResponse:  # noqa: ANN401 (forms)
    """The case with its forms, or with the form that was refused."""
    staff, page = current_staff(request), access.case_of_school(case_id)
    today = timezone.localdate()
    context = {
        "shown": content.shown(page, staff),
        "sees_card": has_right(staff, Right.SEE_ALL_STUDENTS),
        "given_form": GivenForm(initial=given_initial(page)),
        "consent_form": ConsentForm(initial=consent_initial(page, today)),
        "packaging_form": PackagingForm(initial=packaging_initial(page)),
        "use_form": UseForm(initial={"used_on": today}),
        "reject_form": ReasonForm(prefix="reject"),
        "decline_form": ReasonForm(prefix="decline"),
        **_may(request),
        **forms,
    }
    return render(request, "cases/show.html", context)


def who(request: HttpRequest) -> dict[str, Any]:
    """Who writes, and when."""
    return {"actor": staff_actor(current_staff(request).pk), "now": timezone.now()}


def _may(request: HttpRequest) -> dict[str, bool]:
    staff = current_staff(request)
    return {
        "may_collect": has_right(staff, Right.COLLECT_CASES),
        "may_approve": has_right(staff, Right.APPROVE_CASES),
        "may_export": has_right(staff, Right.EXPORT_ROWS),
    }
