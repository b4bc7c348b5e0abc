"""What a report prints beside the checks, kept as it was on its day."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from provodnik.kernel.periods import Period, local_date
from provodnik.method import queries as method
from provodnik.reports.audit.contribution import contribution
from provodnik.reports.audit.effort import effort
from provodnik.reports.audit.types import Contribution, EffortLine, Scale, Window


def figures(window: Window, scale: Scale, *, now: datetime) -> dict[str, Any]:
    """Plain values for the audit's own column."""
    weeks = method.audit_settings().effort.weeks_shown
    from_at = max(window.from_at, window.to_at - timedelta(weeks=weeks))
    lines = effort(from_at=from_at, to_at=window.to_at, zone=window.zone)
    brought = contribution(period_of(window), now=now)
    return {
        "scale": asdict(scale),
        "effort": [{**asdict(line), "week": line.week.isoformat()} for line in lines],
        "contribution": asdict(brought) if brought else None,
    }


def period_of(window: Window) -> Period:
    """The school days an audit looks at."""
    zone = ZoneInfo(window.zone)
    return Period(
        local_date(window.from_at, zone), local_date(window.to_at, zone) + timedelta(days=1)
    )


def effort_of(kept: Mapping[str, Any]) -> tuple[EffortLine, ...]:
    """Weeks of labour as they were kept."""
    return tuple(
        EffortLine(**{**line, "week": date.fromisoformat(line["week"])})
        for line in kept.get("effort", [])
    )


def contribution_of(kept: Mapping[str, Any]) -> Contribution | None:
    told = kept.get("contribution")
    return Contribution(**told) if told else None


def scale_of(kept: Mapping[str, Any]) -> Scale | None:
    told = kept.get("scale")
    return Scale(**told) if told else None
