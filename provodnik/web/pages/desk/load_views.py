"""Who holds how much, giving requests to others, the rota."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.touches.desk import queries, services
from provodnik.touches.desk.errors import ReasonMissing
from provodnik.web import formats
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.desk_access import tickets_of
from provodnik.web.pages.desk import content, promises, words
from provodnik.web.pages.desk.content import handlers
from provodnik.web.pages.desk.forms import ShiftForm
from provodnik.web.pages.desk.ticket_views import BY_HAND


@require(Right.WORK_DESK)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Load per member, the rota, what is promised."""
    return _page(request, ShiftForm())


@require_POST
@require(Right.WORK_DESK)
def assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked requests to a member."""
    known = {str(one.staff_id): one for one in handlers()}
    found = known.get(request.POST.get("owner", ""))
    if found is None:
        raise Http404
    by_id, now = current_staff(request).pk, timezone.now()
    moved = services.assign(
        tickets_of(request), to_id=found.staff_id, reason=BY_HAND, by_id=by_id, now=now
    )
    count = formats.counted(len(moved), _("request|requests|requests"), words.language())
    messages.success(request, _("%(name)s: %(count)s") % {"name": found.name, "count": count})
    return redirect(reverse("desk:list") + _kept(request))


@require_POST
@require(Right.SEE_TEAM_QUEUE)
def add_shift(request: HttpRequest) -> HttpResponse:
    """Put somebody on duty, or note an absence."""
    staff, form = current_staff(request), ShiftForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        told = form.to_shift(ZoneInfo(staff.school.timezone))
        services.appoint(told, by_id=staff.pk, now=timezone.now())
    except ReasonMissing as error:
        form.add_error("to_on", words.refusal(error, ZoneInfo(staff.school.timezone)))
        return _page(request, form)
    except Staff.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Written into the rota"))
    return redirect("desk:load")


@require_POST
@require(Right.SEE_TEAM_QUEUE)
def end_shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """End a duty or an absence now."""
    if not services.end_shift(shift_id, now=timezone.now()):
        raise Http404(str(shift_id))
    messages.success(request, _("Ended"))
    return redirect("desk:load")


def _page(request: HttpRequest, form: ShiftForm) -> HttpResponse:
    now, settings = timezone.now(), method.desk_settings()
    since_at = now - timedelta(days=settings.load.window_days)
    rows = queries.load_rows(since_at=since_at, now=now)
    leads = has_right(current_staff(request), Right.SEE_TEAM_QUEUE)
    context = {
        "loads": content.loads(rows),
        "days": settings.load.window_days,
        "bottleneck": queries.bottleneck(
            rows, percent=settings.load.percent, at_least=settings.load.tickets_at_least
        ),
        "shifts": queries.shifts(now=now),
        "settings": settings,
        "service": method.metric_words().service,
        "form": form,
        "leads": leads,
        "own_promises": promises.own_promises() if leads else (),
        "now": now,
    }
    return render(request, "desk/load.html", context)


def _kept(request: HttpRequest) -> str:
    asked = request.POST.get("query", "")
    return asked if asked.startswith("?") else ""
