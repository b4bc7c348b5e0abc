"""Life after completion: contacts, returns and recommendations, graduations."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.learning.graduations import queries as graduations
from provodnik.facts.learning.graduations import services as graduation_services
from provodnik.facts.learning.graduations.errors import (
    GraduationNameTaken,
    NobodyGraduates,
    WithoutProduct,
)
from provodnik.facts.people.lifecycle import queries, services
from provodnik.facts.team.rules import staff_actor
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.client_access import client_of, require_students
from provodnik.web.lifecycle_access import contact_of, graduation_of
from provodnik.web.pages.stages.forms import GraduationForm


@require_students
@require_http_methods(["GET", "POST"])
def show_after(request: HttpRequest) -> HttpResponse:
    """Contacts to come and what the friendship brings; posted, plans what is not planned yet."""
    staff, now = current_staff(request), timezone.now()
    if request.method == "POST":
        planned = services.plan_contacts(now=now)
        messages.success(request, _("Contacts planned: %(n)s") % {"n": planned})
        return redirect("stages:after")
    sees_all = has_right(staff, Right.SEE_ALL_STUDENTS)
    page = request.GET.get("page", "")
    number = int(page) if page.isdecimal() else 0
    offset = number * queries.PAGE
    rows = queries.contacts(coordinator_id=None if sees_all else staff.pk, offset=offset)
    titles = {str(one.key): one.title for one in method.lifecycle().afterwards.contacts}
    context = {
        "after": queries.afterwards(now=now, coordinator_id=None if sees_all else staff.pk),
        "sees_all": sees_all,
        "months": method.lifecycle().afterwards.return_months,
        "rows": [(row, titles.get(row.key, row.key)) for row in rows],
        "next_page": number + 1 if len(rows) == queries.PAGE else 0,
        "today": timezone.localdate(now),
        "may_edit": has_right(staff, Right.EDIT_STUDENTS),
        "now": now,
    }
    return render(request, "stages/after.html", context)


@require_GET
@require(Right.SEE_ALL_STUDENTS)
def show_after_people(request: HttpRequest) -> HttpResponse:
    """The clients or recommendations that a figure of life after completion counts."""
    told, page = request.GET.get("who", ""), request.GET.get("page", "")
    number, now = int(page) if page.isdecimal() else 0, timezone.now()
    offset = number * queries.PAGE
    context: dict[str, object] = {"who": told, "now": now}
    if told == "referrals":
        context["referrals"], total = queries.after_referrals(now=now, offset=offset)
    else:
        who = queries.Who(told) if told in set(queries.Who) else queries.Who.FINISHED
        context["people"], total = queries.after_people(who, now=now, offset=offset)
    has_more = offset + queries.PAGE < total
    context |= {"total": total, "next_page": number + 1 if has_more else 0}
    return render(request, "stages/after_people.html", context)


@require(Right.EDIT_STUDENTS)
@require_POST
def make_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """A contact after completion was made."""
    contact = contact_of(contact_id)
    client_of(request, contact.client_id)
    staff = current_staff(request)
    services.make_contact(contact.pk, now=timezone.now(), actor=staff_actor(staff.pk))
    messages.success(request, _("The contact is written down."))
    return redirect("stages:after")


@require_http_methods(["GET", "POST"])
@require(Right.SEE_ALL_STUDENTS)
def show_graduations(request: HttpRequest) -> HttpResponse:
    """Every graduation with its uptake; posted, holds one."""
    staff, form = current_staff(request), GraduationForm(request.POST or None)
    may_hold = has_right(staff, Right.ASSIGN_COORDINATORS)
    if may_hold and form.is_valid():
        held = _held(form, staff_actor(staff.pk))
        if held is not None:
            return redirect("stages:graduation", held)
    context = {
        "rows": graduations.graduations(),
        "form": form,
        "may_hold": may_hold,
        "days": method.lifecycle().afterwards.uptake_days,
        "now": timezone.now(),
    }
    return render(request, "stages/graduations.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.SEE_ALL_STUDENTS)
def show_graduation(request: HttpRequest, graduation_id: int) -> HttpResponse:
    """One graduation: who came, was offered, bought; posted, notes who came."""
    row, people = graduation_of(graduation_id)
    staff = current_staff(request)
    may_hold = has_right(staff, Right.ASSIGN_COORDINATORS)
    if request.method == "POST" and may_hold:
        chosen = [int(one) for one in request.POST.getlist("clients") if one.isdecimal()]
        graduation_services.note_attendance(graduation_id, chosen, actor=staff_actor(staff.pk))
        messages.success(request, _("Attendance is written down."))
        return redirect("stages:graduation", graduation_id)
    days = method.lifecycle().afterwards.uptake_days
    context = {"row": row, "people": people, "may_hold": may_hold, "days": days}
    return render(request, "stages/graduation.html", {**context, "now": timezone.now()})


def _held(form: GraduationForm, actor: str) -> int | None:
    """The graduation's id, or None with the refusal in the form."""
    day, filled = form.cleaned_data["held_on"], form.cleaned_data
    at = timezone.make_aware(datetime.combine(day, time(12)))
    try:
        held = graduation_services.hold(
            filled["cohort"], name=filled["name"], held_at=at, actor=actor
        )
    except GraduationNameTaken:
        form.add_error("name", _("Another graduation has this name."))
    except WithoutProduct:
        form.add_error("cohort", _("The cohort does not say which product it learns."))
    except NobodyGraduates:
        form.add_error("cohort", _("Nobody learns in this cohort."))
    else:
        return held.pk
    return None
