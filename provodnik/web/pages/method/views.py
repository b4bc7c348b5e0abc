"""Pages of the method. Reading needs one right, changing another."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.method import queries
from provodnik.method.diff import Body
from provodnik.method.fields import section_words
from provodnik.method.forms import body_moved, body_with, body_without, form
from provodnik.method.queries import Document
from provodnik.method.types import Right, Section
from provodnik.web.access import (
    current_staff,
    has_right,
    method_revision,
    method_section,
    require,
)
from provodnik.web.pages.method import adoption, editing, reading, saving
from provodnik.web.shell.templatetags.shell import UNDO_TAG


@require_GET
@require(Right.SEE_METHOD)
def show_list(request: HttpRequest) -> HttpResponse:
    """Every section, and where a newer method waits."""
    rows = reading.outline()
    waiting = sum(1 for row in rows if row.waiting)
    return render(request, "method/list.html", {"rows": rows, "waiting": waiting})


@require_GET
@require(Right.SEE_METHOD)
def show_section(request: HttpRequest, section: str) -> HttpResponse:
    """A section as it stands, with the ways to change it for who may."""
    shown = method_section(section)
    document = queries.document(shown)
    context = {
        **_heading(shown, document),
        "values": reading.plain_values(shown, document.body),
        "lists": reading.lists(shown, document.body),
        "waiting": len(queries.newer(shown)),
        "may_edit": has_right(current_staff(request), Right.EDIT_METHOD),
    }
    return render(request, "method/section.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_METHOD)
def edit(request: HttpRequest, section: str) -> HttpResponse:
    """One item of a list, or the section's plain values: the form and what it posts."""
    edited = method_section(section)
    document = queries.document(edited)
    if request.method == "GET":
        return _form(request, edited, document, at=request.GET.get(editing.AT, ""))
    body = body_with(edited, document.body, editing.posted(edited, request.POST))
    refused = saving.save(edited, body, _edit(request))
    if refused is not None:
        at = request.POST.get(editing.AT, "")
        return _form(request, edited, document, at=at, body=body, refused=refused)
    messages.success(request, _("Saved"), extra_tags=_undo(edited, document))
    return redirect("method:section", section)


@require_GET
@require(Right.EDIT_METHOD)
def add(request: HttpRequest, section: str) -> HttpResponse:
    """The empty form of one more item of the list `to`."""
    added_to = method_section(section)
    document = queries.document(added_to)
    to = request.GET.get("to", "")
    at = f"{to}.{editing.new_key(document.body, to)}"
    return _form(request, added_to, document, at=at)


@require_POST
@require(Right.EDIT_METHOD)
def remove(request: HttpRequest, section: str) -> HttpResponse:
    """Take an item out of its list; refused while something points at it."""
    edited = method_section(section)
    document = queries.document(edited)
    body = body_without(document.body, request.POST.get("path", ""))
    return _changed(request, edited, document, body, _("Item removed"))


@require_POST
@require(Right.EDIT_METHOD)
def move(request: HttpRequest, section: str) -> HttpResponse:
    """Move an item one place up or down."""
    edited = method_section(section)
    document = queries.document(edited)
    by = 1 if request.POST.get("by") == "1" else -1
    body = body_moved(document.body, request.POST.get("path", ""), by)
    return _changed(request, edited, document, body, _("Order changed"))


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_METHOD)
def adopt(request: HttpRequest, section: str) -> HttpResponse:
    """What a newer method would change, and the choice for each change."""
    adopted = method_section(section)
    document = queries.document(adopted)
    refused = None
    if request.method == "POST":
        refused = adoption.adopt(adopted, request.POST, _edit(request))
        if refused is None:
            messages.success(
                request, _("The newer method is in"), extra_tags=_undo(adopted, document)
            )
            return redirect("method:section", section)
    changes = adoption.offered(adopted, request.POST)
    context = {**_heading(adopted, document), "changes": changes, "refused": refused}
    return render(request, "method/newer.html", context)


@require_GET
@require(Right.SEE_METHOD)
def show_history(request: HttpRequest, section: str) -> HttpResponse:
    """Every revision: who, when, why."""
    shown = method_section(section)
    context = {**_heading(shown, queries.document(shown)), "steps": reading.steps(shown)}
    return render(request, "method/history.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.SEE_METHOD)
def show_revision(request: HttpRequest, section: str, revision: int) -> HttpResponse:
    """What differs between a revision and the section today; POST brings the revision back."""
    shown = method_section(section)
    document, old = queries.document(shown), method_revision(shown, revision)
    if request.method == "POST":
        return _bring_back(request, shown, document, revision)
    context = {
        **_heading(shown, document),
        "revision": revision,
        "differences": reading.differences(shown, old, document.body),
        "may_edit": has_right(current_staff(request), Right.EDIT_METHOD),
    }
    return render(request, "method/revision.html", context)


def _bring_back(
    request: HttpRequest, section: Section, document: Document, revision: int
) -> HttpResponse:
    if not has_right(current_staff(request), Right.EDIT_METHOD):
        raise PermissionDenied(Right.EDIT_METHOD)
    old = method_revision(section, revision)
    words = _("Back to revision %(number)s") % {"number": revision}
    return _changed(request, section, document, old, words)


def _changed(
    request: HttpRequest, section: Section, document: Document, body: Body, words: str
) -> HttpResponse:
    """Write a change that explains itself, and offer to undo it."""
    refused = saving.save(section, body, _edit(request, reason=words))
    if refused is not None:
        said = [refused.words, *(problem.words() for problem in refused.problems)]
        messages.error(request, " ".join(said))
    else:
        messages.success(request, words, extra_tags=_undo(section, document))
    return redirect("method:section", section.value)


def _form(
    request: HttpRequest,
    section: Section,
    document: Document,
    *,
    at: str,
    body: Body | None = None,
    refused: saving.Refusal | None = None,
) -> HttpResponse:
    shown = document.body if body is None else body
    fields = form(section, shown, at) if at else reading.plain_fields(section, shown)
    fields = fields or editing.blank(section, at)
    problems = refused.problems if refused else ()
    beside, above = editing.sorted_problems(section, problems, fields, shown)
    drawn = editing.PartForm(fields, beside)
    is_new = not editing.exists(document.body, at)
    context = {
        **_heading(section, document),
        "at": at,
        "is_new": is_new,
        "item_title": editing.title(shown, at),
        "parts": list(editing.parts(section, shown, fields, at, drawn)),
        "paths": [one.path for one in fields],
        "inner_lists": [] if is_new else editing.inner_lists(section, at),
        "can_remove": not is_new and editing.may_be_removed(section, at),
        "refused": refused,
        "reasons": saving.reasons(section, refused, above),
        "reason": request.POST.get(editing.REASON, ""),
    }
    return render(request, "method/edit.html", context)


def _heading(section: Section, document: Document) -> dict[str, object]:
    title, about = section_words(section)
    return {"section": section.value, "title": title, "about": about, "document": document}


def _edit(request: HttpRequest, reason: str = "") -> saving.Edit:
    seen = request.POST.get(editing.SEEN, "")
    now: datetime = timezone.now()
    return saving.Edit(
        by=current_staff(request).pk,
        now=now,
        reason=reason or request.POST.get(editing.REASON, ""),
        seen_revision=int(seen) if seen.isdecimal() else None,
    )


def _undo(section: Section, document: Document) -> str:
    """The revision that stood before, for «Undo» of the toast."""
    return UNDO_TAG + reverse("method:revision", args=[section.value, document.revision])
