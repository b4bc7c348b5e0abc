"""What a student sees and may say. Forms work without JavaScript, cookies and a referrer.

The forms ask for no CSRF token on purpose: nothing here is done by the authority of a cookie.
Whoever may post knows the address, and that is all the authority there is; and the page
sends no referrer, which the check would demand.
"""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from provodnik.kernel.periods import local_date, start_of_day
from provodnik.method import queries as method
from provodnik.touches.care import services
from provodnik.touches.care.errors import NothingSaid, TooManyRequests
from provodnik.touches.care.services.needs import Told
from provodnik.web.pages.guide.coming_back import back
from provodnik.web.pages.guide.content import Note, content, note_of
from provodnik.web.pages.guide.plan import plan
from provodnik.web.pages.guide.works import works
from provodnik.web.personal import Visit, personal
from provodnik.web.visits import opening_of

_KEY_BYTES = 12
_KEY_LENGTH = 40


@require_safe
@personal
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page. That it was opened is kept once a day, machines apart."""
    now = timezone.now()
    if not visit.is_colleague:
        opening = opening_of(request, visit.page.token)
        services.note_opening(visit.page, opening, today=local_date(now, visit.zone), now=now)
    shown = content(visit.client_id, visit.school, now=now)
    context = {
        "page": shown,
        "token": visit.page.token,
        "is_preview": visit.is_colleague,
        "note": note_of(request.GET.get("said", "")),
        "key": secrets.token_urlsafe(_KEY_BYTES),
        "plan": plan(visit.client_id, now=now),
        "works": works(visit.client_id),
        "most_megabytes": method.homework_settings().handing_in.file_megabytes,
        "now": now,
    }
    return render(request, "guide/show.html", context)


@csrf_exempt
@require_POST
@personal
def say_goal(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The goal still holds, or it is another one."""
    if visit.is_colleague:
        return back(visit, Note.PREVIEW)
    now = timezone.now()
    today = local_date(now, visit.zone)
    if "same" in request.POST:
        services.confirm_goal(visit.client_id, day=str(today), actor=visit.actor, now=now)
        return back(visit, Note.GOAL_SAME)
    starts = start_of_day(today, visit.zone)
    text = request.POST.get("text", "")
    try:
        services.change_goal(
            visit.client_id, text, day_starts_at=starts, actor=visit.actor, now=now
        )
    except NothingSaid:
        return back(visit, Note.EMPTY)
    except TooManyRequests:
        return back(visit, Note.ENOUGH)
    return back(visit, Note.GOAL_CHANGED)


@csrf_exempt
@require_POST
@personal
def say_need(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is needed here and now, or what hinders: the coordinator gets a deed."""
    if visit.is_colleague:
        return back(visit, Note.PREVIEW)
    now = timezone.now()
    starts = start_of_day(local_date(now, visit.zone), visit.zone)
    told = Told(
        choice=request.POST.get("choice", ""),
        text=request.POST.get("text", ""),
        key=request.POST.get("key", "")[:_KEY_LENGTH] or secrets.token_urlsafe(_KEY_BYTES),
    )
    try:
        services.tell_need(visit.client_id, told, day_starts_at=starts, actor=visit.actor, now=now)
    except NothingSaid:
        return back(visit, Note.EMPTY)
    except TooManyRequests:
        return back(visit, Note.ENOUGH)
    return back(visit, Note.NEED_TOLD)


@csrf_exempt
@require_POST
@personal
def rate(request: HttpRequest, visit: Visit, need_id: int) -> HttpResponse:
    """Whether the answer helped. If not, the coordinator comes back to it."""
    if visit.is_colleague:
        return back(visit, Note.PREVIEW)
    helped = request.POST.get("helped") == "yes"
    services.rate_answer(
        need_id, helped, client_id=visit.client_id, actor=visit.actor, now=timezone.now()
    )
    return back(visit, Note.HELPED if helped else Note.NOT_HELPED)
