"""How a page obtains goals, figures of success and notes of changes."""

from django.http import Http404

from provodnik.decisions.goals.models import Initiative, KeyResult, Kpi, Objective
from provodnik.reports.models import ChangeNote


def objective_of_school(objective_id: int) -> Objective:
    """An objective of the current school that holds; 404 if there is none such."""
    return _found(Objective.objects.filter(pk=objective_id, dropped_at=None).first(), objective_id)


def key_result_of_school(key_result_id: int) -> KeyResult:
    """A key result of the current school that holds; 404 if there is none such."""
    found = KeyResult.objects.select_related("objective")
    return _found(found.filter(pk=key_result_id, dropped_at=None).first(), key_result_id)


def kpi_of_school(kpi_id: int) -> Kpi:
    """A KPI of the current school that holds; 404 if there is none such."""
    return _found(Kpi.objects.filter(pk=kpi_id, dropped_at=None).first(), kpi_id)


def initiative_of_school(initiative_id: int) -> Initiative:
    """An initiative of the current school that holds; 404 if there is none such."""
    found = Initiative.objects.filter(pk=initiative_id, dropped_at=None).first()
    return _found(found, initiative_id)


def change_note(note_id: int) -> ChangeNote:
    """A note of the current school, a withdrawn one included; 404 if there is none such."""
    return _found(ChangeNote.objects.filter(pk=note_id).first(), note_id)


def _found[Row](row: Row | None, row_id: int) -> Row:
    if row is None:
        raise Http404(str(row_id))
    return row
