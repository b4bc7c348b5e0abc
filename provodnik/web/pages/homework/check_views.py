"""What is done to one work: a check, a second opinion, a remark kept. Plain forms all of them."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from provodnik.facts.learning.homework import queries, services
from provodnik.facts.learning.homework.errors import HomeworkError
from provodnik.facts.learning.homework.models import Work
from provodnik.facts.learning.homework.types import Checked, Result
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.homework_access import sees, work_of
from provodnik.web.pages.homework import words
from provodnik.web.pages.homework.content import Draft
from provodnik.web.pages.homework.views import page_of

type Deed = Callable[[HttpRequest, Work], str]

_MARK = "m-"
_LETTERS = 10_000


def deed(do: Deed) -> Callable[[HttpRequest, int], HttpResponseBase]:
    """A view that does something to a work the member may see and comes back to it.

    `do` returns the words of success. What was refused leaves everything written in its place.
    """

    @require_POST
    @require(Right.CHECK_HOMEWORK)
    @wraps(do)
    def view(request: HttpRequest, work_id: int) -> HttpResponse:
        work = work_of(request, work_id)
        try:
            messages.success(request, do(request, work))
        except HomeworkError as error:
            messages.warning(request, words.refusal(error))
            told = checked_of(request.POST)
            return page_of(request, work_id, Draft(told.marks, told.comment))
        return redirect(reverse("homework:work", args=[work.pk]) + _query(request))

    return view


@require_POST
@require(Right.CHECK_HOMEWORK)
def check(request: HttpRequest, work_id: int) -> HttpResponseBase:
    """Send the check and open the next work; or ask for a second opinion and stay."""
    work, told = work_of(request, work_id), checked_of(request.POST)
    if request.POST.get("do") == "second":
        return _ask(request, work_id)
    staff, now = current_staff(request), timezone.now()
    try:
        services.check(work.pk, told, by_id=staff.pk, now=now)
    except HomeworkError as error:
        messages.warning(request, words.refusal(error))
        return page_of(request, work_id, Draft(told.marks, told.comment))
    is_accepted = told.result is Result.ACCEPTED
    done = _("The check is sent to %(name)s") if is_accepted else _("Back for rework: %(name)s")
    messages.success(request, done % {"name": work.client.name})
    following = queries.next_waiting(sees(staff), now=now, after_id=work.pk)
    address = reverse("homework:work", args=[following]) if following else reverse("homework:list")
    return redirect(address + _query(request))


@require_POST
@require(Right.CHECK_HOMEWORK)
def claim(request: HttpRequest, work_id: int) -> HttpResponse:
    """Begin a check, so that nobody else does. Asked by the page itself when a work is opened."""
    work = work_of(request, work_id)
    try:
        services.claim(work.pk, by_id=current_staff(request).pk, now=timezone.now())
        said, is_mine = _("You are checking this work, others see it."), True
    except HomeworkError as error:
        said, is_mine = words.refusal(error), False
    if "HX-Request" in request.headers:
        context = {"said": said, "is_mine": is_mine, "work_id": work.pk}
        return render(request, "homework/_claim.html", context)
    (messages.success if is_mine else messages.warning)(request, said)
    return redirect(reverse("homework:work", args=[work.pk]) + _query(request))


@deed
def release(request: HttpRequest, work: Work) -> str:
    """Give a begun check back."""
    services.let_go(work.pk, by_id=current_staff(request).pk)
    return _("The work is free for others")


@deed
def _ask(request: HttpRequest, work: Work) -> str:
    """Keep one's own marks and ask a senior for theirs."""
    told, by_id = checked_of(request.POST), current_staff(request).pk
    services.ask_second(work.pk, told, by_id=by_id, now=timezone.now())
    return _("A second opinion is asked for. Your marks are kept, the senior does not see them.")


@deed
def second(request: HttpRequest, work: Work) -> str:
    """A senior's marks of the last attempt."""
    last = queries.opened(work).last
    by_id, attempt_id = current_staff(request).pk, last.attempt_id if last else 0
    told = checked_of(request.POST)
    look = services.give_second(attempt_id, told, by_id=by_id, now=timezone.now())
    return _("The second opinion is kept, the greatest difference is %(points)s") % {
        "points": words.points(look.difference or 0)
    }


@deed
def agree(request: HttpRequest, work: Work) -> str:
    """What two people agreed about their marks."""
    last = queries.opened(work).last
    told, attempt_id = request.POST.get("agreed", ""), last.attempt_id if last else 0
    look = services.agree(attempt_id, told, now=timezone.now())
    return _("Agreed, the check may be sent") if look.agreed_at else _("Write what you agreed.")


@deed
def remark(request: HttpRequest, work: Work) -> str:
    """Keep the words of the feedback to be said again."""
    del work
    by_id, text = current_staff(request).pk, request.POST.get("comment", "")
    kept = services.keep_remark(text, by_id=by_id, now=timezone.now())
    return _("The remark is kept: press / to use it") if kept else _("There is nothing to keep.")


def checked_of(told: QueryDict) -> Checked:
    """Marks, words and the end of a check as the rubric sends them; what is no mark is none."""
    marks = {
        name.removeprefix(_MARK): int(value)
        for name, value in told.items()
        if name.startswith(_MARK) and isinstance(value, str) and value.isdecimal()
    }
    result = Result.RETURNED if told.get("do") == "return" else Result.ACCEPTED
    return Checked(marks, told.get("comment", "")[:_LETTERS], result)


def _query(request: HttpRequest) -> str:
    asked = request.GET.urlencode()
    return f"?{asked}" if asked else ""
