"""The student takes part in planning: agrees to a decision, or says a word about it."""

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from provodnik.facts.people.relations import services as relations
from provodnik.facts.people.relations.queries import DecisionRow, decisions_of
from provodnik.kernel.periods import local_date, start_of_day
from provodnik.touches.care import services
from provodnik.touches.care.errors import NothingSaid, TooManyRequests
from provodnik.touches.care.services.needs import ABOUT_THE_PLAN, Told
from provodnik.web.pages.guide.coming_back import back
from provodnik.web.pages.guide.content import Note
from provodnik.web.personal import Visit, personal

_KEY_BYTES, _KEY_LENGTH = 12, 40


@csrf_exempt
@require_POST
@personal
def answer(request: HttpRequest, visit: Visit, decision_id: int) -> HttpResponse:
    """Agreement stands in the decision, a comment becomes a deed of the coordinator."""
    if visit.is_colleague:
        return back(visit, Note.PREVIEW)
    decision, now = _shown(visit.client_id, decision_id), timezone.now()
    text = request.POST.get("text", "").strip()
    if request.POST.get("do") == "agree":
        relations.agree(decision.id, note=text[:500], now=now, actor=visit.actor)
        return back(visit, Note.AGREED)
    if not text:
        return back(visit, Note.EMPTY)
    told = Told(
        choice=ABOUT_THE_PLAN,
        text=_("About “%(what)s”: %(text)s") % {"what": decision.what[:120], "text": text},
        key=request.POST.get("key", "")[:_KEY_LENGTH] or secrets.token_urlsafe(_KEY_BYTES),
    )
    starts = start_of_day(local_date(now, visit.zone), visit.zone)
    try:
        services.tell_need(visit.client_id, told, day_starts_at=starts, actor=visit.actor, now=now)
    except NothingSaid:
        return back(visit, Note.EMPTY)
    except TooManyRequests:
        return back(visit, Note.ENOUGH)
    return back(visit, Note.NEED_TOLD)


def _shown(client_id: int, decision_id: int) -> DecisionRow:
    """A decision this student is shown; 404 for any other."""
    for one in decisions_of(client_id, visible_only=True):
        if one.id == decision_id:
            return one
    raise Http404(str(decision_id))
