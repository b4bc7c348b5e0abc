"""Marks of graduates by cohort, the mark of one, the table for marketing, the map of skills."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.learning.homework import queries, services
from provodnik.facts.learning.homework.errors import HomeworkError
from provodnik.facts.learning.homework.queries import CohortMarks, CourseRow, SkillCell
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.design.types import Figure, Unit, View
from provodnik.web.exports import csv_response, xlsx_response
from provodnik.web.homework_access import cohort_of_product
from provodnik.web.pages.homework import tables, words

_LETTERS = 2_000


@dataclass(frozen=True, slots=True)
class CohortLine:
    """A cohort with figures that open its students."""

    row: CohortMarks
    href: str
    mean: Figure
    fives: Figure
    counts: tuple[tuple[int, int], ...]


@require(Right.SEE_GRADUATES)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Distribution, mean and share of five by cohort."""
    rows, staff = queries.cohort_marks(), current_staff(request)
    marked, fives = sum(row.marked for row in rows), sum(row.fives for row in rows)
    context = {
        "sentence": _sentence(marked, fives),
        "lines": [_line(row) for row in rows],
        "scale": sorted(method.homework_settings().graduate_scale, key=lambda one: -one.mark),
        "may_export": has_right(staff, Right.EXPORT_ROWS) and marked,
        "sees_numbers": has_right(staff, Right.SEE_NUMBERS),
    }
    return render(request, "homework/graduates.html", context)


@require(Right.SEE_GRADUATES)
@require_GET
def show_cohort(request: HttpRequest, product_id: int, cohort_id: int) -> HttpResponse:
    """The students of a row with their marks; an expert marks them here."""
    return _cohort_page(request, product_id, cohort_id)


@require_POST
@require(Right.SEE_GRADUATES)
def mark(request: HttpRequest, product_id: int, cohort_id: int) -> HttpResponse:
    """An expert's mark of a graduate; anybody else is told who may."""
    told = request.POST.get("client", "")
    people = {str(one.client_id) for one in queries.graduates_of(product_id, cohort_id or None)}
    if told not in people:
        raise Http404(told)
    wanted = request.POST.get("mark", "")
    try:
        given = services.mark_graduate(
            int(told),
            product_id,
            int(wanted) if wanted.isdecimal() else 0,
            comment=request.POST.get("comment", "")[:_LETTERS],
            by_id=current_staff(request).pk,
            now=timezone.now(),
        )
        level = method.homework_settings().graduate_level(given.mark)
        messages.success(
            request,
            _("%(name)s: %(mark)s, %(level)s")
            % {"name": given.client.name, "mark": given.mark, "level": level.title},
        )
    except HomeworkError as error:
        messages.warning(request, words.refusal(error))
        return _cohort_page(request, product_id, cohort_id, kept=request.POST.dict())
    return redirect("graduates:cohort", product_id, cohort_id)


@require(Right.SEE_GRADUATES)
@require_GET
def skills(request: HttpRequest) -> HttpResponse:
    """Students by skills of one course."""
    courses = queries.courses()
    told = request.GET.get("course", "")
    chosen = next((one for one in courses if str(one.course_id) == told), None)
    chosen = chosen or _first_with_skills(courses)
    limit = method.homework_settings().most_shown
    matrix = queries.skill_matrix(chosen.course_id, limit=limit) if chosen else None
    staff = current_staff(request)
    rows = []
    if matrix:
        for client_id, name in matrix.students:
            cells = [_cell(matrix.cells.get((client_id, one[0]))) for one in matrix.skills]
            rows.append((client_id, name, cells))
    context = {
        "views": [
            View(one.name, f"?course={one.course_id}", is_current=one is chosen) for one in courses
        ],
        "chosen": chosen,
        "matrix": matrix,
        "rows": rows,
        "levels": method.homework_settings().skill_levels,
        "may_open": has_right(staff, Right.SEE_ALL_STUDENTS),
        "sets": has_right(staff, Right.SET_HOMEWORK),
    }
    return render(request, "homework/skills.html", context)


@require(Right.EXPORT_ROWS)
@require_GET
def export_csv(request: HttpRequest) -> HttpResponse:
    """The table of cohorts: sums with their date and source, nobody's name."""
    return csv_response("graduates", *_table(request))


@require(Right.EXPORT_ROWS)
@require_GET
def export_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    return xlsx_response("graduates", *_table(request))


def _table(request: HttpRequest) -> tables.Table:
    staff = current_staff(request)
    if not has_right(staff, Right.SEE_GRADUATES):
        raise Http404
    school = staff.school
    rows = [row for row in queries.cohort_marks() if row.marked]
    return tables.graduates(rows, school.name, timezone.now(), school.timezone)


def _cohort_page(
    request: HttpRequest, product_id: int, cohort_id: int, *, kept: dict[str, str] | None = None
) -> HttpResponse:
    product, cohort = cohort_of_product(product_id, cohort_id)
    rows = queries.graduates_of(product.pk, cohort.pk if cohort else None)
    marked = sum(1 for row in rows if row.mark)
    staff = current_staff(request)
    context = {
        "sentence": _("%(marked)s of %(students)s have a mark")
        % {
            "marked": formats.integer(marked, words.language()),
            "students": formats.counted(len(rows), _("of student|of students"), words.language()),
        },
        "product": product,
        "cohort": cohort,
        "rows": rows,
        "kept": kept or {},
        "scale": sorted(method.homework_settings().graduate_scale, key=lambda one: one.mark),
        "may_mark": has_right(staff, Right.MARK_GRADUATES),
        "may_check": has_right(staff, Right.CHECK_HOMEWORK),
        "may_open": has_right(staff, Right.SEE_ALL_STUDENTS),
    }
    return render(request, "homework/cohort.html", context)


def _sentence(marked: int, fives: int) -> str:
    if not marked:
        return _("No graduate has a mark yet")
    words_of = {
        "fives": formats.integer(fives, words.language()),
        "marked": formats.counted(marked, _("of graduate|of graduates"), words.language()),
    }
    return _("Above the market: %(fives)s of %(marked)s") % words_of


def _line(row: CohortMarks) -> CohortLine:
    href = reverse("graduates:cohort", args=[row.product_id, row.cohort_id or 0])
    return CohortLine(
        row=row,
        href=href,
        mean=Figure(row.mean, Unit.SCORE, href=href, n=row.marked),
        fives=Figure(row.fives_share, Unit.SHARE, href=href, n=row.marked),
        counts=tuple((mark, row.counts[mark - 1]) for mark in (5, 4, 3, 2, 1)),
    )


def _first_with_skills(courses: list[CourseRow]) -> CourseRow | None:
    known = queries.with_skills()
    return next((one for one in courses if one.course_id in known), next(iter(courses), None))


def _cell(cell: SkillCell | None) -> tuple[str, str, int]:
    """The level, the score in words and the tries; no level where nothing was tried."""
    if cell is None:
        return "", "", 0
    return cell.level, words.score(cell.score_hundredths), cell.tries
