"""Works waiting for a check: the list, one work, its file."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from provodnik.facts.learning.homework import files, queries
from provodnik.facts.learning.homework.queries import Page
from provodnik.facts.learning.homework.types import Tab
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.exports import csv_response
from provodnik.web.homework_access import attempt_of, sees, work_of
from provodnik.web.pages.homework import content, tables
from provodnik.web.pages.homework.asking import Asked
from provodnik.web.pages.homework.content import Draft

_MOST_ROWS = 50_000


@require(Right.CHECK_HOMEWORK)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The list by what is due first."""
    board = content.board(current_staff(request), Asked.of(request.GET), now=timezone.now())
    return render(request, "homework/list.html", _shown(request, board))


@require(Right.CHECK_HOMEWORK)
@require_GET
def show_work(request: HttpRequest, work_id: int) -> HttpResponse:
    """One work beside its previous attempt and its rubric; on a wide screen beside the list."""
    return page_of(request, work_id)


@require(Right.CHECK_HOMEWORK)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is shown, all its pages."""
    staff, asked, now = current_staff(request), Asked.of(request.GET), timezone.now()
    tab = asked.tab or Tab.WAITING
    page = Page(_MOST_ROWS)
    found = queries.rows(sees(staff), tab, now=now, page=page, curator_id=asked.curator)
    return csv_response("homework", *tables.works(found, staff.school.timezone))


@require(Right.CHECK_HOMEWORK)
@require_GET
def file(request: HttpRequest, attempt_id: int) -> HttpResponseBase:
    """A student's file: always a download, since nobody has looked into it."""
    attempt = attempt_of(request, attempt_id)
    place = files.place_of(attempt)
    if place is None:
        raise Http404(str(attempt_id))
    return FileResponse(place.open("rb"), as_attachment=True, filename=attempt.file_name)


def page_of(request: HttpRequest, work_id: int, draft: Draft | None = None) -> HttpResponse:
    """The page of a work, with what was written into its rubric so far if anything."""
    staff, now = current_staff(request), timezone.now()
    work = work_of(request, work_id)
    board = content.board(staff, Asked.of(request.GET), now=now, open_id=work.pk)
    opened = content.opened(staff, work, now=now, draft=draft)
    return render(request, "homework/list.html", {**_shown(request, board), "opened": opened})


def _shown(request: HttpRequest, board: content.Board) -> dict[str, object]:
    leads = has_right(current_staff(request), Right.GIVE_SECOND_OPINION)
    sets = has_right(current_staff(request), Right.SET_HOMEWORK)
    return {"board": board, "leads": leads, "sets": sets, "now": timezone.now()}
