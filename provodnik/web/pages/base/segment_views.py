"""Segments: one of them, its editor, its assumptions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.errors import AssumptionOutOfRange, BaseError
from provodnik.facts.sales.base.services import (
    archive_segment,
    assume,
    restore_segment,
    save_segment,
    take_ready,
)
from provodnik.kernel.money import MoneyError, parse_kopecks
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.base_access import segment_of_school
from provodnik.web.pages.base import editor, segment


@require_GET
@require(Right.SEE_BASE)
def show(request: HttpRequest, segment_id: int) -> HttpResponse:
    """One segment: its rule, size, potential, overlap, who came and went."""
    now, found = timezone.now(), segment_of_school(segment_id)
    page = segment.segment_page(found, current_staff(request), now=now)
    return render(request, "base/segment.html", {"segment": page, "now": now})


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_SEGMENTS)
def edit(request: HttpRequest, segment_id: int | None = None) -> HttpResponse:
    """The editor; every change of a condition sends the form and gets it back with a count."""
    found = segment_of_school(segment_id) if segment_id is not None else None
    sent, now = request.POST, timezone.now()
    error: BaseError | None = None
    if "save" in sent:
        try:
            rule, name = editor.read_rule(sent), sent.get("name", "")[:120]
            saved = save_segment(name, rule, segment_id=segment_id, actor=_actor(request), now=now)
            return redirect("base:segment", saved.pk)
        except BaseError as refused:
            error = refused
    stored = editor.sent_rule(sent) if sent else found.rule if found else rules.stored(())
    name = sent.get("name", found.name if found else "")
    add = sent.get("add", "")
    form = editor.editor(stored, name=name, segment=found, add=add, error=error, now=now)
    return render(request, "base/edit.html", {"form": form}, status=422 if error else 200)


@require_POST
@require(Right.EDIT_SEGMENTS)
def take(request: HttpRequest) -> HttpResponse:
    """Take a ready-made segment of the method."""
    try:
        taken = take_ready(request.POST.get("key", ""), actor=_actor(request), now=timezone.now())
    except KeyError:
        return redirect("base:show")
    return redirect("base:segment", taken.pk)


@require_POST
@require(Right.EDIT_SEGMENTS)
def assumption(request: HttpRequest, segment_id: int) -> HttpResponse:
    """Change what the potential is multiplied from; an empty field takes own data again."""
    found = segment_of_school(segment_id)
    try:
        conversion = segment.percent_of(request.POST.get("conversion", ""))
        cheque = request.POST.get("cheque", "").strip()
        assume(
            found.pk,
            conversion_share=conversion,
            cheque_kopecks=parse_kopecks(cheque) if cheque else None,
            actor=_actor(request),
            now=timezone.now(),
        )
        messages.success(request, _("The assumption is saved."))
    except (AssumptionOutOfRange, MoneyError, ValueError):
        messages.error(
            request, _("Write the conversion as a percent up to 100, the cheque as a sum.")
        )
    return redirect("base:segment", found.pk)


@require_POST
@require(Right.EDIT_SEGMENTS)
def archive(request: HttpRequest, segment_id: int) -> HttpResponse:
    """Stop counting a segment; it can be brought back."""
    archive_segment(segment_of_school(segment_id).pk, actor=_actor(request), now=timezone.now())
    messages.success(request, _("The segment is in the archive. It can be brought back."))
    return redirect("base:segment", segment_id)


@require_POST
@require(Right.EDIT_SEGMENTS)
def restore(request: HttpRequest, segment_id: int) -> HttpResponse:
    """Count an archived segment again."""
    try:
        restore_segment(segment_of_school(segment_id).pk, actor=_actor(request), now=timezone.now())
    except BaseError:
        messages.error(request, _("A segment with this name exists already."))
    return redirect("base:segment", segment_id)


def _actor(request: HttpRequest) -> str:
    return f"staff:{current_staff(request).pk}"
