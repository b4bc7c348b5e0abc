"""Reads for pages. Each function costs a known number of queries and returns plain rows."""

from provodnik.touches.care.queries.cases import CaseRow, cases_for
from provodnik.touches.care.queries.cohorts import CohortLead, cohorts_led
from provodnik.touches.care.queries.leading import (
    LeadFilter,
    LeadPage,
    LeadRow,
    export_leads,
    leads,
)
from provodnik.touches.care.queries.needs import NeedRow, needs_of
from provodnik.touches.care.queries.pages import OwnPage, page_by_token, page_of
from provodnik.touches.care.queries.path import (
    Ahead,
    Course,
    MapGroup,
    MapProduct,
    PersonalOffer,
    StudentPath,
    student_path,
)
from provodnik.touches.care.queries.planned import PlannedValue, planned_value

__all__ = [
    "Ahead",
    "CaseRow",
    "CohortLead",
    "Course",
    "LeadFilter",
    "LeadPage",
    "LeadRow",
    "MapGroup",
    "MapProduct",
    "NeedRow",
    "OwnPage",
    "PersonalOffer",
    "PlannedValue",
    "StudentPath",
    "cases_for",
    "cohorts_led",
    "export_leads",
    "leads",
    "needs_of",
    "page_by_token",
    "page_of",
    "planned_value",
    "student_path",
]
