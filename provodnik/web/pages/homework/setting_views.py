"""What lessons ask for, which skills they train, practical tasks given out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.learning.homework import queries, services
from provodnik.facts.learning.homework.errors import HomeworkError
from provodnik.facts.learning.queries import CohortRow, cohort_list
from provodnik.facts.learning.queries import members as members_of
from provodnik.facts.team.queries import staff_list
from provodnik.facts.team.types import StaffRow
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.access import current_staff, require
from provodnik.web.homework_access import course_of, lesson_of, skill_of
from provodnik.web.pages.homework import words

_LETTERS, _MEMBERS = 5_000, 1_000


@require(Right.SET_HOMEWORK)
@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    """Courses with lessons."""
    return render(request, "homework/courses.html", {"courses": queries.courses()})


@require(Right.SET_HOMEWORK)
@require_GET
def show(request: HttpRequest, course_id: int) -> HttpResponse:
    """A course: tasks of its lessons, its skills, practical tasks and who checks them."""
    course = course_of(course_id)
    lessons, skills = queries.lessons_of(course.pk)
    context = {
        "course": course,
        "lessons": lessons,
        "skills": skills,
        "rubrics": method.homework_settings().rubrics,
        "experts": experts(),
        "cohorts": cohorts_of(course.product_id),
    }
    return render(request, "homework/course.html", context)


@require_POST
@require(Right.SET_HOMEWORK)
def assign(request: HttpRequest, course_id: int, lesson_id: int) -> HttpResponse:
    """What a lesson asks for and by which criteria it is checked."""
    lesson = lesson_of(course_of(course_id), lesson_id)
    rubric = request.POST.get("rubric", "")
    known = {one.key for one in method.homework_settings().rubrics}
    services.set_assignment(
        lesson.pk,
        brief=request.POST.get("brief", "")[:_LETTERS],
        rubric=rubric if rubric in known else "",
        is_practical="is_practical" in request.POST,
    )
    messages.success(request, _("The task of “%(lesson)s” is saved") % {"lesson": lesson.name})
    return redirect("homework:course", course_id)


@require_POST
@require(Right.SET_HOMEWORK)
def give(request: HttpRequest, course_id: int, lesson_id: int) -> HttpResponse:
    """A practical task to everybody of a cohort; an expert answers for the checks."""
    course = course_of(course_id)
    lesson, staff = lesson_of(course, lesson_id), current_staff(request)
    expert = request.POST.get("expert", "")
    cohort = request.POST.get("cohort", "")
    known = {str(one.cohort_id): one.cohort_id for one in cohorts_of(course.product_id)}
    if cohort not in known or expert not in {str(one.staff_id) for one in experts()}:
        messages.warning(request, _("Choose a cohort and an expert assessor."))
        return redirect("homework:course", course_id)
    people = members_of(known[cohort], limit=_MEMBERS)
    ids = [one.client_id for one in people if one.left_at is None]
    try:
        fresh = services.give_task(
            lesson.pk, ids, expert_id=int(expert), by_id=staff.pk, now=timezone.now()
        )
        told = formats.counted(fresh, _("student|students"), words.language())
        messages.success(request, _("The task is given: %(students)s") % {"students": told})
    except HomeworkError as error:
        messages.warning(request, words.refusal(error))
    return redirect("homework:course", course_id)


@require_POST
@require(Right.SET_HOMEWORK)
def add_skill(request: HttpRequest, course_id: int) -> HttpResponse:
    """Something students of a course are to be able to do."""
    course, name = course_of(course_id), request.POST.get("name", "").strip()
    actor = f"staff:{current_staff(request).pk}"
    try:
        if name:
            services.add_skill(course.pk, name, now=timezone.now(), actor=actor)
            messages.success(request, _("The skill is added: choose the lessons that train it"))
        else:
            messages.warning(request, _("Name the skill."))
    except HomeworkError as error:
        messages.warning(request, words.refusal(error))
    return redirect("homework:course", course_id)


@require_POST
@require(Right.SET_HOMEWORK)
def train(request: HttpRequest, course_id: int, skill_id: int) -> HttpResponse:
    """Which lessons train a skill."""
    course = course_of(course_id)
    skill = skill_of(course, skill_id)
    told = {int(one) for one in request.POST.getlist("lessons") if one.isdecimal()}
    lessons = [lesson_of(course, one).pk for one in sorted(told)]
    actor = f"staff:{current_staff(request).pk}"
    count = services.train(skill.pk, lessons, now=timezone.now(), actor=actor)
    told_count = formats.counted(count, _("lesson trains|lessons train"), words.language())
    messages.success(
        request, _("%(lessons)s “%(skill)s”") % {"lessons": told_count, "skill": skill.name}
    )
    return redirect("homework:course", course_id)


def experts() -> list[StaffRow]:
    """Members whose role marks graduates. One query."""
    roles = method.roles()
    return [one for one in staff_list() if roles.may(one.role, Right.MARK_GRADUATES)]


def cohorts_of(product_id: int) -> list[CohortRow]:
    """Cohorts of a product with people in them. Queries: 2."""
    return [one for one in cohort_list() if one.product_id == product_id and one.members]
