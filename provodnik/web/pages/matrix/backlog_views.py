"""Lessons kept for later products: the backlog, the stage and the product of each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.learning.errors import LessonNameTaken
from provodnik.facts.learning.lessons import drop_lesson, keep_lesson, plan_lesson
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web.access import current_staff, kept_lesson, require
from provodnik.web.exports import csv_response
from provodnik.web.pages.matrix import keeping, sections
from provodnik.web.pages.matrix.keeping import LessonForm, PlanForm


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_MATRIX)
def show(request: HttpRequest) -> HttpResponse:
    """The backlog; a POST keeps one more lesson."""
    form = LessonForm(request.POST or None)
    if form.is_valid():
        try:
            keep_lesson(form.to_fields(), now=timezone.now(), actor=_actor(request))
        except LessonNameTaken:
            form.add_error("name", _("This lesson of the course is kept already"))
        else:
            messages.success(request, _("The lesson is kept"))
            return redirect("matrix:backlog")
    context = {"backlog": keeping.show(request.GET), "form": form}
    return sections.show(request, "backlog", "matrix/backlog.html", context)


@require_GET
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest) -> HttpResponse:
    """The lessons of the screen as a file."""
    return csv_response("lessons", *keeping.table(keeping.show(request.GET)))


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_MATRIX)
def plan(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """When a kept lesson is to be offered, and in what."""
    lesson = kept_lesson(lesson_id)
    initial = {
        "stage": lesson.stage,
        "planned_id": lesson.planned_id or "",
        "used_in_id": lesson.used_in_id or "",
    }
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        plan_lesson(lesson.pk, **form.cleaned_data, now=timezone.now(), actor=_actor(request))
        messages.success(request, _("Saved"))
        return redirect("matrix:backlog")
    context: dict[str, object] = {"form": form, "lesson": lesson}
    return sections.show(request, "backlog", "matrix/lesson.html", context)


@require_POST
@require(Right.EDIT_MATRIX)
def drop(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Take a lesson out of the backlog."""
    drop_lesson(kept_lesson(lesson_id).pk)
    messages.success(request, _("The lesson is out of the backlog"))
    return redirect("matrix:backlog")


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)
