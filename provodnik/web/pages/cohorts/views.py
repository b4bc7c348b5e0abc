"""Cohorts and groups."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.learning import queries, services
from provodnik.facts.learning.errors import CohortNameTaken, EndsBeforeStart, GroupInsideGroup
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.people.queries.searching import search
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web.access import cohort_of_school, current_staff, has_right, require
from provodnik.web.pages.cohorts.content import goal_rows, maps
from provodnik.web.pages.cohorts.forms import CohortForm, GoalForm, MembersForm, cohort_initial

MOST_HITS = 10


@require_GET
@require(Right.SEE_NUMBERS)
def show_list(request: HttpRequest) -> HttpResponse:
    """Every cohort, the latest start first."""
    rows = queries.cohort_list()
    context = {
        "rows": rows,
        "members": sum(row.members for row in rows),
        "may_edit": has_right(current_staff(request), Right.ASSIGN_COORDINATORS),
    }
    return render(request, "cohorts/list.html", context)


@require_GET
@require(Right.SEE_NUMBERS)
def show(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """A cohort: plan and fact, groups, members."""
    page, staff = cohort_of_school(cohort_id), current_staff(request)
    sees_people = has_right(staff, Right.SEE_ALL_STUDENTS)
    after, text = request.GET.get("after", ""), request.GET.get("q", "").strip()
    members = queries.members(cohort_id, after=int(after) if after.isdecimal() else None)
    context = {
        "page": page,
        "goals": goal_rows(page.goals),
        "members": members,
        "more": members[-1].client_id if len(members) == queries.PAGE else None,
        "sees_people": sees_people,
        "may_edit": has_right(staff, Right.ASSIGN_COORDINATORS),
        "goal_form": GoalForm(),
        "members_form": MembersForm(),
        "text": text,
        "hits": search(text, limit=MOST_HITS) if sees_people and text else [],
    }
    return render(request, "cohorts/show.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.ASSIGN_COORDINATORS)
def add(request: HttpRequest) -> HttpResponse:
    """A new cohort, or a group inside one."""
    form = CohortForm(request.POST or None, initial={"parent": request.GET.get("parent", "")})
    saved = _saved(request, form, cohort_id=None) if form.is_valid() else None
    if saved is not None:
        return redirect("cohorts:show", saved)
    return render(request, "cohorts/form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@require(Right.ASSIGN_COORDINATORS)
def edit(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """A cohort's own fields."""
    page = cohort_of_school(cohort_id)
    form = CohortForm(request.POST or None, initial=cohort_initial(page.cohort))
    if form.is_valid() and _saved(request, form, cohort_id=cohort_id) is not None:
        return redirect("cohorts:show", cohort_id)
    return render(request, "cohorts/form.html", {"form": form, "page": page})


@require_POST
@require(Right.ASSIGN_COORDINATORS)
def set_goal(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """What the cohort is to reach."""
    page, form = cohort_of_school(cohort_id), GoalForm(request.POST)
    if form.is_valid():
        services.set_goal(
            page.cohort.cohort_id,
            form.cleaned_data["metric"],
            target=form.hundredths(),
            now=timezone.now(),
            actor=_actor(request),
        )
        messages.success(request, _("Goal saved"))
    return redirect("cohorts:show", cohort_id)


@require_GET
@require(Right.SEE_NUMBERS)
def show_map(request: HttpRequest) -> HttpResponse:
    """Months of first payment: who stays and what they bring."""
    now = timezone.now()
    return render(request, "cohorts/map.html", {"maps": maps(now), "now": now})


def _saved(request: HttpRequest, form: CohortForm, *, cohort_id: int | None) -> int | None:
    """The cohort's id, or None with the refusal in the form."""
    try:
        return _write(form.to_fields(), cohort_id, _actor(request))
    except CohortNameTaken:
        form.add_error("name", _("Another cohort has this name."))
    except EndsBeforeStart:
        form.add_error("last_on", _("The last day comes before the first."))
    except GroupInsideGroup:
        form.add_error("parent", _("A group belongs to a cohort, not to another group."))
    return None


def _write(fields: CohortFields, cohort_id: int | None, actor: str) -> int:
    now = timezone.now()
    if cohort_id is None:
        return services.create_cohort(fields, now=now, actor=actor).pk
    return services.edit_cohort(cohort_id, fields, now=now, actor=actor).pk


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)
