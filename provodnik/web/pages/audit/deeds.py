"""What one week of a person's labour was counted from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict

from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.reports.audit.effort import deeds
from provodnik.reports.audit.types import Deed
from provodnik.web import formats
from provodnik.web.design.tags.rendering import language


@dataclass(frozen=True, slots=True)
class ShownDeed:
    """A deed with its kind in words."""

    row: Deed
    kind: str


@dataclass(frozen=True, slots=True)
class Deeds:
    """What was counted in a person's week; of one kind where one is asked for."""

    name: str
    week: date
    kind: str
    hours: str
    rows: tuple[ShownDeed, ...]


class Weeks(TypedDict):
    """From when to when labour is shown, and whose weeks."""

    from_at: datetime
    to_at: datetime
    zone: str


def weeks_shown(staff: Staff, now: datetime) -> Weeks:
    """The weeks that labour is shown over."""
    shown = timedelta(weeks=method.audit_settings().effort.weeks_shown)
    return {"from_at": now - shown, "to_at": now, "zone": staff.school.timezone}


def deeds_of(of: Staff, week: date, kind: str, *, now: datetime) -> Deeds:
    """The deeds behind one line of labour, of one kind or all. One query."""
    told = {str(one.key): one for one in method.audit_settings().effort.kinds}
    every = deeds(of.pk, week, **weeks_shown(of, now))
    found = [one for one in every if not kind or one.event == kind]
    minutes = sum(told[one.event].minutes for one in found)
    return Deeds(
        name=of.name,
        week=week,
        kind=told[kind].title if kind in told else "",
        hours=formats.number(minutes / 60, language(), decimals=1),
        rows=tuple(ShownDeed(one, told[one.event].title) for one in found),
    )
