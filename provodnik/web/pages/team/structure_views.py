"""Who reports to whom and what the team goes for: open to every member (R-016)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.team import services
from provodnik.facts.team.errors import HasLeft, ManagersInCircle
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web.access import current_staff, for_members, has_right, member_of_team, require
from provodnik.web.pages.team import structure


@require_GET
@for_members
def show(request: HttpRequest) -> HttpResponse:
    """The tree, who has no manager yet, and the goals of the quarter."""
    staff, now = current_staff(request), timezone.now()
    context = {
        "page": structure.page(staff, today=timezone.localdate(now), now=now),
        "may_set": has_right(staff, Right.MANAGE_STAFF),
        "sees_numbers": has_right(staff, Right.SEE_NUMBERS),
    }
    return render(request, "team/structure.html", context)


@require_POST
@require(Right.MANAGE_STAFF)
def set_manager(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Say whom a colleague reports to; an empty choice: to nobody."""
    member, told = member_of_team(staff_id), request.POST.get("manager", "")
    above = member_of_team(int(told)).pk if told.isdecimal() else None
    actor = staff_actor(current_staff(request).pk)
    try:
        services.set_manager(member.pk, above, now=timezone.now(), actor=actor)
        messages.success(request, _("Saved: who %(name)s reports to") % {"name": member.name})
    except ManagersInCircle:
        messages.error(
            request,
            _("Not saved: %(name)s would stand above themselves. Choose somebody else.")
            % {"name": member.name},
        )
    except HasLeft:
        messages.error(request, _("Not saved: one of the two works here no more."))
    return redirect("team:structure")
