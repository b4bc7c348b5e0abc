"""«Разобрать запуск»: what failed, why, what changes, what the next one tries."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from provodnik.facts.sales.errors import AnalysisIncomplete, NextIsTheSame
from provodnik.facts.sales.queries.launch_pages import Story, stories
from provodnik.facts.sales.services import analyses
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.launch_access import launch_of_school
from provodnik.web.pages.launches import content
from provodnik.web.pages.launches.forms import AnalysisForm


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_LAUNCHES)
def analyse(request: HttpRequest, launch_id: int) -> HttpResponse:
    """The analysis beside the funnel it is about."""
    card, staff = launch_of_school(launch_id), current_staff(request)
    now, zone = timezone.now(), staff.school.timezone
    story = next(iter(stories([launch_id])), None)
    page = content.launch_page(card, now=now, zone=zone, machines=False)
    form = AnalysisForm(request.POST or None, initial=_initial(story, page.sentence))
    if form.is_valid() and _saved(form, launch_id, staff.pk):
        messages.success(request, _("Analysis saved"))
        return redirect("launches:show", launch_id)
    return render(request, "launches/analysis.html", {"form": form, "page": page})


def _initial(story: Story | None, sentence: str) -> dict[str, object]:
    """What was written before; the first time the figures say what failed."""
    if story is None:
        return {"what_failed": sentence}
    told = asdict(story.analysis)
    return {**told, "next_launch": told["next_launch_id"]}


def _saved(form: AnalysisForm, launch_id: int, staff_id: int) -> bool:
    try:
        analyses.write_analysis(
            launch_id,
            form.to_analysis(),
            by_id=staff_id,
            actor=staff_actor(staff_id),
            now=timezone.now(),
        )
    except AnalysisIncomplete:
        form.add_error("why", _("Say what failed and why: without it there is nothing to mend."))
    except NextIsTheSame:
        form.add_error("next_launch", _("Choose another launch: this one has already failed."))
    else:
        return True
    return False
