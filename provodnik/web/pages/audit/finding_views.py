"""Findings of an audit: who acts, by when, and that it was done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.method.types import Right
from provodnik.reports.audit import services
from provodnik.web.access import current_staff, require
from provodnik.web.audit_access import audit_of_school, finding_of_school
from provodnik.web.exports import csv_response
from provodnik.web.pages.audit import content
from provodnik.web.pages.audit.forms import FindingForm, finding_initial


@require_http_methods(["GET", "POST"])
@require(Right.FIX_POINT_A)
def edit(request: HttpRequest, finding_id: int) -> HttpResponse:
    """The request, the root behind it, the action, its owner and day."""
    audit_id, row = finding_of_school(finding_id)
    form = FindingForm(request.POST or None, initial=finding_initial(row))
    if form.is_valid():
        actor = str(current_staff(request))
        services.change_finding(finding_id, form.to_fields(), actor=actor, now=timezone.now())
        messages.success(request, _("Finding kept"))
        return redirect(f"{reverse('audit:show', args=[audit_id])}#finding-{finding_id}")
    context = {"form": form, "row": row, "audit_id": audit_id}
    return render(request, "audit/finding.html", context)


@require_POST
@require(Right.FIX_POINT_A)
def done(request: HttpRequest, finding_id: int) -> HttpResponse:
    """The action was done; an undo takes it up again."""
    audit_id, row = finding_of_school(finding_id)
    is_done = request.GET.get("done", request.POST.get("done", "yes")) == "yes"
    actor = str(current_staff(request))
    services.set_done(finding_id, done=is_done, actor=actor, now=timezone.now())
    if is_done and row.done_at is None:
        undo = f"undo:{reverse('audit:done', args=[finding_id])}?done=no"
        messages.success(request, _("Action done"), extra_tags=undo)
    return redirect(f"{reverse('audit:show', args=[audit_id])}#finding-{finding_id}")


@require_GET
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest, audit_id: int) -> HttpResponse:
    """Findings as they stand on the page, for a spreadsheet."""
    page = audit_of_school(audit_id)
    view = content.audit_view(page, current_staff(request), now=timezone.now())
    return csv_response("audit-findings", *content.findings_table(view))
