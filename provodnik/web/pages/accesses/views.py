"""The registry of accesses: the list, one of them, reviewing, revoking."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.people.accesses import services
from provodnik.facts.people.accesses.errors import AccessesError, HolderHasLeft, IsRevoked
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.exports import csv_response, xlsx_response
from provodnik.web.pages.accesses import content
from provodnik.web.pages.accesses.forms import GrantForm, ReviewForm, RevokeForm, kinds
from provodnik.web.registry_access import access_of_school


@require_GET
@require(Right.SEE_ACCESSES)
def show_all(request: HttpRequest) -> HttpResponse:
    """Who is let into what; the overdue first."""
    first = {"kind": next((key for key, _title in kinds()), "")}
    return _list(request, GrantForm(initial=first, auto_id="new_%s"))


@require_GET
@require(Right.SEE_ACCESSES)
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest) -> HttpResponse:
    """The list as a file, with the same filters."""
    table = content.table(content.asked_of(request.GET), today=timezone.localdate())
    write = xlsx_response if request.GET.get("format") == "xlsx" else csv_response
    return write("accesses", *table)


@require_POST
@require(Right.EDIT_ACCESSES)
def grant(request: HttpRequest) -> HttpResponse:
    """Write down that somebody was let in."""
    form = GrantForm(request.POST, auto_id="new_%s")
    if not form.is_valid():
        return _list(request, form)
    try:
        services.grant(form.to_new(), by_id=current_staff(request).pk, now=timezone.now())
    except AccessesError as error:
        messages.warning(request, _refused(error))
    else:
        messages.success(request, _("Written down; the day of the review is set"))
    return redirect("accesses:list")


@require_GET
@require(Right.SEE_ACCESSES)
def show(request: HttpRequest, grant_id: int) -> HttpResponse:
    """One access with its history."""
    return _card(request, grant_id, RevokeForm())


@require_POST
@require(Right.EDIT_ACCESSES)
def review(request: HttpRequest, grant_id: int) -> HttpResponse:
    """It was looked at and stays."""
    access_of_school(grant_id)
    note = request.POST.get("note", "")[:200]
    said = _("It stays open until the next review")
    return _done(request, grant_id, services.review, said, note=note)


@require_POST
@require(Right.EDIT_ACCESSES)
def revoke(request: HttpRequest, grant_id: int) -> HttpResponse:
    """It is taken back."""
    access_of_school(grant_id)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _card(request, grant_id, form)
    reason, said = form.cleaned_data["reason"], _("The access is revoked")
    return _done(request, grant_id, services.revoke, said, reason=reason)


def _done(
    request: HttpRequest, grant_id: int, change: Callable[..., object], said: str, **told: str
) -> HttpResponse:
    try:
        change(grant_id, by_id=current_staff(request).pk, now=timezone.now(), **told)
        messages.success(request, said)
    except AccessesError as error:
        messages.warning(request, _refused(error))
    if request.POST.get("back") == "list":
        return redirect("accesses:list")
    return redirect("accesses:show", grant_id)


def _list(request: HttpRequest, form: GrantForm) -> HttpResponse:
    staff, number = current_staff(request), request.GET.get("page", "")
    asked, today = content.asked_of(request.GET), timezone.localdate()
    page = content.page(staff, asked, int(number) if number.isdecimal() else 0, today=today)
    return render(request, "accesses/list.html", {"page": page, "form": form})


def _card(request: HttpRequest, grant_id: int, form: RevokeForm) -> HttpResponse:
    row, steps = access_of_school(grant_id)
    staff = current_staff(request)
    context = {
        "line": content.lines([row], staff, today=timezone.localdate())[0],
        "steps": [(content.STEPS[step.kind], step) for step in steps],
        "review_form": ReviewForm(),
        "revoke_form": form,
        "may_edit": has_right(staff, Right.EDIT_ACCESSES) and row.revoked_at is None,
    }
    return render(request, "accesses/show.html", context)


def _refused(error: AccessesError) -> str:
    if isinstance(error, HolderHasLeft):
        return _("This colleague has left: nothing is opened to them.")
    if isinstance(error, IsRevoked):
        return _("The access is revoked already, there is nothing to look at.")
    return _("Not written down. Check what is opened and to whom.")
