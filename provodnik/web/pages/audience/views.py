"""Target groups: who they are, what to say to them, on which pages."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.people.audience import queries, services
from provodnik.facts.people.audience.errors import (
    NameTaken,
    SaysNothing,
    WithoutSources,
    WrongCounts,
)
from provodnik.facts.people.audience.rules import is_stale
from provodnik.facts.people.audience.types import RecordKind
from provodnik.facts.team.rules import staff_actor
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.lifecycle_access import audience_of_school, landing_of
from provodnik.web.pages.audience.forms import (
    SOURCES,
    AudienceForm,
    CountForm,
    LandingForm,
    RefineForm,
    VersionForm,
    parts_of,
)


@require_GET
@require(Right.SEE_MATRIX)
def show_list(request: HttpRequest) -> HttpResponse:
    """Every target group: students, portrait, map of meanings."""
    rows, now = queries.audiences(), timezone.now()
    days, today = method.lifecycle().audience.stale_days, timezone.localdate(now)
    stale = {
        row.audience_id
        for row in rows
        if row.portrait_at
        and is_stale(timezone.localdate(row.portrait_at), today=today, stale_days=days)
    }
    context = {
        "rows": rows,
        "stale": stale,
        "without_map": sum(row.meanings is None for row in rows),
        "may_edit": has_right(current_staff(request), Right.EDIT_SEGMENTS),
        "now": now,
    }
    return render(request, "audience/list.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_SEGMENTS)
def add(request: HttpRequest) -> HttpResponse:
    """A new target group."""
    return _form(request, AudienceForm(request.POST or None), None)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_SEGMENTS)
def edit(request: HttpRequest, audience_id: int) -> HttpResponse:
    """A target group's name and pains."""
    page = audience_of_school(audience_id)
    initial = {"name": page.name, "pains": list(page.pain_ids)}
    return _form(request, AudienceForm(request.POST or None, initial=initial), audience_id)


@require_GET
@require(Right.SEE_MATRIX)
def show(request: HttpRequest, audience_id: int) -> HttpResponse:
    """One target group: portrait and map, with every version."""
    page = audience_of_school(audience_id)
    records = [
        (kind.value, kind is RecordKind.PORTRAIT, parts_of(kind), versions)
        for kind, versions in (
            (RecordKind.PORTRAIT, page.portraits),
            (RecordKind.MEANINGS, page.meanings),
        )
    ]
    shown = [
        (
            kind,
            is_portrait,
            [
                (
                    version,
                    [(part.title, version.parts.get(str(part.key), "")) for part in parts],
                    [(str(_source(k)), text, day) for k, text, day in version.sources],
                )
                for version in versions
            ],
        )
        for kind, is_portrait, parts, versions in records
    ]
    may_edit = has_right(current_staff(request), Right.EDIT_SEGMENTS)
    context = {"page": page, "records": shown, "may_edit": may_edit, "now": timezone.now()}
    return render(request, "audience/show.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_SEGMENTS)
def write(request: HttpRequest, audience_id: int, kind: str) -> HttpResponse:
    """A new version of the portrait or of the map, begun from the last one."""
    page = audience_of_school(audience_id)
    if kind not in set(RecordKind):
        raise Http404(kind)
    which, now = RecordKind(kind), timezone.now()
    versions = page.portraits if which is RecordKind.PORTRAIT else page.meanings
    last = versions[0] if versions else None
    form = VersionForm(request.POST or None, kind=which, last=last, today=timezone.localdate(now))
    if form.is_valid():
        try:
            actor = _actor(request)
            services.write_version(audience_id, which, form.to_fields(), now=now, actor=actor)
        except SaysNothing:
            messages.error(request, _("Fill in at least one part."))
        except WithoutSources:
            form.add_error("source", _("Name whose words these are: one interview is enough."))
        else:
            messages.success(request, _("The version is saved."))
            return redirect("audience:show", audience_id)
    return render(request, "audience/write.html", {"page": page, "form": form, "kind": kind})


@require_http_methods(["GET", "POST"])
@require(Right.SEE_MATRIX)
def show_landings(request: HttpRequest) -> HttpResponse:
    """Landing pages: for which portrait each was refined, and what it gave; posted, adds one."""
    may_edit = has_right(current_staff(request), Right.EDIT_SEGMENTS)
    form = LandingForm(request.POST or None)
    if may_edit and form.is_valid():
        try:
            services.add_landing(**form.cleaned_data, now=timezone.now())
        except NameTaken:
            form.add_error("name", _("Another landing page has this name."))
        else:
            return redirect("audience:landings")
    rows, now = queries.landings(), timezone.now()
    context = {"rows": rows, "form": form, "may_edit": may_edit, "now": now}
    today = timezone.localdate(now)
    return render(request, "audience/landings.html", {**context, "today": today})


@require_POST
@require(Right.EDIT_SEGMENTS)
def refine(request: HttpRequest, landing_id: int) -> HttpResponse:
    """The page was rewritten for the present portrait."""
    landing, form = landing_of(landing_id), RefineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what changed and on which day."))
        return redirect("audience:landings")
    try:
        services.refine(landing.pk, **form.cleaned_data, now=timezone.now(), actor=_actor(request))
    except WithoutSources:
        messages.error(request, _("The target group has no portrait yet: write it first."))
    return redirect("audience:landings")


@require_POST
@require(Right.EDIT_SEGMENTS)
def count(request: HttpRequest, landing_id: int) -> HttpResponse:
    """A day's visits, leads and payments."""
    landing, form = landing_of(landing_id), CountForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Fill in the day and three whole numbers."))
        return redirect("audience:landings")
    try:
        day, counts = form.cleaned_data["day"], form.to_counts()
        services.count_day(landing.pk, day, counts, now=timezone.now(), actor=_actor(request))
    except WrongCounts:
        messages.error(request, _("Payments come of leads, and leads of visits."))
    return redirect("audience:landings")


def _form(request: HttpRequest, form: AudienceForm, audience_id: int | None) -> HttpResponse:
    if form.is_valid():
        try:
            saved = services.save_audience(
                **form.cleaned_data,
                audience_id=audience_id,
                now=timezone.now(),
                actor=_actor(request),
            )
        except NameTaken:
            form.add_error("name", _("Another target group has this name."))
        else:
            return redirect("audience:show", saved.pk)
    return render(request, "audience/form.html", {"form": form, "audience_id": audience_id})


def _source(kind: str) -> object:
    return next((words for one, words in SOURCES.items() if one.value == kind), kind)


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)
