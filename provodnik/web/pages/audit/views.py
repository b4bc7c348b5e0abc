"""The audit: the list, one audit, its answers and its report."""

from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.lake import services as lake
from provodnik.method.types import Right
from provodnik.reports.audit import queries, services
from provodnik.reports.audit.errors import AuditIsFinished, AuditIsOpen, UnknownCheck
from provodnik.reports.audit.launch import drop_launch, start_launch
from provodnik.reports.audit.types import Verdict
from provodnik.web.access import current_staff, has_right, member_of_team, require
from provodnik.web.audit_access import audit_of_school
from provodnik.web.exports import csv_response
from provodnik.web.pages.audit import content
from provodnik.web.pages.audit.deeds import deeds_of
from provodnik.web.pages.audit.forms import LaunchForm, StartForm
from provodnik.web.pages.audit.report.content import Report, report_of
from provodnik.web.pages.audit.report.files import as_html, as_pdf
from provodnik.web.pages.audit.report.slides import as_slides

_FILES: Mapping[str, tuple[str, Callable[[Report], str | bytes]]] = {
    "html": ("text/html; charset=utf-8", as_html),
    "pdf": ("application/pdf", as_pdf),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        as_slides,
    ),
}
_BY_DATA = "data"


@require_GET
@require(Right.SEE_PULSE)
def show_list(request: HttpRequest) -> HttpResponse:
    """Audits so far, the one under way, and the launch of repeat sales."""
    staff = current_staff(request)
    context = {
        "audits": content.audit_list(staff, now=timezone.now()),
        "may_run": has_right(staff, Right.FIX_POINT_A),
        "launch_form": LaunchForm(),
    }
    return render(request, "audit/list.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.FIX_POINT_A)
def begin(request: HttpRequest) -> HttpResponse:
    """The owner's start form; then data answers what it can."""
    form = StartForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "audit/begin.html", {"form": form})
    staff = current_staff(request)
    try:
        with lake.together():
            started = services.start(
                request=form.cleaned_data["request"],
                pains=form.pains(),
                by_id=staff.pk,
                actor=str(staff),
                now=timezone.now(),
            )
    except AuditIsOpen:
        messages.warning(request, _("An audit is under way already: finish it first"))
        return redirect("audit:list")
    return redirect("audit:show", started.pk)


@require_GET
@require(Right.SEE_PULSE)
def show(request: HttpRequest, audit_id: int) -> HttpResponse:
    """The checklist with its answers, findings with owners and days."""
    staff, page = current_staff(request), audit_of_school(audit_id)
    context = {
        "view": content.audit_view(page, staff, now=timezone.now()),
        "may_run": has_right(staff, Right.FIX_POINT_A),
        "sees_home": has_right(staff, Right.SEE_OWNER_HOME),
    }
    return render(request, "audit/show.html", context)


@require_POST
@require(Right.FIX_POINT_A)
def answer(request: HttpRequest, audit_id: int, check: str) -> HttpResponse:
    """One answer, kept at once. An undo posts what was, in the address."""
    audit_of_school(audit_id)
    staff, told = current_staff(request), request.POST.dict() | request.GET.dict()
    try:
        was = services.answer(
            audit_id,
            check,
            _verdict(str(told.get("verdict", ""))),
            note=str(told.get("note", ""))[:1000],
            by_id=staff.pk,
            actor=str(staff),
            now=timezone.now(),
        )
    except UnknownCheck:
        raise Http404(check) from None
    except AuditIsFinished:
        messages.warning(request, _("The audit is finished, its answers stay as they were"))
        return redirect("audit:show", audit_id)
    if not request.GET:
        messages.success(request, _("Answer kept"), extra_tags=_undo(audit_id, check, was))
    return redirect(f"{reverse('audit:show', args=[audit_id])}#{check}")


@require_POST
@require(Right.FIX_POINT_A)
def again(request: HttpRequest, audit_id: int) -> HttpResponse:
    """Let data answer anew, after an import for instance."""
    audit_of_school(audit_id)
    try:
        with lake.together():
            services.look_again(audit_id, now=timezone.now())
        messages.success(request, _("Data looked at again, answers of people stay"))
    except AuditIsFinished:
        messages.warning(request, _("The audit is finished, its answers stay as they were"))
    return redirect("audit:show", audit_id)


