"""Pages of the team. One right opens them all: who keeps the team keeps its access."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.people.accesses import services as accesses
from provodnik.facts.team import accounts, services
from provodnik.facts.team.errors import AlreadyMember, HasLeft
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.gates import Refused
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, member_of_team, require
from provodnik.web.pages.team import people
from provodnik.web.pages.team.forms import AccessForm, InviteForm, RoleForm

_LINK = "team.invitation"


@require_GET
@require(Right.MANAGE_STAFF)
def show_list(request: HttpRequest) -> HttpResponse:
    """Who works here and who may sign in."""
    return render(request, "team/list.html", {"team": people.team()})


@require_http_methods(["GET", "POST"])
@require(Right.MANAGE_STAFF)
def invite(request: HttpRequest) -> HttpResponse:
    """Take a colleague in, and show the link for the first password."""
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            staff = accounts.invite(**form.cleaned_data, now=timezone.now(), actor=_actor(request))
        except AlreadyMember:
            form.add_error("email", _("This e-mail works in the school already."))
        else:
            return _show_link(request, staff)
    return render(request, "team/invite.html", {"form": form})


@require_GET
@require(Right.MANAGE_STAFF)
def show(request: HttpRequest, staff_id: int) -> HttpResponse:
    """One colleague: role, access, departure."""
    return _card(request, member_of_team(staff_id))


@require_POST
@require(Right.MANAGE_STAFF)
def change_role(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Another role. One's own is changed by somebody else, so a school never loses its last key."""
    staff, form = member_of_team(staff_id), RoleForm(request.POST)
    if not form.is_valid() or _is_me(request, staff):
        return _card(request, staff, role_form=form)
    role = form.cleaned_data["role"]
    services.change_role(staff.pk, role=role, now=timezone.now(), actor=_actor(request))
    messages.success(request, _("Role changed"))
    return redirect("team:member", staff.pk)


@require_POST
@require(Right.MANAGE_STAFF)
def note_departure(request: HttpRequest, staff_id: int) -> HttpResponse:
    """A colleague left: access closes at once, the name stays in the history."""
    staff, now = member_of_team(staff_id), timezone.now()
    if _is_me(request, staff):
        return redirect("team:list")
    left_on = timezone.localdate(now)
    try:
        services.leave(staff.pk, left_on=left_on, now=now, actor=_actor(request))
    except Refused:
        # The card itself lists what is still open.
        messages.warning(request, _("Not closed: first take the accesses back"))
        return redirect("team:member", staff.pk)
    messages.success(request, _("Access of %(name)s is closed") % {"name": staff.name})
    return redirect("team:list")


@require_POST
@require(Right.EDIT_ACCESSES)
@require(Right.MANAGE_STAFF)
def part(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Take back everything a colleague holds and close the access, in one press (R-012)."""
    staff, now = member_of_team(staff_id), timezone.now()
    if _is_me(request, staff):
        return redirect("team:list")
    reason = request.POST.get("reason", "").strip()[:200] or _("Has left the team")
    left_on, by_id = timezone.localdate(now), current_staff(request).pk
    gone, count = accesses.part_with(staff.pk, reason=reason, left_on=left_on, by_id=by_id, now=now)
    said = {"name": gone.name, "n": count}
    messages.success(request, _("Access of %(name)s is closed, taken back: %(n)s") % said)
    return redirect("team:list")


@require_POST
@require(Right.MANAGE_STAFF)
def open_access(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Let a colleague who came from an export sign in."""
    staff, form = member_of_team(staff_id), AccessForm(request.POST)
    if form.is_valid():
        email, now = form.cleaned_data["email"], timezone.now()
        try:
            opened = accounts.open_access(staff.pk, email=email, now=now, actor=_actor(request))
        except AlreadyMember:
            form.add_error("email", _("This e-mail works in the school already."))
        except HasLeft:
            form.add_error("email", _("This colleague has left."))
        else:
            return _show_link(request, opened)
    return _card(request, staff, access_form=form)


@require_http_methods(["GET", "POST"])
@require(Right.MANAGE_STAFF)
def invitation(request: HttpRequest, staff_id: int) -> HttpResponse:
    """The link for the first password: GET shows it once, POST makes a new one."""
    staff = member_of_team(staff_id)
    if request.method == "POST":
        return _show_link(request, staff)
    link = request.session.pop(_LINK, None)
    if link is None:
        return redirect("team:member", staff.pk)
    return render(request, "team/invitation.html", {"member": staff, "link": link})


def _show_link(request: HttpRequest, staff: Staff) -> HttpResponse:
    path = people.link_for(staff)
    request.session[_LINK] = request.build_absolute_uri(path) if path else ""
    return redirect("team:invitation", staff.pk)


def _card(
    request: HttpRequest,
    staff: Staff,
    *,
    role_form: RoleForm | None = None,
    access_form: AccessForm | None = None,
) -> HttpResponse:
    context = {
        "member": staff,
        "role": people.role_words(staff.role),
        "role_form": role_form or RoleForm(initial={"role": staff.role}),
        "access_form": access_form or AccessForm(initial={"email": staff.email}),
        "can_be_invited": people.link_for(staff) is not None,
        "is_me": _is_me(request, staff),
        "managers": people.others(staff.pk),
        "held": people.held_by(staff),
        "may_revoke": has_right(current_staff(request), Right.EDIT_ACCESSES),
    }
    return render(request, "team/member.html", context)


def _is_me(request: HttpRequest, staff: Staff) -> bool:
    return staff.pk == current_staff(request).pk


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)
