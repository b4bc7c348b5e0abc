"""Surveys: the list, one of them with its answers, who was asked and who was not."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from provodnik.kernel.periods import local_date
from provodnik.method.types import Right
from provodnik.touches.voice.surveys import queries
from provodnik.web import survey_access as access
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.exports import csv_response, xlsx_response
from provodnik.web.pages.surveys import asking, card, content
from provodnik.web.pages.surveys.export import Table, table
from provodnik.web.pages.surveys.forms import FilterForm, WaveForm

_MOST_ROWS = 50_000


@require_GET
@require(Right.SEE_SURVEYS)
def show_all(request: HttpRequest) -> HttpResponse:
    """Every survey with its figures, and the three measures of the days."""
    staff = current_staff(request)
    page = content.list_page(staff, request.GET, now=timezone.now())
    context = {
        "page": page,
        "filter_form": _filter_form(page.asked),
        "may_edit": has_right(staff, Right.EDIT_SURVEYS),
    }
    return render(request, "surveys/list.html", context)


@require_GET
@require(Right.SEE_SURVEYS)
def show(request: HttpRequest, survey_id: int) -> HttpResponse:
    """One survey: scores by question and the answers."""
    staff, survey = current_staff(request), access.survey_of_school(survey_id)
    page = card.card_page(staff, survey, request.GET, now=timezone.now())
    context = {
        "page": page,
        "filter_form": _filter_form(page.asked),
        "wave_form": WaveForm(),
        "may_edit": has_right(staff, Right.EDIT_SURVEYS),
        "may_export": has_right(staff, Right.EXPORT_ROWS),
    }
    return render(request, "surveys/show.html", context)


@require_GET
@require(Right.SEE_SURVEYS)
def people(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Who was asked, and where each invitation stands."""
    staff, survey = current_staff(request), access.survey_of_school(survey_id)
    rows = card.people(staff, survey, request.GET, now=timezone.now())
    return render(request, "surveys/people.html", {"card": survey, "rows": rows})


@require_GET
@require(Right.SEE_SURVEYS)
def left_out(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Who was not asked, and why."""
    staff, survey = current_staff(request), access.survey_of_school(survey_id)
    rows = card.left_out(staff, survey, request.GET, now=timezone.now())
    return render(request, "surveys/left_out.html", {"card": survey, "rows": rows})


@require_GET
@require(Right.SEE_SURVEYS)
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The answers under the filter of the screen, all its pages."""
    return csv_response("survey", *_table(request, survey_id))


@require_GET
@require(Right.SEE_SURVEYS)
@require(Right.EXPORT_ROWS)
def export_book(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The same as a workbook."""
    return xlsx_response("survey", *_table(request, survey_id))


def _table(request: HttpRequest, survey_id: int) -> Table:
    zone = ZoneInfo(current_staff(request).school.timezone)
    survey = access.survey_of_school(survey_id)
    asked = asking.read(request.GET, local_date(timezone.now(), zone))
    found = queries.responses_of(survey.survey_id, asked.which, zone=zone)
    return table(queries.response_rows(found[:_MOST_ROWS]), zone)


def _filter_form(asked: asking.Asked) -> FilterForm:
    which = asked.which
    return FilterForm(
        initial={
            "from_on": asked.from_on,
            "to": asked.last_on,
            "product": which.product_id or "",
            "cohort": which.cohort_id or "",
            "who": which.responsible_id or "",
        }
    )
