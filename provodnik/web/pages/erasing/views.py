"""Erasing a person: the question with what will be lost, and the card that is left."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from provodnik.facts.people.erasure.queries import erasure_of, erasures
from provodnik.facts.people.erasure.services import erase
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web.access import current_staff, for_members, has_right, require
from provodnik.web.client_access import client_of, stone_of
from provodnik.web.pages.erasing.content import money_left
from provodnik.web.pages.erasing.forms import ErasureForm


@require_http_methods(["GET", "POST"])
@require(Right.ERASE_PEOPLE)
def ask(request: HttpRequest, client_id: int) -> HttpResponse:
    """What will vanish and what stays; erased when the name is typed. Twice is once."""
    if stone := stone_of(request, client_id):
        return redirect("erasing:stone", stone.pk)
    client, staff = client_of(request, client_id), current_staff(request)
    form = ErasureForm(request.POST or None, on_card=client.name)
    if form.is_valid():
        done = erase(
            client.pk,
            request=form.cleaned_data["request"],
            now=timezone.now(),
            actor=staff_actor(staff.pk),
        )
        return redirect("erasing:stone", done.client_id)
    return render(request, "erasing/ask.html", {"client": client, "form": form})


@require_GET
@require(Right.ERASE_PEOPLE)
def show_list(request: HttpRequest) -> HttpResponse:
    """Everybody erased, the newest first: when, by whom, at which request."""
    return render(request, "erasing/list.html", {"rows": erasures(), "now": timezone.now()})


@for_members
@require_GET
def show_stone(request: HttpRequest, client_id: int) -> HttpResponse:
    """The card of somebody erased: when, by whom, the sums, and which backups still hold them."""
    stone = stone_of(request, client_id)
    done = erasure_of(stone.pk) if stone else None
    if stone is None or done is None:
        raise Http404
    if stone.pk != client_id:
        return redirect("erasing:stone", stone.pk)
    context = {
        "done": done,
        "money": money_left(stone.pk),
        "may_list": has_right(current_staff(request), Right.ERASE_PEOPLE),
        "now": timezone.now(),
    }
    return render(request, "erasing/stone.html", context)
