"""The content audit of a course, lessons it lacks, and its re-recording."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provodnik.facts.learning.courses import services
from provodnik.facts.learning.courses.errors import CourseError
from provodnik.facts.learning.courses.models import Lesson
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web import course_access as access
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.pages.courses import auditing
from provodnik.web.pages.courses.forms import MarksForm, MissingForm, RecordingsForm
from provodnik.web.pages.courses.words import refusal


@require_http_methods(["GET", "POST"])
@require(Right.SEE_COURSES)
def audit(request: HttpRequest, course_id: int) -> HttpResponse:
    """What each lesson is; shares of base and exclusive; lessons that are missing."""
    course, may_edit = access.course_of_school(course_id), _may_edit(request)
    form = MarksForm(course, request.POST or None)
    if request.method == "POST" and may_edit and form.is_valid():
        services.mark_lessons(course_id, form.to_marks(), **_who(request))
        messages.success(request, _("Marks kept"))
        return redirect("courses:audit", course_id)
    context = {
        "course": course,
        "page": auditing.audit_page(course, form),
        "missing_form": MissingForm(),
        "may_edit": may_edit,
    }
    return render(request, "courses/audit.html", context)


@require_POST
@require(Right.EDIT_COURSES)
def plan(request: HttpRequest, course_id: int) -> HttpResponse:
    """Plan a lesson the course lacks."""
    access.known_course(course_id)
    form = MissingForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.plan_missing(course_id, told["name"], due_on=told["due_on"], **_who(request))
        except CourseError as error:
            messages.error(request, refusal(error))
        else:
            messages.success(request, _("Missing lesson planned"))
    return redirect("courses:audit", course_id)


@require_POST
@require(Right.EDIT_COURSES)
def made(request: HttpRequest, course_id: int, lesson_id: int) -> HttpResponse:
    """A planned lesson is there: it takes its place in the draft."""
    module = access.module_of_course(course_id, int(request.POST.get("module") or 0))
    access.lesson_of_course(course_id, lesson_id)
    try:
        services.lesson_made(lesson_id, module.pk, now=timezone.now())
    except Lesson.DoesNotExist:
        messages.error(request, _("This lesson has its place already"))
    else:
        messages.success(request, _("The lesson stands in the draft: publish the version"))
    return redirect("courses:audit", course_id)


@require_http_methods(["GET", "POST"])
@require(Right.SEE_COURSES)
def recording(request: HttpRequest, course_id: int) -> HttpResponse:
    """How many lessons are recorded anew, and when each was."""
    course, may_edit = access.course_of_school(course_id), _may_edit(request)
    form = RecordingsForm(course, request.POST or None)
    if request.method == "POST" and may_edit and form.is_valid():
        for lesson_id, day in form.changed_days().items():
            services.note_recording(lesson_id, recorded_on=day, note="", **_who(request))
        messages.success(request, _("Recordings kept"))
        return redirect("courses:recording", course_id)
    context = {
        "course": course,
        "page": auditing.recording_page(course, form),
        "may_edit": may_edit,
    }
    return render(request, "courses/recording.html", context)


@require_POST
@require(Right.EDIT_COURSES)
def begin(request: HttpRequest, course_id: int) -> HttpResponse:
    """Begin to record the whole course anew."""
    access.known_course(course_id)
    services.start_standard(course_id, on=timezone.localdate(), **_who(request))
    return redirect("courses:recording", course_id)


def _may_edit(request: HttpRequest) -> bool:
    return has_right(current_staff(request), Right.EDIT_COURSES)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": staff_actor(current_staff(request).pk), "now": timezone.now()}
