"""The registry as it stands on the screen: what the address asks, lines, words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provodnik.facts.people.accesses import queries
from provodnik.facts.people.accesses.types import Asked, Counts, GrantRow, Show, StepKind
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import staff_list
from provodnik.facts.team.types import StaffRow
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web.access import has_right
from provodnik.web.client_access import openable
from provodnik.web.design.types import View
from provodnik.web.pages.accesses import forms

_VIEWS: dict[Show, Promise] = {
    Show.OPEN: gettext_lazy("Open ones"),
    Show.OVERDUE: gettext_lazy("Review is overdue"),
    Show.REVOKED: gettext_lazy("Revoked ones"),
}
STEPS: dict[StepKind, Promise] = {
    StepKind.GRANTED: gettext_lazy("Granted"),
    StepKind.REVIEWED: gettext_lazy("Looked at again, stays"),
    StepKind.REVOKED: gettext_lazy("Access taken back"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An access in words; links are to what this member may open."""

    row: GrantRow
    title: str
    is_overdue: bool
    holder_href: str
    about_href: str


@dataclass(frozen=True, slots=True)
class Page:
    """The list with its filters; `members` are those who sign in here, with their roles."""

    asked: Asked
    lines: tuple[Line, ...]
    counts: Counts
    views: tuple[View, ...]
    kinds: tuple[tuple[str, str], ...]
    holders: tuple[StaffRow, ...]
    members: tuple[tuple[StaffRow, str], ...]
    next_href: str
    csv_href: str
    xlsx_href: str
    may_edit: bool
    may_open_team: bool


def asked_of(query: QueryDict) -> Asked:
    """The address read; what it does not know is left out."""
    show, kind = query.get("show", ""), query.get("kind", "")
    who, client = query.get("who", ""), query.get("client", "")
    return Asked(
        show=Show(show) if show in set(Show) else Show.OPEN,
        kind=kind if method.access_settings().kind(kind) else "",
        holder_staff_id=int(who) if who.isdecimal() else None,
        about=int(client) if client.isdecimal() else None,
    )


def page(staff: Staff, asked: Asked, number: int, *, today: date) -> Page:
    """The list of the address. A fixed number of queries, whatever the number of accesses."""
    size = method.access_settings().most_shown
    rows = queries.accesses(asked, today=today, limit=size + 1, offset=number * size)
    counts, members = queries.counts(asked, today=today), staff_list()
    titles = {str(role.key): role.title for role in method.roles().roles}
    may_export = has_right(staff, Right.EXPORT_ROWS)
    exported = reverse("accesses:export") + _query(asked) if may_export else ""
    return Page(
        asked=asked,
        lines=lines(rows[:size], staff, today=today),
        counts=counts,
        views=_views(asked, counts),
        kinds=tuple(forms.kinds()),
        holders=tuple(members),
        members=tuple((m, titles.get(m.role, m.role)) for m in members if m.has_account),
        next_href=_query(asked, page=number + 1) if len(rows) > size else "",
        csv_href=exported,
        xlsx_href=f"{exported}&format=xlsx" if exported else "",
        may_edit=has_right(staff, Right.EDIT_ACCESSES),
        may_open_team=has_right(staff, Right.MANAGE_STAFF),
    )


def lines(rows: Sequence[GrantRow], staff: Staff, *, today: date) -> tuple[Line, ...]:
    """Accesses in words. One query at most."""
    people = {one for row in rows for one in (row.client_id, row.about_id) if one is not None}
    opened = openable(staff, people)
    sees_team, titles = has_right(staff, Right.MANAGE_STAFF), queries.kind_titles()
    return tuple(
        _line(row, queries.title(row.kind, row.words, titles), opened, sees_team, today)
        for row in rows
    )


def table(asked: Asked, *, today: date) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """The list as a file: what is on the screen, every row."""
    titles = queries.kind_titles()
    header = (
        _("What is opened"),
        _("To whom"),
        _("Whose data it opens"),
        _("Granted"),
        _("Who granted it"),
        _("Review by"),
        _("Reviewed"),
        _("Access taken back"),
        _("Revoked by"),
        _("Why it is taken back"),
    )
    return header, (
        (
            queries.title(row.kind, row.words, titles),
            row.holder,
            row.about or "",
            _day(row.granted_at),
            row.granted_by or "",
            row.review_on.isoformat(),
            _day(row.reviewed_at),
            _day(row.revoked_at),
            row.revoked_by or "",
            row.reason,
        )
        for row in queries.accesses(asked, today=today)
    )


def _line(row: GrantRow, title: str, opened: set[int], sees_team: bool, today: date) -> Line:
    of_client = reverse("students:show", args=[row.client_id]) if row.client_id in opened else ""
    of_staff = reverse("team:member", args=[row.staff_id]) if row.staff_id and sees_team else ""
    return Line(
        row=row,
        title=title,
        is_overdue=row.is_overdue(today),
        holder_href=of_staff or of_client,
        about_href=reverse("students:show", args=[row.about_id]) if row.about_id in opened else "",
    )


def _views(asked: Asked, counts: Counts) -> tuple[View, ...]:
    told = {Show.OPEN: counts.open, Show.OVERDUE: counts.overdue, Show.REVOKED: counts.revoked}
    return tuple(
        View(str(words), _query(replace(asked, show=show)), told[show], asked.show is show)
        for show, words in _VIEWS.items()
    )


def _query(asked: Asked, *, page: int = 0) -> str:
    named = {
        "show": asked.show.value,
        "kind": asked.kind,
        "who": asked.holder_staff_id or "",
        "client": asked.about or "",
        "page": page or "",
    }
    return "?" + urlencode({name: value for name, value in named.items() if value})


def _day(at: datetime | None) -> str:
    return "" if at is None else timezone.localtime(at).date().isoformat()
