"""Courses: the list, one of them, its versions compared, and who needs a hand."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.learning.courses import queries, services
from provodnik.facts.team.models import Staff
from provodnik.lake import services as lake
from provodnik.method.types import Right
from provodnik.web import course_access as access
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.pages.courses import comparing, content
from provodnik.web.pages.courses.forms import ListForm, PublishForm


@require_GET
@require(Right.SEE_COURSES)
def show_list(request: HttpRequest) -> HttpResponse:
    """Every course, and products that have none yet."""
    context = {"page": content.list_page(now=timezone.now()), **_rights(current_staff(request))}
    return render(request, "courses/list.html", context)


@require_POST
@require(Right.EDIT_COURSES)
def gather_all(request: HttpRequest) -> HttpResponse:
    """Draw a course of every product whose lessons the journal knows."""
    now = timezone.now()
    for one in content.list_page(now=now).uncollected:
        services.gather(one.product_id, now=now)
    messages.success(request, _("Courses are drawn: check the order and publish"))
    return redirect("courses:list")


@require_GET
@require(Right.SEE_COURSES)
def show(request: HttpRequest, course_id: int) -> HttpResponse:
    """A course: where students fall behind, lessons and their order."""
    course = access.course_of_school(course_id, _number(request))
    with lake.together():
        page = content.show_page(course, now=timezone.now())
    context = {
        "page": page,
        "course": course,
        "publish_form": PublishForm(),
        "list_form": ListForm(),
        "is_newest": bool(course.versions) and course.shown == course.versions[0],
        "moved": request.GET.get("moved", ""),
        **_rights(current_staff(request)),
    }
    return render(request, "courses/show.html", context)


@require_GET
@require(Right.SEE_COURSES)
def versions(request: HttpRequest, course_id: int) -> HttpResponse:
    """What each version gave."""
    course = access.course_of_school(course_id)
    with lake.together():
        page = comparing.versions_page(course, today=timezone.localdate(), now=timezone.now())
    context = {"page": page, "course": course, **_rights(current_staff(request))}
    return render(request, "courses/versions.html", context)


@require_GET
@require(Right.SEE_COURSES)
def show_hand(request: HttpRequest) -> HttpResponse:
    """Students who stopped at a lesson: all of them, or those the member leads."""
    staff = current_staff(request)
    sees_all = has_right(staff, Right.SEE_ALL_STUDENTS)
    if not sees_all and not has_right(staff, Right.SEE_OWN_STUDENTS):
        raise PermissionDenied(Right.SEE_OWN_STUDENTS)
    is_mine = not sees_all or request.GET.get("mine") == "1"
    chosen = request.GET.get("course", "")
    rows = queries.needing_hand(
        course_id=int(chosen) if chosen.isdecimal() else None,
        coordinator_id=staff.pk if is_mine else None,
    )
    most = len(rows) if request.GET.get("all") == "1" else content.most_shown()
    context = {
        "rows": content.hand_lines(rows[:most]),
        "more": max(0, len(rows) - most),
        "more_href": f"?{request.GET.urlencode()}&all=1",
        "sentence": content.hand_sentence(rows),
        "sees_all": sees_all,
        "is_mine": is_mine,
        "chosen": chosen,
        "courses": queries.courses(),
        "settings": content.hand_settings(),
    }
    return render(request, "courses/hand.html", context)


def _number(request: HttpRequest) -> int | None:
    """The version the address asks for. Raises Http404 for what is no number."""
    told = request.GET.get("version", "")
    if told and not told.isdecimal():
        raise Http404(told)
    return int(told) if told else None


def _rights(staff: Staff) -> dict[str, bool]:
    return {
        "may_edit": has_right(staff, Right.EDIT_COURSES),
        "may_take_up": has_right(staff, Right.EDIT_GOALS),
        "may_see_causes": has_right(staff, Right.SEE_GOALS),
    }