@require_POST
@require(Right.FIX_POINT_A)
def finish(request: HttpRequest, audit_id: int) -> HttpResponse:
    """Close the audit: its answers become a dated document."""
    audit_of_school(audit_id)
    try:
        services.finish(audit_id, actor=str(current_staff(request)), now=timezone.now())
    except AuditIsFinished:
        messages.warning(request, _("The audit is finished, its answers stay as they were"))
    return redirect("audit:show", audit_id)


@require_GET
@require(Right.SEE_PULSE)
def report(_request: HttpRequest, audit_id: int, kind: str) -> HttpResponse:
    """The report as a file to forward."""
    page = audit_of_school(audit_id)
    if kind not in _FILES:
        raise Http404(kind)
    mime, write = _FILES[kind]
    document = write(report_of(page, today=timezone.localdate()))
    response = HttpResponse(document, content_type=mime)
    day = timezone.localdate(page.head.as_of).isoformat()
    response["Content-Disposition"] = f'attachment; filename="audit-{day}.{kind}"'
    return response


@require_GET
@require(Right.SEE_PULSE)
def self_check(request: HttpRequest) -> HttpResponse:
    """Twelve advices, each with yes, no and evidence, by the newest audit (R-026)."""
    heads = queries.audit_heads(limit=1)
    page = audit_of_school(heads[0].audit_id) if heads else None
    yes = sum(1 for one in page.advices if one.verdict is Verdict.PASSED) if page else 0
    context = {
        "page": page,
        "yes": yes,
        "may_run": has_right(current_staff(request), Right.FIX_POINT_A),
    }
    return render(request, "audit/self_check.html", context)


@require_GET
@require(Right.SEE_PULSE)
def effort(request: HttpRequest) -> HttpResponse:
    """Labour by person and week; what the department brought over its cost."""
    staff = current_staff(request)
    with lake.together():
        shown = content.labour(staff, now=timezone.now())
    context = {"labour": shown, "may_export": has_right(staff, Right.EXPORT_ROWS)}
    return render(request, "audit/effort.html", context)


@require_GET
@require(Right.SEE_PULSE)
def show_deeds(request: HttpRequest, staff_id: int) -> HttpResponse:
    """What was counted in a person's week."""
    try:
        week = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        raise Http404(str(staff_id)) from None
    kind, member = request.GET.get("kind", ""), member_of_team(staff_id)
    found = deeds_of(member, week, kind, now=timezone.now())
    sees_people = has_right(current_staff(request), Right.SEE_ALL_STUDENTS)
    return render(request, "audit/deeds.html", {"deeds": found, "sees_people": sees_people})


@require_GET
@require(Right.EXPORT_ROWS)
def export_effort(request: HttpRequest) -> HttpResponse:
    """The same lines as a file."""
    shown = content.labour(current_staff(request), now=timezone.now())
    return csv_response("effort", *content.labour_table(shown))


@require_POST
@require(Right.FIX_POINT_A)
def launch(request: HttpRequest) -> HttpResponse:
    """Give the launch of repeat sales its start date."""
    form, staff = LaunchForm(request.POST), current_staff(request)
    if form.is_valid():
        start_launch(
            starts_on=form.cleaned_data["starts_on"],
            by_id=staff.pk,
            actor=str(staff),
            now=timezone.now(),
        )
        undo = f"undo:{reverse('audit:drop_launch')}"
        messages.success(request, _("The launch has its start date"), extra_tags=undo)
    else:
        messages.warning(request, _("Choose the day the launch begins"))
    return redirect("audit:list")


@require_POST
@require(Right.FIX_POINT_A)
def drop(request: HttpRequest) -> HttpResponse:
    """Take the start date of the launch back."""
    drop_launch(actor=str(current_staff(request)), now=timezone.now())
    return redirect("audit:list")


def _verdict(text: str) -> Verdict | None:
    """What a button says; the data's own word, or nothing known, is None."""
    return Verdict(text) if text in ("passed", "failed", "skipped") else None


def _undo(audit_id: int, check: str, was: services.Was) -> str:
    before = {"verdict": was.verdict.value if was.by_person else _BY_DATA, "note": was.note}
    address = reverse("audit:answer", args=[audit_id, check])
    return f"undo:{address}?{urlencode(before)}"
