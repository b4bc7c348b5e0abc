"""What is written about the order of lessons: moving, naming, lists, publishing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provodnik.facts.learning.courses import queries, services
from provodnik.facts.learning.courses.errors import CourseError
from provodnik.facts.learning.courses.models import Placement
from provodnik.facts.learning.courses.queries import CoursePage
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web import course_access as access
from provodnik.web.access import current_staff, require
from provodnik.web.pages.courses.forms import (
    LessonForm,
    ListForm,
    NameForm,
    PublishForm,
    StepForm,
    lesson_initial,
)
from provodnik.web.pages.courses.words import gathered, refusal


@require_POST
@require(Right.EDIT_COURSES)
def move(request: HttpRequest, course_id: int, lesson_id: int) -> HttpResponse:
    """A lesson one place up or down; the focus stays on the button that was pressed."""
    access.lesson_of_course(course_id, lesson_id)
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            services.move_lesson(course_id, lesson_id, form.to_step(), now=timezone.now())
        except Placement.DoesNotExist:
            messages.error(request, _("The lesson is not in this version any more"))
    return _back(course_id, f"lesson-{lesson_id}", request.POST.get("step", ""))


@require_POST
@require(Right.EDIT_COURSES)
def move_module(request: HttpRequest, course_id: int, module_id: int) -> HttpResponse:
    """A module with its lessons one place up or down."""
    access.module_of_course(course_id, module_id)
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            services.move_module(course_id, module_id, form.to_step(), now=timezone.now())
        except Placement.DoesNotExist:
            messages.error(request, _("The module has no lessons in this version"))
    return _back(course_id, f"module-{module_id}", request.POST.get("step", ""))


@require_POST
@require(Right.EDIT_COURSES)
def module(request: HttpRequest, course_id: int, module_id: int) -> HttpResponse:
    """Another name of a module."""
    access.module_of_course(course_id, module_id)
    form = NameForm(request.POST)
    if form.is_valid():
        services.rename_module(module_id, form.cleaned_data["name"])
    return _back(course_id, f"module-{module_id}")


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_COURSES)
def lesson(request: HttpRequest, course_id: int, lesson_id: int) -> HttpResponse:
    """A lesson: its name, what it is, whether it counts."""
    found, course = (
        access.lesson_of_course(course_id, lesson_id),
        access.course_of_school(course_id),
    )
    row = next((one for one in course.lessons if one.lesson_id == lesson_id), None)
    initial = lesson_initial(row) if row else {"name": found.name, "mark": found.mark}
    form = LessonForm(request.POST or None, initial=initial)
    if form.is_valid():
        _keep(course, lesson_id, form.cleaned_data, actor=_actor(request))
        messages.success(request, _("Lesson kept"))
        return _back(course_id, f"lesson-{lesson_id}")
    context = {"form": form, "course": course, "lesson": found, "row": row}
    return render(request, "courses/lesson.html", context)


@require_POST
@require(Right.EDIT_COURSES)
def take_out(request: HttpRequest, course_id: int, lesson_id: int) -> HttpResponse:
    """Leave a lesson out of the next version."""
    access.lesson_of_course(course_id, lesson_id)
    services.take_out(course_id, lesson_id, now=timezone.now())
    messages.success(request, _("Left out of the draft; published versions stay as they are"))
    return redirect("courses:show", course_id)


@require_POST
@require(Right.EDIT_COURSES)
def gather(request: HttpRequest, course_id: int) -> HttpResponse:
    """Add lessons the journal has seen since."""
    course = access.course_of_school(course_id)
    messages.success(request, gathered(services.gather(course.product_id, now=timezone.now())))
    return redirect("courses:show", course_id)


@require_POST
@require(Right.EDIT_COURSES)
def add_list(request: HttpRequest, course_id: int) -> HttpResponse:
    """Add lessons of a pasted list."""
    access.known_course(course_id)
    form = ListForm(request.POST)
    told = queries.read_list(form.cleaned_data["lines"]) if form.is_valid() else []
    try:
        found = services.add_lessons(course_id, told, now=timezone.now())
    except CourseError as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, gathered(found))
    return redirect("courses:show", course_id)


@require_POST
@require(Right.EDIT_COURSES)
def publish(request: HttpRequest, course_id: int) -> HttpResponse:
    """Make the draft what new students begin with."""
    access.known_course(course_id)
    form = PublishForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        services.publish(course_id, note=note, now=timezone.now(), actor=_actor(request))
    except CourseError as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, _("Published: students with access from today begin with it"))
    return redirect("courses:show", course_id)


@require_POST
@require(Right.EDIT_COURSES)
def discard(request: HttpRequest, course_id: int) -> HttpResponse:
    """Drop the draft."""
    access.known_course(course_id)
    if services.discard_draft(course_id):
        messages.success(request, _("Draft dropped, the published version stays"))
    return redirect("courses:show", course_id)


def _keep(course: CoursePage, lesson_id: int, told: dict[str, Any], *, actor: str) -> None:
    now = timezone.now()
    services.rename_lesson(lesson_id, told["name"])
    services.mark_lessons(course.course_id, {lesson_id: told["mark"]}, now=now, actor=actor)
    row = next((one for one in course.lessons if one.lesson_id == lesson_id), None)
    wanted = (told["is_required"], told["is_required_homework"])
    if row is not None and wanted != (row.is_required, row.is_required_homework):
        services.require(course.course_id, lesson_id, lesson=wanted[0], homework=wanted[1], now=now)


def _back(course_id: int, anchor: str, step: str = "") -> HttpResponse:
    """To the course, where the person was.

    After a move the button that was pressed takes the focus, named by `moved`; an address with a
    fragment would keep browsers from giving it.
    """
    address = reverse("courses:show", args=[course_id])
    if step in {"up", "down"}:
        return redirect(f"{address}?moved={anchor}-{step}")
    return redirect(f"{address}#{anchor}")


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)
