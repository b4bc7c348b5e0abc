"""Pairs who look alike. The system points at them; a person decides."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.people.errors import AlreadyMerged, MergedFurther
from provodnik.facts.people.services.merging import merge, undo_merge
from provodnik.facts.people.services.suggestions import decide_different, reopen
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web.access import current_staff, match_suggestion, merge_of_people, require
from provodnik.web.pages.people_merge import pairs
from provodnik.web.shell.templatetags.shell import UNDO_TAG


@require_GET
@require(Right.MERGE_PEOPLE)
def show_list(request: HttpRequest) -> HttpResponse:
    """Undecided pairs, and merges that can be taken back."""
    context = {"shown": pairs.undecided(), "merges": pairs.recent()}
    return render(request, "people_merge/list.html", context)


@require_POST
@require(Right.MERGE_PEOPLE)
def create_merge(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """One person: the chosen card stays, what the other knew becomes its own."""
    pair = match_suggestion(suggestion_id)
    stays = {str(pair.first_id): pair.second_id, str(pair.second_id): pair.first_id}
    survivor = request.POST.get("survivor", "")
    if survivor not in stays:
        raise Http404
    try:
        made = merge(int(survivor), stays[survivor], now=timezone.now(), actor=_actor(request))
    except AlreadyMerged:
        messages.error(request, _("One of the cards was joined with another meanwhile."))
    else:
        undo_path = reverse("people_merge:undo", args=[made.pk])
        messages.success(request, _("Cards joined"), extra_tags=UNDO_TAG + undo_path)
    return redirect("people_merge:list")


@require_POST
@require(Right.MERGE_PEOPLE)
def note_difference(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """Two people: the pair is not shown again."""
    pair = match_suggestion(suggestion_id)
    decide_different(pair.pk, now=timezone.now(), actor=_actor(request))
    undo_path = reverse("people_merge:undo_difference", args=[pair.pk])
    messages.success(request, _("Noted: two different people"), extra_tags=UNDO_TAG + undo_path)
    return redirect("people_merge:list")


@require_POST
@require(Right.MERGE_PEOPLE)
def undo_difference(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """The pair waits for a decision again."""
    reopen(match_suggestion(suggestion_id).pk)
    messages.success(request, _("The pair waits for a decision again."))
    return redirect("people_merge:list")


@require_POST
@require(Right.MERGE_PEOPLE)
def undo(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Part two cards again."""
    made = merge_of_people(merge_id)
    try:
        undo_merge(made.pk, now=timezone.now(), actor=_actor(request))
    except MergedFurther:
        messages.error(request, _("The card was joined once more since. Take that back first."))
    else:
        messages.success(request, _("Joining undone, both cards are in place."))
    return redirect("people_merge:list")


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)
