"""The survey and what a student sends. A GET answers nothing, whoever makes it.

The form asks for no CSRF token on purpose: nothing here is done by the authority of a cookie.
Whoever may post knows the address, and that is all the authority there is; and the page sends
no referrer, which the check would demand.
"""

import secrets
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from provodnik.facts.sales.links.rules import is_robot
from provodnik.facts.sales.links.services import click_limits
from provodnik.method import queries as method
from provodnik.touches.voice.surveys import services
from provodnik.touches.voice.surveys.errors import Expired, ScoreMissing
from provodnik.touches.voice.surveys.queries import PageState, answering_page
from provodnik.touches.voice.surveys.services import Sent
from provodnik.touches.voice.surveys.types import Received
from provodnik.web.pages.answering.content import Note, promised, questions
from provodnik.web.pages.answering.obtaining import Visit, invited
from provodnik.web.visits import opening_of

_KEY_BYTES = 12
_NOTES = {
    Received.KEPT: Note.KEPT,
    Received.CHANGED: Note.KEPT,
    Received.ALREADY: Note.ALREADY,
    Received.LOCKED: Note.LOCKED,
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@invited
def answer(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form, or what became of it."""
    return _take(request, visit) if request.method == "POST" else _show(request, visit)


def _show(request: HttpRequest, visit: Visit) -> HttpResponse:
    now, invitation = timezone.now(), visit.invitation
    services.note_opening(invitation, opening_of(request, invitation.token), now=now)
    page = answering_page(invitation, now=now)
    is_change = page.state is PageState.CHANGEABLE and "change" in request.GET
    context = {
        "school": visit.school.name,
        "page": page,
        "questions": questions(page),
        "is_form": page.state is PageState.OPEN or is_change,
        "is_change": is_change,
        "is_preview": visit.is_colleague,
        "note": Note.of(request.GET.get("said", "")),
        "promise": promised(page.promise, now=now),
        "write_to": method.survey_settings().texts.write_to,
        "key": secrets.token_urlsafe(_KEY_BYTES),
    }
    status = HTTPStatus.GONE if page.state is PageState.EXPIRED else HTTPStatus.OK
    return render(request, "answering/show.html", context, status=status)


def _take(request: HttpRequest, visit: Visit) -> HttpResponse:
    opening = opening_of(request, visit.invitation.token)
    if visit.is_colleague:
        return _back(visit, Note.PREVIEW)
    if opening.is_prefetch or is_robot(opening.user_agent, click_limits()):
        return _back(visit, None)
    told = {
        int(name[1:]): str(value)
        for name, value in request.POST.items()
        if name[:1] == "q" and name[1:].isdecimal() and name[1:].isascii()
    }
    key = request.POST.get("key", "") or secrets.token_urlsafe(_KEY_BYTES)
    sent = Sent(key, told, is_change="change" in request.POST)
    try:
        received = services.submit(visit.invitation.pk, sent, now=timezone.now())
    except ScoreMissing:
        return _back(visit, Note.SCORE, is_change=sent.is_change)
    except Expired:
        return _back(visit, None)
    return _back(visit, _NOTES[received])


def _back(visit: Visit, note: Note | None, *, is_change: bool = False) -> HttpResponse:
    said = f"?said={note.value}" if note else ""
    address = f"{said}{'&change=1' if is_change else ''}"
    response = redirect(f"/s/{visit.invitation.token}{address}")
    response.status_code = HTTPStatus.SEE_OTHER
    return response
