"""What is checked today, scores, remarks, calibration."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.decisions.meetings import services as meetings
from provodnik.decisions.quality import queries, services
from provodnik.decisions.quality.errors import QualityError
from provodnik.decisions.quality.types import DrawnRow, Mark, Told
from provodnik.method.types import Right
from provodnik.web.access import current_staff, for_members, has_right, require
from provodnik.web.pages.quality import content
from provodnik.web.pages.quality.words import refusal
from provodnik.web.quality_access import drawn_of, own_remark, remark_of_school


@require_GET
@require(Right.CHECK_QUALITY)
def show(request: HttpRequest) -> HttpResponse:
    """What waits to be checked, and everybody's scores."""
    board = content.board(current_staff(request), now=timezone.now())
    return render(
        request, "quality/show.html", {"board": board, "tabs": content.tabs("quality:show")}
    )


@for_members
@require_GET
def show_checks(request: HttpRequest) -> HttpResponse:
    """The checks behind a score; one's own for who does not check quality."""
    staff, told = current_staff(request), request.GET
    if not has_right(staff, Right.CHECK_QUALITY) and told.get("staff") != str(staff.pk):
        raise Http404
    found = content.check_list(staff, told, now=timezone.now())
    return render(request, "quality/checks.html", {"list": found})


@for_members
@require_http_methods(["GET", "POST"])
def show_drawn(request: HttpRequest, drawn_id: int) -> HttpResponse:
    """One artefact with its checklist; posted, it is checked."""
    row, staff = drawn_of(request, drawn_id), current_staff(request)
    if request.method == "POST" and has_right(staff, Right.CHECK_QUALITY):
        try:
            services.check(row.drawn_id, _told(request), by_id=staff.pk, now=timezone.now())
        except QualityError as error:
            messages.warning(request, refusal(error))
            return _artefact(request, row, status=422)
        messages.success(request, _("Check written down"))
        return redirect("quality:show")
    return _artefact(request, row)


@require_GET
@require(Right.CHECK_QUALITY)
def show_remarks(request: HttpRequest) -> HttpResponse:
    """Every remark with what its author answered."""
    rows, total = queries.remarks()
    context = {"remarks": rows, "total": total, "tabs": content.tabs("quality:remarks")}
    return render(request, "quality/remarks.html", context)


@require_POST
@require(Right.CHECK_QUALITY)
def to_agenda(request: HttpRequest, remark_id: int) -> HttpResponse:
    """Take a remark to the next meeting of the team (R-217)."""
    remark = remark_of_school(remark_id)
    item = meetings.take_remark(remark.pk, by_id=current_staff(request).pk, now=timezone.now())
    messages.success(
        request,
        _("On the agenda of the next meeting")
        if item.meeting_id
        else _("It waits for the next meeting: none is planned yet"),
    )
    return redirect("quality:remarks")


@require_GET
@require(Right.SEE_OWN_QUALITY)
def show_mine(request: HttpRequest) -> HttpResponse:
    """One's own scores and remarks."""
    staff, now = current_staff(request), timezone.now()
    rows, total = queries.remarks(staff_id=staff.pk)
    lines = [content.person_line(row) for row in queries.people(now=now, staff_id=staff.pk)]
    context = {
        "remarks": rows,
        "total": total,
        "left": sum(1 for row in rows if row.answered_at is None),
        "line": lines[0] if lines else None,
    }
    return render(request, "quality/mine.html", context)


@require_POST
@require(Right.SEE_OWN_QUALITY)
def answer(request: HttpRequest, remark_id: int) -> HttpResponse:
    """Agree with a remark, or say why not."""
    remark, sent = own_remark(request, remark_id), request.POST
    try:
        services.answer_remark(
            remark.pk,
            is_agreed=sent.get("agreed") == "1",
            answer=sent.get("answer", "")[:1000],
            by_id=current_staff(request).pk,
            now=timezone.now(),
        )
        messages.success(request, _("Your answer is kept, the checker sees it"))
    except QualityError as error:
        messages.warning(request, refusal(error))
    return redirect("quality:mine")


@require_GET
@require(Right.CHECK_QUALITY)
def show_calibration(request: HttpRequest) -> HttpResponse:
    """Where two checkers judge the same work differently."""
    context = {"pairs": content.calibration_pairs(), "tabs": content.tabs("quality:calibration")}
    return render(request, "quality/calibration.html", context)


def _told(request: HttpRequest) -> Told:
    sent = request.POST
    marks = {
        name.removeprefix("mark-"): Mark(str(value))
        for name, value in sent.items()
        if name.startswith("mark-") and value in set(Mark)
    }
    return Told(marks, note=sent.get("note", "")[:1000], remark=sent.get("remark", "")[:1000])


def _artefact(request: HttpRequest, row: DrawnRow, *, status: int = 200) -> HttpResponse:
    staff = current_staff(request)
    checkers = {one.checker_id for one in queries.checks_of(row.drawn_id)}
    is_own = row.staff_id == staff.pk
    may_check = has_right(staff, Right.CHECK_QUALITY) and not is_own and len(checkers) < 2  # noqa: PLR2004 (a pair)
    may_check = may_check and staff.pk not in checkers
    sent = request.POST
    chosen = {name.removeprefix("mark-"): str(sent[name]) for name in sent if name[:5] == "mark-"}
    context = {
        "one": content.to_check(row, chosen=chosen, sees=not may_check),
        "may_check": may_check,
        "is_own": is_own,
        "note": sent.get("note", ""),
        "remark": sent.get("remark", ""),
    }
    return render(request, "quality/drawn.html", context, status=status)
