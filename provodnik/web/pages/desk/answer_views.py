"""Approved answers, their versions, and reports of contradictions."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.touches.desk import queries, services
from provodnik.touches.desk.errors import DeskError
from provodnik.touches.desk.models import ApprovedAnswer, Contradiction
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.pages.desk import words
from provodnik.web.pages.desk.forms import AnswerForm

_MOST = 200


@require(Right.WORK_DESK)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The answers in use, and what contradicts them."""
    return _page(request, AnswerForm())


@require(Right.WORK_DESK)
@require_GET
def show_answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    """One answer: its words through time, and the replies made of it."""
    versions = queries.versions(answer_id)
    if not versions:
        raise Http404(str(answer_id))
    context = {
        "answer": versions[0].answer,
        "versions": versions,
        "uses": queries.uses(answer_id, limit=_MOST),
        "may_edit": has_right(current_staff(request), Right.EDIT_METHOD),
        "here": "answers",
    }
    return render(request, "desk/answer.html", context)


@require_POST
@require(Right.EDIT_METHOD)
def approve(request: HttpRequest) -> HttpResponse:
    """A new approved answer."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        told = (form.cleaned_data[name] for name in ("title", "topic", "text"))
        services.approve(*told, by_id=current_staff(request).pk, now=timezone.now())
    except DeskError as error:
        form.add_error("text", words.refusal(error, _zone(request)))
        return _page(request, form)
    messages.success(request, _("The answer is approved, version 1"))
    return redirect("desk:answers")


@require_POST
@require(Right.EDIT_METHOD)
def revise(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Other words from now on."""
    by_id, text = current_staff(request).pk, request.POST.get("text", "")
    try:
        version = services.revise(answer_id, text, by_id=by_id, now=timezone.now())
    except ApprovedAnswer.DoesNotExist:
        raise Http404(str(answer_id)) from None
    except DeskError as error:
        messages.warning(request, words.refusal(error, _zone(request)))
    else:
        told = {"number": version.number}
        messages.success(request, _("Version %(number)s is in force") % told)
    return redirect("desk:answer", answer_id)


@require_POST
@require(Right.EDIT_METHOD)
def retire(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Nobody is offered it any more."""
    try:
        services.retire(answer_id, by_id=current_staff(request).pk, now=timezone.now())
    except ApprovedAnswer.DoesNotExist:
        raise Http404(str(answer_id)) from None
    messages.success(request, _("The answer is not offered any more"))
    return redirect("desk:answers")


@require_POST
@require(Right.SEE_TEAM_QUEUE)
def close_contradiction(request: HttpRequest, report_id: int) -> HttpResponse:
    """What became of a report."""
    by_id, outcome = current_staff(request).pk, request.POST.get("outcome", "")
    try:
        services.close_contradiction(report_id, outcome, by_id=by_id, now=timezone.now())
    except Contradiction.DoesNotExist:
        raise Http404(str(report_id)) from None
    except DeskError as error:
        messages.warning(request, words.refusal(error, _zone(request)))
    else:
        messages.success(request, _("The contradiction is closed"))
    return redirect("desk:answers")


def _page(request: HttpRequest, form: AnswerForm) -> HttpResponse:
    staff, settings = current_staff(request), method.desk_settings()
    answers = queries.approved()
    known = {one.title for one in answers}
    context = {
        "answers": answers,
        "open": queries.contradictions(is_open=True, limit=_MOST),
        "closed": queries.contradictions(is_open=False, limit=_MOST),
        "topics": {str(one.key): str(one.title) for one in settings.topics},
        "starters": [one for one in settings.answers if one.title not in known],
        "places": [place.word for place in method.scripts().placeholders],
        "form": form,
        "may_edit": has_right(staff, Right.EDIT_METHOD),
        "leads": has_right(staff, Right.SEE_TEAM_QUEUE),
        "here": "answers",
    }
    return render(request, "desk/answers.html", context)


def _zone(request: HttpRequest) -> ZoneInfo:
    return ZoneInfo(current_staff(request).school.timezone)
