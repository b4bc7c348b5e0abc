"""The register of handing over: the list, one of them, its steps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.decisions.duties import services
from provodnik.decisions.duties.errors import (
    DutiesError,
    HasLeft,
    NotAlone,
    NotTheirs,
    StepSkipped,
    WithoutReason,
)
from provodnik.decisions.duties.types import Handing
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.duty_access import delegation_of_school
from provodnik.web.pages.delegation import content
from provodnik.web.pages.delegation.forms import BeginForm, beginning


@require_GET
@require(Right.SEE_DUTIES)
def show_all(request: HttpRequest) -> HttpResponse:
    """The register and the share fully delegated by month."""
    return _list(request, BeginForm(initial=beginning(timezone.localdate())))


@require_POST
@require(Right.HAND_DUTIES_OVER)
def begin(request: HttpRequest) -> HttpResponse:
    """Put a duty into the register."""
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    try:
        services.begin(form.to_new(), by_id=current_staff(request).pk, now=timezone.now())
        messages.success(request, _("In the register; the next step is to do it together"))
    except DutiesError as error:
        messages.warning(request, _refused(error))
    return redirect("delegation:list")


@require_GET
@require(Right.SEE_DUTIES)
def show(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """One handing over with its steps."""
    row, steps = delegation_of_school(delegation_id)
    context = {
        "line": content.lines([row], current_staff(request))[0],
        "steps": content.steps(steps),
    }
    return render(request, "delegation/show.html", context)


@require_POST
@require(Right.HAND_DUTIES_OVER)
def move(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """A step on, or back with a reason."""
    delegation_of_school(delegation_id)
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")[:300]
    by_id, now = current_staff(request).pk, timezone.now()
    try:
        services.move_on(delegation_id, Handing(to), reason=reason, by_id=by_id, now=now)
        messages.success(request, _("The step is written down"))
    except ValueError:
        messages.warning(request, _("Choose the step."))
    except DutiesError as error:
        messages.warning(request, _refused(error))
    return _back(request, delegation_id)


@require_POST
@require(Right.SEE_DUTIES)
def accept(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """It is mine from now on."""
    delegation_of_school(delegation_id)
    try:
        services.accept(delegation_id, by_id=current_staff(request).pk, now=timezone.now())
        messages.success(request, _("Accepted. From now on it is yours."))
    except DutiesError as error:
        messages.warning(request, _refused(error))
    return _back(request, delegation_id)


def _list(request: HttpRequest, form: BeginForm) -> HttpResponse:
    now, month = timezone.now(), request.GET.get("month", "")
    page = content.page(current_staff(request), month, now=now)
    return render(request, "delegation/list.html", {"page": page, "form": form, "now": now})


def _back(request: HttpRequest, delegation_id: int) -> HttpResponse:
    if request.POST.get("back") == "list":
        return redirect("delegation:list")
    return redirect("delegation:show", delegation_id)


def _refused(error: DutiesError) -> str:
    told = {
        HasLeft: _("One of the two works here no more. Choose another colleague."),
        StepSkipped: _("One step at a time: first together, then alone."),
        WithoutReason: _("A step back needs a reason in words."),
        NotAlone: _("Accepted is what is done alone. First make that step."),
        NotTheirs: _("Only who it is handed over to accepts it."),
    }
    return told.get(type(error), _("Not written down. Check what is handed over and to whom."))
