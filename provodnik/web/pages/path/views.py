"""The map of the path and its editor. A path at work is never edited: a draft replaces it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.catalog.models import PathVersion
from provodnik.facts.catalog.path import services
from provodnik.facts.sales.queries.flows import Turn
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.gates import Refused
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, product_named, require
from provodnik.web.pages.path import content, learned, taught_by, words
from provodnik.web.pages.path.forms import StepForm

_LEARNED = ("after", "to", "way", "within")


@require_GET
@require(Right.SEE_PATH)
def show_map(request: HttpRequest) -> HttpResponse:
    """Who went where, and where nobody leads them on."""
    staff, now = current_staff(request), timezone.now()
    asked = request.GET.get("months", "")
    months = int(asked) if asked in map(str, content.MONTHS) else content.DEFAULT_MONTHS
    context = {
        "map": content.path_map(staff, months=months, now=now),
        "may_publish": has_right(staff, Right.PUBLISH_PATH),
        "may_edit": has_right(staff, Right.EDIT_PATH),
        "now": now,
        "tabs": words.tabs("path:map"),
    }
    return render(request, "path/map.html", context)


@require_GET
@require(Right.SEE_PATH)
def show_travellers(request: HttpRequest) -> HttpResponse:
    """The clients behind a number of the map."""
    staff, told = current_staff(request), request.GET
    months = int(told.get("months", "0")) if told.get("months", "").isdecimal() else 0
    turn = Turn(_id(request, "step") or 1, told.get("source"), told.get("target"))
    context = {
        "list": content.travelled(
            staff,
            turn,
            months=months if months in content.MONTHS else content.DEFAULT_MONTHS,
            page=_id(request, "page") or 1,
            now=timezone.now(),
        ),
        "sees_people": has_right(staff, Right.SEE_ALL_STUDENTS),
        "query": told.urlencode(),
    }
    return render(request, "path/travellers.html", context)


@require_GET
@require(Right.SEE_PATH)
def show_learned(request: HttpRequest) -> HttpResponse:
    """Who stands behind what purchases taught, or what the ways were tried on."""
    told, page = request.GET, _id(request, "page") or 1
    after_id, product_id = _id(request, "after"), _id(request, "to")
    after = product_named(after_id) if after_id is not None else None
    product = product_named(product_id) if product_id is not None else None
    moved = taught_by.moved(after, product, page=page) if after else None
    proved = None if moved else taught_by.proved(told, page=page)
    context = {
        "sees_people": has_right(current_staff(request), Right.SEE_ALL_STUDENTS),
        "query": urlencode({name: told[name] for name in _LEARNED if told.get(name)}),
        "moved": moved,
        "proved": proved,
        "shown": moved or proved,
    }
    return render(request, "path/learned.html", context)


@require_GET
@require(Right.EDIT_PATH)
def edit(request: HttpRequest) -> HttpResponse:
    """The draft as a graph and as a list of sentences."""
    arrow = content.Drawing(_id(request, "from"), _id(request, "to"))
    return _editor(request, content.editor(arrow=arrow))


@require_POST
@require(Right.EDIT_PATH)
def save_step(request: HttpRequest, key: str) -> HttpResponse:
    """Write one step of the draft down, complete or not."""
    form = StepForm(request.POST, auto_id=f"{key}-%s")
    if not form.is_valid():
        return _editor(request, content.editor(refused={key: form}))
    services.save_step(form.to_step(key), now=timezone.now())
    if content.was_overtaken(request.POST.get("number", "")):
        messages.warning(request, _("While you were drawing, the path was published. Compare?"))
        return redirect("path:versions")
    messages.success(request, _("Saved to the draft"))
    return redirect(f"{reverse('path:edit')}#{key}")


@require_POST
@require(Right.EDIT_PATH)
def remove_step(request: HttpRequest, key: str) -> HttpResponse:
    """Take a step out of the draft; discarding the draft brings it back."""
    if not services.remove_step(key, now=timezone.now()):
        raise Http404(key)
    messages.success(request, _("Step removed from the draft"))
    return redirect("path:edit")


@require_POST
@require(Right.EDIT_PATH)
def check(request: HttpRequest) -> HttpResponse:
    """What keeps the step in the form from being published, as it is being filled in."""
    form = StepForm(request.POST)
    key = request.POST.get("key", "step")
    reasons = content.step_reasons(form.to_step(key)) if form.is_valid() else ()
    return render(request, "path/_gate.html", {"key": key, "reasons": reasons, "form": form})


@require_POST
@require(Right.EDIT_PATH)
def draw_starter(request: HttpRequest) -> HttpResponse:
    """A first draft from the method and from what students bought next."""
    del request
    services.draw_starter(learned=learned.to_draw(), now=timezone.now())
    return redirect("path:edit")


@require_POST
@require(Right.EDIT_PATH)
def discard(request: HttpRequest) -> HttpResponse:
    """Forget the draft."""
    if services.discard_draft():
        messages.success(request, _("The draft is forgotten, the path works as before"))
    return redirect("path:map")


@require_http_methods(["GET", "POST"])
@require(Right.PUBLISH_PATH)
def publish(request: HttpRequest) -> HttpResponse:
    """What publishing would change; posted, it changes."""
    shown = content.editor()
    if not shown.has_draft:
        return redirect("path:map")
    if request.method == "GET" or not shown.may_publish:
        return render(request, "path/publish.html", {"editor": shown})
    staff = current_staff(request)
    try:
        services.publish(by_id=staff.pk, actor=staff_actor(staff.pk), now=timezone.now())
    except Refused:
        return redirect("path:publish")
    messages.success(request, _("The path is published"))
    return redirect("path:map")


@require_GET
@require(Right.SEE_PATH)
def show_versions(request: HttpRequest) -> HttpResponse:
    """Every version that was at work, with what each changed."""
    may_edit = has_right(current_staff(request), Right.EDIT_PATH)
    context = {
        "versions": content.versions(),
        "may_edit": may_edit,
        "tabs": words.tabs("path:versions"),
    }
    return render(request, "path/versions.html", context)


@require_POST
@require(Right.EDIT_PATH)
def draw_version(request: HttpRequest, number: int) -> HttpResponse:
    """A draft with the steps of an earlier version."""
    try:
        services.draft_from(number, now=timezone.now())
    except PathVersion.DoesNotExist:
        raise Http404(str(number)) from None
    messages.success(request, _("The draft holds version %(number)s now") % {"number": number})
    return redirect("path:edit")


def _id(request: HttpRequest, name: str) -> int | None:
    told = request.GET.get(name, "")
    return int(told) if told.isdecimal() else None


def _editor(request: HttpRequest, shown: content.Editor) -> HttpResponse:
    staff = current_staff(request)
    context = {
        "editor": shown,
        "may_publish": has_right(staff, Right.PUBLISH_PATH),
        "may_see_rules": has_right(staff, Right.SEE_PATH),
    }
    return render(request, "path/edit.html", context)
