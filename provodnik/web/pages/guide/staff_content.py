"""One student as those who lead see them: what the student sees, and what only the staff may."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from provodnik.facts.catalog.path.queries import product_choices
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.shapes.care import Choice
from provodnik.method.types import Right
from provodnik.touches.care.queries import (
    CaseRow,
    NeedRow,
    OwnPage,
    PlannedValue,
    StudentPath,
    cases_for,
    needs_of,
    page_of,
    planned_value,
    student_path,
)
from provodnik.web.access import has_right


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A request with the words of its outcome."""

    row: NeedRow
    outcome: str


@dataclass(frozen=True, slots=True)
class StaffContent:
    """Everything the page shows; nothing in it can query."""

    client_id: int
    name: str
    own: OwnPage | None
    link: str
    path: StudentPath
    planned: PlannedValue
    sees_money: bool
    needs: tuple[NeedLine, ...]
    cases: tuple[CaseRow, ...]
    choices: tuple[Choice, ...]
    products: tuple[tuple[int, str], ...]
    may_edit: bool


def staff_content(client: Client, staff: Staff, *, host: str, now: datetime) -> StaffContent:
    """The page. `host` begins the link to copy. A fixed number of queries."""
    path = student_path(client.pk, now=now)
    own = page_of(client.pk)
    titles = {str(one.key): one.title for one in method.outcomes().outcomes}
    may_edit = has_right(staff, Right.EDIT_STUDENTS)
    address = reverse("guide:show", args=[own.token]) if own else ""
    return StaffContent(
        client_id=client.pk,
        name=client.name,
        own=own,
        link=f"{host.rstrip('/')}{address}" if own else "",
        path=path,
        planned=planned_value(client.pk),
        sees_money=has_right(staff, Right.MAKE_OFFERS) or has_right(staff, Right.SEE_MONEY),
        needs=tuple(
            NeedLine(row, titles.get(row.outcome, row.outcome)) for row in needs_of(client.pk)
        ),
        cases=tuple(cases_for(client.pk, pain_id=path.goal.pain_id if path.goal else None)),
        choices=method.care_settings().choices,
        products=tuple(product_choices()) if may_edit else (),
        may_edit=may_edit,
    )
