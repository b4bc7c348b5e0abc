"""The deeds that wait now, of one member or of the team: what numbers of load open to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import names_of
from provodnik.kernel.periods import start_of_day
from provodnik.method import queries as method
from provodnik.method.types import Deed, Right
from provodnik.touches.queue.queries import (
    WaitingFilter,
    WaitingRow,
    count_waiting,
    waiting,
)
from provodnik.touches.queue.queries.waiting import PAGE
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Column, Filter, View

_LATE, _MISSED = "late", "missed"


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """An open deed as the list prints it."""

    row: WaitingRow
    client_href: str
    deed: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """One page of the list with its views and filters."""

    sentence: str
    lines: tuple[WaitingLine, ...]
    columns: tuple[Column, ...]
    views: tuple[View, ...]
    filters: tuple[Filter, ...]
    next_href: str


def listing(staff: Staff, told: QueryDict, *, now: datetime) -> Waiting:
    """Open deeds due by the end of today. Three queries, whatever their number."""
    tomorrow = now.astimezone(ZoneInfo(staff.school.timezone)).date() + timedelta(days=1)
    show, whose = told.get("show", ""), _whose(staff, told)
    which = WaitingFilter(
        now=now,
        day_ends_at=start_of_day(tomorrow, ZoneInfo(staff.school.timezone)),
        staff_id=whose,
        late_only=show == _LATE,
        missed_only=show == _MISSED,
    )
    turned = told.get("page", "")
    page = max(int(turned), 1) if turned.isdecimal() else 1
    total = count_waiting(which)
    return Waiting(
        sentence=_sentence(total, show),
        lines=tuple(_line(row, now) for row in waiting(which, skip=(page - 1) * PAGE)),
        columns=(
            *(Column(_("Student")), Column(_("What")), Column(_("Why"), is_wide_only=True)),
            *(Column(_("Who"), is_wide_only=True), Column(_("Deadline"))),
        ),
        views=tuple(
            View(name, _address(told, show=key), is_current=key == show)
            for key, name in _shown().items()
        ),
        filters=_filters(staff, told, whose),
        next_href=_address(told, page=page + 1) if page * PAGE < total else "",
    )


def _whose(staff: Staff, told: QueryDict) -> int | None:
    """Whose deeds; who sees neither the team nor the pulse sees their own."""
    if not (has_right(staff, Right.SEE_TEAM_QUEUE) or has_right(staff, Right.SEE_PULSE)):
        return staff.pk
    asked = told.get("staff", "")
    return int(asked) if asked.isdecimal() else None


def _line(row: WaitingRow, now: datetime) -> WaitingLine:
    return WaitingLine(
        row=row,
        client_href=reverse("students:show", args=[row.client_id]),
        deed=method.queue_settings().deed(Deed(row.kind)).noun,
        is_late=row.due_at < now,
    )


def _sentence(total: int, show: str) -> str:
    if not total:
        return _("No such deeds now")
    if show == _LATE:
        return formats.counted(total, _("overdue deed|overdue deeds"), _language())
    if show == _MISSED:
        return formats.counted(total, _("missed deed|missed deeds"), _language())
    return formats.counted(total, _("deed waits|deeds wait"), _language())


def _shown() -> dict[str, str]:
    return {"": _("All that wait"), _LATE: _("Overdue"), _MISSED: _("Missed")}


def _filters(staff: Staff, told: QueryDict, whose: int | None) -> tuple[Filter, ...]:
    if not told.get("staff") or whose is None or whose == staff.pk:
        return ()
    name = names_of([whose]).get(whose) or _("Without an owner")
    return (Filter(name, _address(told, staff="")),)


def _address(told: QueryDict, **changes: object) -> str:
    kept = {key: told[key] for key in ("staff", "show") if told.get(key)} | changes
    tail = urlencode({key: value for key, value in kept.items() if value != ""})
    return f"{reverse('day:waiting')}?{tail}"


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
