"""One's own slip, the team's month, rows behind a line, closing, grades."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.decisions.pay import queries, services
from provodnik.decisions.pay.errors import GradesMissing, MonthGoesOn, MonthIsClosed, UnknownGrade
from provodnik.decisions.pay.types import LineKind, Slip
from provodnik.kernel.periods import month_of, parse_date, parse_month
from provodnik.method.types import Right
from provodnik.web.access import current_staff, for_members, has_right, member_of_team, require
from provodnik.web.design.types import Series
from provodnik.web.exports import csv_response
from provodnik.web.pages.pay import content, words
from provodnik.web.pages.pay.rows import rows_page


@require_GET
@for_members
def show(request: HttpRequest) -> HttpResponse:
    """The team's month to who may see it; everybody else's way leads to their own slip."""
    staff, month_on = current_staff(request), _month(request)
    if not has_right(staff, Right.SEE_PAYROLL):
        return redirect("pay:mine")
    page = content.sheet_page(month_on, today=timezone.localdate(), now=timezone.now())
    context = {
        "page": page,
        "may_close": has_right(staff, Right.CLOSE_PAY),
        "may_change": has_right(staff, Right.CHANGE_PAY),
        "grades": queries.scheme_for(month_on).grades,
    }
    return render(request, "pay/sheet.html", context)


@require_GET
@require(Right.SEE_PAYROLL)
def export(request: HttpRequest) -> HttpResponse:
    """The month line by line, as the slips print it."""
    month_on = _month(request)
    header = (_("Person"), _("Grade"), _("Line"), _("How it was counted"), _("Roubles"))
    lines = _file_rows(queries.sheet(month_on).slips)
    return csv_response(f"pay-{month_on:%Y-%m}", header, list(lines))


@require_GET
@require(Right.SEE_OWN_PAY)
def mine(request: HttpRequest) -> HttpResponse:
    """What I get this month and what would raise it."""
    return _slip(request, current_staff(request).pk)


@require_GET
@for_members
def slip(request: HttpRequest, staff_id: int) -> HttpResponse:
    """A person's month, to the person and to who may see the payroll."""
    _allow(request, staff_id)
    return _slip(request, staff_id)


@require_GET
@for_members
def rows(request: HttpRequest, staff_id: int, kind: str, key: str) -> HttpResponse:
    """The entries behind a line."""
    _allow(request, staff_id)
    month_on = _month(request)
    found = _known_slip(staff_id, month_on)
    line = next((one for one in found.lines if (one.kind.value, one.key) == (kind, key)), None)
    if line is None or not line.metric or line.kind is LineKind.CORRECTION:
        raise Http404
    viewer, today = current_staff(request), timezone.localdate()
    page = rows_page(found, line, month_on, viewer=viewer, today=today)
    return render(request, "pay/rows.html", {"page": page, "slip": found, "month_on": month_on})


@require_POST
@require(Right.CLOSE_PAY)
def close(request: HttpRequest) -> HttpResponse:
    """Freeze a month."""
    month_on, today = _month(request), timezone.localdate()
    try:
        services.close_month(month_on, by=current_staff(request).pk, now=timezone.now())
    except MonthGoesOn:
        messages.error(request, _("The month isn't over. It can be closed when it is."))
    except MonthIsClosed:
        messages.info(request, _("This month is closed already."))
    except GradesMissing as refused:
        lacking = {"names": ", ".join(refused.names)}
        messages.error(request, _("Can't be closed, these have no grade: %(names)s") % lacking)
    else:
        told = {"month": words.month_words(month_on, today)}
        messages.success(request, _("Closed: %(month)s. Edits go to the next month.") % told)
    return _to_sheet(month_on)


@require_POST
@require(Right.CHANGE_PAY)
def grade(request: HttpRequest) -> HttpResponse:
    """Give a member a grade from a day on."""
    text = request.POST.get("staff", "")
    member = member_of_team(int(text) if text.isdecimal() else 0)
    month_on = _month(request)
    try:
        services.set_grade(
            member.pk,
            request.POST.get("grade", ""),
            from_on=_day(request.POST.get("from", ""), month_on),
            reason=request.POST.get("reason", "").strip()[:300],
            by=current_staff(request).pk,
            now=timezone.now(),
        )
    except UnknownGrade:
        messages.error(request, _("Choose a grade."))
    except MonthIsClosed:
        messages.error(request, _("Pay of that month is closed. Choose a later day."))
    else:
        messages.success(request, _("Grade saved."))
    return _to_sheet(month_on)


def _to_sheet(month_on: date) -> HttpResponse:
    return redirect(f"{reverse('pay:show')}?month={month_on:%Y-%m}")


def _slip(request: HttpRequest, staff_id: int) -> HttpResponse:
    month_on, today = _month(request), timezone.localdate()
    found = queries.own_slip(staff_id, month_on)
    page = content.slip_page(found, month_on, today=today) if found else None
    context = {
        "page": page,
        "months": content.months_of(month_on, today),
        "income_series": (Series(_("Paid out")),),
        "is_own": staff_id == current_staff(request).pk,
        "may_change": has_right(current_staff(request), Right.CHANGE_PAY),
    }
    return render(request, "pay/slip.html", context)


def _known_slip(staff_id: int, month_on: date) -> Slip:
    found = queries.own_slip(staff_id, month_on)
    if found is None:
        raise Http404
    return found


def _allow(request: HttpRequest, staff_id: int) -> None:
    """Nobody sees a colleague's money but who may see the payroll. 404 for a stranger's id."""
    staff = current_staff(request)
    if has_right(staff, Right.SEE_PAYROLL):
        member_of_team(staff_id)
    elif staff_id != staff.pk or not has_right(staff, Right.SEE_OWN_PAY):
        raise PermissionDenied(Right.SEE_PAYROLL)


def _file_rows(slips: Sequence[Slip]) -> Iterator[Sequence[object]]:
    for one in slips:
        for line in one.lines:
            roubles = words.plain_roubles(line.amount_kopecks)
            yield one.name, one.grade_title, words.title(line), words.note(line), roubles
        yield one.name, one.grade_title, _("Whole slip"), "", words.plain_roubles(one.total_kopecks)


def _month(request: HttpRequest) -> date:
    """The month asked for, else the one that goes on."""
    asked = request.POST.get("month") or request.GET.get("month", "")
    try:
        return parse_month(asked)
    except ValueError:
        return month_of(timezone.localdate()).from_on


def _day(text: str, month_on: date) -> date:
    try:
        return parse_date(text)
    except ValueError:
        return month_on
