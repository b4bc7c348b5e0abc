"""The register as it stands on the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from provodnik.decisions.duties import queries
from provodnik.decisions.duties.rules import next_step, step_back
from provodnik.decisions.duties.types import (
    DelegatedMonth,
    DelegationRow,
    Handing,
    StepKind,
    StepRow,
)
from provodnik.facts.team.models import Staff
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Bar, Series, Tone

_STATES: Mapping[Handing, Promise] = {
    Handing.BY_ME: gettext_lazy("the giver does it"),
    Handing.TOGETHER: gettext_lazy("together"),
    Handing.ALONE: gettext_lazy("does it alone"),
}
_FORWARD: Mapping[Handing, Promise] = {
    Handing.TOGETHER: gettext_lazy("Now together"),
    Handing.ALONE: gettext_lazy("Now alone"),
}
_BACK: Mapping[Handing, Promise] = {
    Handing.BY_ME: gettext_lazy("Back to the giver"),
    Handing.TOGETHER: gettext_lazy("Back to together"),
}
_STEPS: Mapping[StepKind, Promise] = {
    StepKind.BY_ME: gettext_lazy("The giver does it"),
    StepKind.TOGETHER: gettext_lazy("They do it together"),
    StepKind.ALONE: gettext_lazy("The other one does it alone"),
    StepKind.ACCEPTED: gettext_lazy("Accepted"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A handing over in words with the steps this member may make; "" where there is none."""

    row: DelegationRow
    title: str
    state: str
    tone: Tone
    forward: str = ""
    forward_to: str = ""
    back: str = ""
    back_to: str = ""
    may_accept: bool = False


@dataclass(frozen=True, slots=True)
class MonthLine:
    """The register at the end of a month."""

    month: DelegatedMonth
    name: str
    key: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The register, now or at the end of the month that was asked for."""

    lines: tuple[Line, ...]
    delegated: int
    total: int
    since_last: int
    months: tuple[MonthLine, ...]
    asked: MonthLine | None
    bars: tuple[Bar, ...]
    series: tuple[Series, ...]
    label: str
    may_hand: bool


def page(staff: Staff, month: str, *, now: datetime) -> Page:
    """The register with its months. A fixed number of queries."""
    zone, today = timezone.get_current_timezone(), timezone.localdate(now)
    found = queries.delegated_months(today=today, zone=zone)
    months = tuple(_month(one, month, today) for one in found)
    asked = next((one for one in months if one.is_current), None)
    shown = asked.month if asked else (found[-1] if found else None)
    rows = queries.delegations()
    if asked:
        rows = [row for row in rows if row.delegation_id in asked.month.known]
    return Page(
        lines=lines(rows, staff, asked.month if asked else None),
        delegated=shown.delegated if shown else 0,
        total=shown.total if shown else 0,
        since_last=_since_last(found),
        months=tuple(reversed(months)),
        asked=asked,
        bars=tuple(_bar(one) for one in months),
        series=(Series(_("fully handed over")), Series(_("on the way"))),
        label=_("How many duties are handed over by the end of each month"),
        may_hand=has_right(staff, Right.HAND_DUTIES_OVER),
    )


def lines(
    rows: Sequence[DelegationRow], staff: Staff, month: DelegatedMonth | None = None
) -> tuple[Line, ...]:
    """Handing over in words: now with its buttons, or as it was at the end of a month."""
    titles, moves = queries.function_titles(), has_right(staff, Right.HAND_DUTIES_OVER)
    return tuple(
        _now(row, queries.title_of(row.function, row.title, titles), staff, moves=moves)
        if month is None
        else _then(row, queries.title_of(row.function, row.title, titles), month)
        for row in rows
    )


def _now(row: DelegationRow, title: str, staff: Staff, *, moves: bool) -> Line:
    on, back = next_step(row.state), step_back(row.state)
    is_alone, is_done = row.state is Handing.ALONE, row.accepted_at is not None
    return Line(
        row=row,
        title=title,
        state=str(_("fully handed over") if is_done else _STATES[row.state]),
        tone=Tone.GOOD if is_done else Tone.INFO if is_alone else Tone.NEUTRAL,
        forward=str(_FORWARD[on]) if on and moves else "",
        forward_to=on.value if on else "",
        back=str(_BACK[back]) if back and moves else "",
        back_to=back.value if back else "",
        may_accept=is_alone and not is_done and row.to_staff_id == staff.pk,
    )


def _then(row: DelegationRow, title: str, month: DelegatedMonth) -> Line:
    is_done = row.delegation_id in month.accepted
    return Line(
        row=row,
        title=title,
        state=_("fully handed over") if is_done else _("not accepted"),
        tone=Tone.GOOD if is_done else Tone.NEUTRAL,
    )


def steps(rows: Sequence[StepRow]) -> list[tuple[str, StepRow]]:
    """Steps in words."""
    return [(str(_STEPS[row.kind]), row) for row in rows]


def _since_last(found: Sequence[DelegatedMonth]) -> int:
    """How many more are accepted than at the end of the month before."""
    return found[-1].delegated - found[-2].delegated if len(found) > 1 else 0


def _month(one: DelegatedMonth, asked: str, today: date) -> MonthLine:
    key = one.month_on.strftime("%Y-%m")
    name = formats.month(one.month_on, today, get_language() or "ru")
    return MonthLine(one, name, key, key == asked)


def _bar(one: MonthLine) -> Bar:
    told = one.month
    return Bar(
        label=one.name,
        parts=(told.delegated, told.total - told.delegated),
        total=_("%(accepted)s of %(all)s") % {"accepted": told.delegated, "all": told.total},
        href=f"?month={one.key}",
    )
