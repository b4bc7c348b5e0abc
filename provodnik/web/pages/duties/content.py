"""Duties as they stand on the screen: the matrix, the report, work in hand, entries."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from provodnik.decisions.duties import queries
from provodnik.decisions.duties.types import DoneEntry, DoneRow, WorkRow
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.shapes.duties import DutyDepartment, Function
from provodnik.method.types import OpenWork, Right
from provodnik.web.access import has_right
from provodnik.web.client_access import openable
from provodnik.web.pages.duties import words


@dataclass(frozen=True, slots=True)
class DoneLine:
    """Somebody did another department's work: in words, with the share of all of it."""

    row: DoneRow
    role: str
    function: str
    share: float


@dataclass(frozen=True, slots=True)
class WorkLine:
    """Work in the wrong hands; the client's words only for who may see the client."""

    row: WorkRow
    kind: str
    title: str
    href: str
    client: str
    client_href: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry of the journal in words."""

    row: DoneEntry
    event: str
    client: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """The matrix and both halves of the report."""

    days: int
    own: str
    departments: tuple[DutyDepartment, ...]
    functions: tuple[tuple[Function, str, tuple[bool, ...]], ...]
    done: tuple[DoneLine, ...]
    done_count: int
    work: tuple[WorkLine, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of the entries behind one number, and how many there are in all."""

    member: Staff
    role: str
    function: Function
    lines: tuple[EntryLine, ...]
    total: int
    days: int
    next_page: int | None


def page(staff: Staff, *, now: datetime) -> Page:
    """Everything of the page. A fixed number of queries."""
    settings = method.duty_settings()
    roles, titles = _role_titles(), {d.key: d.title for d in settings.departments}
    functions = {str(one.key): one.title for one in settings.functions}
    done = queries.done_by_others(now=now)
    return Page(
        days=settings.days,
        own=titles.get(settings.own_department, settings.own_department),
        departments=settings.departments,
        functions=tuple(
            (
                one,
                titles.get(one.department, one.department),
                tuple(d.key == one.department for d in settings.departments),
            )
            for one in settings.functions
        ),
        done=tuple(
            DoneLine(
                row,
                roles.get(row.role, row.role),
                functions.get(row.function, row.function),
                row.count / row.total,
            )
            for row in done
        ),
        done_count=sum(row.count for row in done),
        work=_work(staff),
        may_edit=has_right(staff, Right.EDIT_METHOD),
    )


def entries(
    staff: Staff, member: Staff, function: Function, *, number: int, now: datetime
) -> Entries:
    """The entries behind one number. A fixed number of queries."""
    settings, key = method.duty_settings(), str(function.key)
    size = settings.most_shown
    rows = queries.done_entries(member.pk, key, now=now, offset=number * size)
    opened = openable(staff, {row.client_id for row in rows if row.client_id})
    total = rows[0].total if rows else 0
    return Entries(
        member=member,
        role=_role_titles().get(member.role, member.role),
        function=function,
        lines=tuple(_entry(row, opened) for row in rows),
        total=total,
        days=settings.days,
        next_page=number + 1 if (number + 1) * size < total else None,
    )


def _entry(row: DoneEntry, opened: set[int]) -> EntryLine:
    sees = row.client_id in opened
    return EntryLine(
        row=row,
        event=words.event(row.event),
        client=(row.client or "") if sees else "",
        href=reverse("students:show", args=[row.client_id]) if sees else "",
    )


def _work(staff: Staff) -> tuple[WorkLine, ...]:
    rows, rights = queries.open_work(), method.rights_of(staff.role)
    opened = openable(staff, {row.client_id for row in rows if row.client_id})
    return tuple(_work_line(row, rights, opened) for row in rows)


def _work_line(row: WorkRow, rights: frozenset[str], opened: set[int]) -> WorkLine:
    sees = row.client_id is None or row.client_id in opened
    of_client = row.client_id is not None and sees
    return WorkLine(
        row=row,
        kind=words.work(row.kind),
        title=row.title if sees else "",
        href=_href(row, rights),
        client=(row.client or "") if of_client else "",
        client_href=reverse("students:show", args=[row.client_id]) if of_client else "",
    )


def _href(row: WorkRow, rights: frozenset[str]) -> str:
    """Where the work is done, for who may do it."""
    if row.kind is OpenWork.TICKETS and Right.WORK_DESK in rights:
        return reverse("desk:ticket", args=[row.target_id])
    if row.kind is OpenWork.WORKS and Right.CHECK_HOMEWORK in rights:
        return reverse("homework:show", args=[row.target_id])
    return ""


def _role_titles() -> dict[str, str]:
    return {str(role.key): role.title for role in method.roles().roles}
