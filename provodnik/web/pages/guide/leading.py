"""The list of students on the way to the result, and their cohorts, in words already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import PeriodError, month_label, parse_month
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.touches.care.queries import (
    CohortLead,
    LeadFilter,
    LeadRow,
    export_leads,
    leads,
)
from provodnik.touches.care.types import Lead
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Column, Figure, Filter, Unit, View


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters of the list. `after` is the last row's key and id of the page before."""

    state: Lead | None = None
    month: date | None = None
    mine: bool = False
    text: str = ""
    after: tuple[str, int] | None = None

    def query(self, **changes: object) -> str:
        """The address's tail for this list with a change; what is not set is left out."""
        asked = replace(self, **{"after": None, **changes})  # type: ignore[arg-type]  # fields by name
        key, client_id = asked.after or ("", "")
        values = {
            "state": asked.state.value if asked.state else "",
            "cohort": month_label(asked.month) if asked.month else "",
            "mine": "1" if asked.mine else "",
            "q": asked.text,
            "after": client_id,
            "from": key,
        }
        kept = {name: value for name, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"


@dataclass(frozen=True, slots=True)
class Listing:
    """The page: a conclusion, views by state, the rows, where the next ones begin."""

    sentence: str
    asked: Asked
    views: tuple[View, ...]
    filters: tuple[Filter, ...]
    columns: tuple[Column, ...]
    rows: tuple[LeadRow, ...]
    states: Mapping[str, str]
    next_href: str
    export_href: str
    sees_all: bool
    has_paid: bool


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A cohort with shares that open their students."""

    name: str
    cohort: CohortLead
    size: Figure
    reached: Figure
    module: Figure
    finished: Figure
    opened: Figure


@dataclass(frozen=True, slots=True)
class Board:
    """Cohorts, and shares before and after the first page was given out."""

    sentence: str
    rows: tuple[BoardRow, ...]
    before: Figure | None
    after: Figure | None
    module: int
    days: int


def asked_of(query: QueryDict) -> Asked:
    """What the address asks; anything strange is no filter."""
    state, after = query.get("state", ""), query.get("after", "")
    return Asked(
        state=Lead(state) if state in set(Lead) else None,
        month=_month(query.get("cohort", "")),
        mine=query.get("mine") == "1",
        text=query.get("q", "").strip()[:100],
        after=(query.get("from", ""), int(after)) if after.isdecimal() else None,
    )


def coordinator_scope(staff: Staff) -> int | None:
    """Whose students the member sees: None for everybody's."""
    return None if has_right(staff, Right.SEE_ALL_STUDENTS) else staff.pk


def listing(staff: Staff, asked: Asked, *, today: date) -> Listing:
    """A page of the list. A fixed number of queries, whatever the number of students."""
    page = leads(_filter(staff, asked), after=asked.after)
    reached = page.counts.get(Lead.REACHED, 0)
    may_export = has_right(staff, Right.EXPORT_ROWS)
    address = reverse("guidance:export")
    return Listing(
        sentence=_sentence(reached, page.total),
        asked=asked,
        views=_views(asked, page.counts),
        filters=_filters(asked, today),
        columns=_columns(),
        rows=page.rows,
        states=_states(),
        next_href=asked.query(after=page.after) if page.after else "",
        export_href=address + asked.query() if may_export else "",
        sees_all=has_right(staff, Right.SEE_ALL_STUDENTS),
        has_paid=page.total > 0,
    )


def table(staff: Staff, asked: Asked) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """The list as a file: what the screen shows, every row the filters let through."""
    header = (
        *(_("Student"), _("Coordinator"), _("State"), _("Goal"), _("Course"), _("Modules")),
        *(_("Hinders"), _("Next step"), _("Result reached")),
    )
    states = _states()
    rows = export_leads(_filter(staff, asked))
    return header, (
        (
            *(row.name, row.coordinator, states[row.state.value], row.goal, row.product),
            *(row.modules, row.obstacle, row.next_step),
            row.reached_at.date().isoformat() if row.reached_at else "",
        )
        for row in rows
    )


def board(rows: Sequence[CohortLead], *, today: date) -> Board:
    """Cohorts newest first. Before and after compare only cohorts that had all their days."""
    settings = method.care_settings()
    whole = [row for row in rows if row.is_whole]
    size, reached = sum(row.size for row in rows), sum(row.reached for row in rows)
    return Board(
        sentence=_sentence(reached, size),
        rows=tuple(_board_row(row, today) for row in rows),
        before=_modules([row for row in whole if not row.issued]),
        after=_modules([row for row in whole if row.issued]),
        module=settings.compared_module,
        days=settings.compared_days,
    )


def _board_row(row: CohortLead, today: date) -> BoardRow:
    asked = Asked(month=row.month)
    address = reverse("guidance:list")

    def opens(amount: float | None, unit: Unit = Unit.SHARE, state: Lead | None = None) -> Figure:
        href = address + replace(asked, state=state).query()
        return Figure(amount, unit, href=href, n=row.size if unit is Unit.SHARE else None)

    return BoardRow(
        name=formats.month(row.month, today, _language()),
        cohort=row,
        size=opens(row.size, Unit.COUNT),
        reached=opens(row.reached_share, state=Lead.REACHED),
        module=opens(row.module_share),
        finished=opens(row.finished_share),
        opened=opens(row.opened, Unit.COUNT),
    )


def _modules(rows: Sequence[CohortLead]) -> Figure | None:
    size = sum(row.size for row in rows)
    if not size:
        return None
    return Figure(sum(row.module for row in rows) / size, Unit.SHARE, n=size)


def _filter(staff: Staff, asked: Asked) -> LeadFilter:
    scope = staff.pk if asked.mine else coordinator_scope(staff)
    return LeadFilter(staff.school.timezone, asked.state, asked.month, scope, asked.text)


def _sentence(reached: int, total: int) -> str:
    if not total:
        return _("Nobody to lead to a result yet")
    words = {
        "reached": formats.integer(reached, _language()),
        "total": formats.counted(total, _("student|students"), _language()),
    }
    return _("Result reached: %(reached)s of %(total)s") % words


def _views(asked: Asked, counts: Mapping[Lead, int]) -> tuple[View, ...]:
    address = reverse("guidance:list")
    every = View(_("All"), address + asked.query(state=None), sum(counts.values()), not asked.state)
    names = _states()
    return (
        every,
        *(
            View(
                names[state.value],
                address + asked.query(state=state),
                counts.get(state, 0),
                asked.state is state,
            )
            for state in (Lead.HINDERED, Lead.ON_WAY, Lead.NO_GOAL, Lead.REACHED)
        ),
    )


def _filters(asked: Asked, today: date) -> tuple[Filter, ...]:
    address = reverse("guidance:list")
    found = []
    if asked.month:
        name = formats.month(asked.month, today, _language())
        found.append(Filter(name, address + asked.query(month=None)))
    if asked.text:
        found.append(Filter(f"«{asked.text}»", address + asked.query(text="")))
    if asked.mine:
        found.append(Filter(_("My students"), address + asked.query(mine=False)))
    return tuple(found)


def _states() -> dict[str, str]:
    return {
        Lead.REACHED.value: _("Reached"),
        Lead.HINDERED.value: _("Something hinders"),
        Lead.ON_WAY.value: _("On the way"),
        Lead.NO_GOAL.value: _("No goal"),
    }


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Student")),
        Column(_("Goal")),
        Column(_("Progress")),
        Column(_("Hinders")),
        Column(_("Next step")),
        Column(_("Reached on"), is_number=True),
    )


def _month(label: str) -> date | None:
    try:
        return parse_month(label)
    except PeriodError:
        return None


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
