"""The page of the working calendar and its three changes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.kernel.schools.services import replace_calendar, working_calendar
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.design.types import View
from provodnik.web.pages.calendar import days, hours
from provodnik.web.pages.calendar.forms import DayForm, WeekForm

_YEARS_BACK, _YEARS_AHEAD = 2, 1


@require_GET
@require(Right.SEE_METHOD)
def show(request: HttpRequest) -> HttpResponse:
    """Hours of the week, and each special day of a year with its reason."""
    return _page(request, working_calendar())


@require_POST
@require(Right.EDIT_METHOD)
def set_week(request: HttpRequest) -> HttpResponse:
    """Other hours of the week."""
    calendar = working_calendar()
    form = WeekForm(request.POST, calendar)
    changed = form.changed()
    if changed is None:
        return _page(request, calendar, week_form=form)
    return _replaced(request, changed)


@require_POST
@require(Right.EDIT_METHOD)
def set_day(request: HttpRequest) -> HttpResponse:
    """Hours of one date; the earlier ones are replaced."""
    calendar, form = working_calendar(), DayForm(request.POST)
    changed = form.changed(calendar)
    if changed is None:
        return _page(request, calendar, day_form=form)
    return _replaced(request, changed)


@require_POST
@require(Right.EDIT_METHOD)
def drop_day(request: HttpRequest) -> HttpResponse:
    """One date back to what the week and the production calendar say."""
    return _replaced(request, hours.with_day(working_calendar(), request.POST.get("on", ""), None))


def _replaced(request: HttpRequest, calendar: WorkCalendar) -> HttpResponse:
    actor = staff_actor(current_staff(request).pk)
    replace_calendar(calendar, now=timezone.now(), actor=actor)
    messages.success(request, _("Calendar saved. Due times are counted by it from now on."))
    return redirect("calendar:show")


def _page(
    request: HttpRequest,
    calendar: WorkCalendar,
    *,
    week_form: WeekForm | None = None,
    day_form: DayForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    years = range(today.year - _YEARS_BACK, today.year + _YEARS_AHEAD + 1)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else today.year
    shown = days.year_of_days(calendar, year)
    context = {
        "zone": calendar.zone.key,
        "years": [View(str(one), f"?year={one}", is_current=one == year) for one in years],
        "shown": shown,
        "next_off": days.next_day_off(shown, today),
        "week_form": week_form or WeekForm(None, calendar),
        "day_form": day_form or DayForm(),
        "may_edit": has_right(current_staff(request), Right.EDIT_METHOD),
    }
    return render(request, "calendar/show.html", context)
