"""A table of products from a file or the clipboard: looked at first, then taken."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.catalog.services.intake import Taken, plan_rows, take_rows
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.gates import Refused
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.access import current_staff, require
from provodnik.web.pages.matrix import content, importing, sections
from provodnik.web.pages.matrix.preview import preview
from provodnik.web.uploads import refusal_of


@require_GET
@require(Right.EDIT_MATRIX)
def ask(request: HttpRequest) -> HttpResponse:
    """Where a file or cells of a spreadsheet go."""
    return sections.show(request, "list", "matrix/import.html", {})


@require_POST
@require(Right.EDIT_MATRIX)
def look(request: HttpRequest) -> HttpResponse:
    """What the table would change, row by row; nothing is written."""
    text = request.POST.get("text", "")
    if refusal_of(request) is not None:
        return _again(request, text, _("The file is too large for a table of products."))
    try:
        read = importing.read(text, request.FILES.get("file"))
    except importing.NotATable as problem:
        return _again(request, text, str(problem))
    reason = request.POST.get("reason", "")
    shown = preview(read, plan_rows(read.rows, reason=reason))
    context = {"preview": shown, "text": read.text, "reason": reason}
    return sections.show(request, "list", "matrix/import_preview.html", context)


@require_POST
@require(Right.EDIT_MATRIX)
def take(request: HttpRequest) -> HttpResponse:
    """Take the table that was looked at."""
    try:
        read = importing.read(request.POST.get("text", ""))
    except importing.NotATable as problem:
        return _again(request, request.POST.get("text", ""), str(problem))
    done = take_rows(
        read.rows,
        reason=request.POST.get("reason", ""),
        now=timezone.now(),
        actor=staff_actor(current_staff(request).pk),
    )
    messages.success(request, _told(done))
    for plan in done.refused:
        for text in content.words_of(Refused(plan.refused)):
            messages.warning(request, f"{plan.row.name}: {text}")
    return redirect("matrix:list")


def _again(request: HttpRequest, text: str, problem: str) -> HttpResponse:
    context: dict[str, object] = {"text": text, "problem": problem}
    return sections.show(request, "list", "matrix/import.html", context)


def _told(done: Taken) -> str:
    language = (get_language() or "ru").split("-")[0]
    products = formats.counted(done.added, _("new product|new products"), language)
    words = _("%(products)s, changed: %(changed)s, as before: %(same)s")
    told = words % {"products": products, "changed": done.changed, "same": done.unchanged}
    if not done.refused:
        return told
    return told + _(", left out: %s") % len(done.refused)
