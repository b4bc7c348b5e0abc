"""What the registers of the desk show: refunds, conflicts, the producer, wrong channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from provodnik.kernel.periods import start_of_day
from provodnik.method import queries as method
from provodnik.method.shapes.refunds import DeskRefunds
from provodnik.touches.desk import queries
from provodnik.touches.desk.models import Conflict, WrongChannel
from provodnik.touches.desk.queries import (
    ConflictMonth,
    ReachedRow,
    ReasonRow,
    RefundRow,
    WeekRow,
    WrongRow,
)
from provodnik.web import formats
from provodnik.web.design.types import Bar, Series, View
from provodnik.web.pages.desk import words

WEEKS, _WEEK, _MOST = 12, timedelta(days=7), 200
_REASONS_OVER = timedelta(days=365)
_LONGEST_ID = 19


@dataclass(frozen=True, slots=True)
class RefundsAsked:
    """Which cases: of a view («open», «closed» or all) and of a reason."""

    view: str = ""
    reason: str | None = None

    @classmethod
    def of(cls, told: QueryDict) -> Self:
        """Unknown values ask for nothing."""
        view, reasons = (
            told.get("view", ""),
            {r.key for r in method.desk_settings().refunds.reasons},
        )
        reason = told.get("reason")
        known = reason if reason is not None and reason in {"", *reasons} else None
        return cls(view if view in ("open", "closed") else "", known)


@dataclass(frozen=True, slots=True)
class RefundLine:
    """A case in words. `step` is how far it is: «3 из 5, дальше решение»."""

    row: RefundRow
    href: str
    reason: str
    decision: str
    step: str


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason with its cases; `share` of the most frequent one."""

    row: ReasonRow
    title: str
    href: str
    share: float


@dataclass(frozen=True, slots=True)
class RefundsPage:
    """Cases, why people asked, the regulation."""

    sentence: str
    views: tuple[View, ...]
    lines: tuple[RefundLine, ...]
    reasons: tuple[ReasonLine, ...]
    chosen: str
    steps: tuple[str, ...]
    has_any: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Requests that reached the producer by week, and clients who come by the wrong channel."""

    sentence: str
    bars: tuple[Bar, ...]
    series: tuple[Series, ...]
    week: date | None
    reached: Sequence[ReachedRow]
    wrong: Sequence[WrongRow]
    client: str
    wrong_messages: Sequence[WrongChannel]
    roles: str


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of conflicts with the address of its rows."""

    row: ConflictMonth
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ConflictsPage:
    """Conflicts by month, and those of one month or all."""

    sentence: str
    months: tuple[MonthLine, ...]
    conflicts: Sequence[Conflict]
    month: date | None


def refunds_page(asked: RefundsAsked, *, now: datetime) -> RefundsPage:
    """Queries: 3."""
    regulation = method.desk_settings().refunds
    titles = {str(one.key): str(one.title) for one in regulation.reasons}
    everything = queries.refund_rows(limit=_MOST)
    is_open = {"open": True, "closed": False}.get(asked.view)
    shown = [
        row
        for row in everything
        if (is_open is None or (row.closed_at is None) is is_open)
        and (asked.reason is None or row.reason == asked.reason)
    ]
    giving = tuple(str(one.key) for one in regulation.decisions if one.gives_back)
    reasons = queries.refund_reasons(giving_back=giving, since_at=now - _REASONS_OVER)
    most = max((row.cases for row in reasons), default=0)
    live = sum(row.closed_at is None for row in everything)
    return RefundsPage(
        sentence=_refunds_sentence(everything, live),
        views=_refund_views(asked, everything, live),
        lines=tuple(_refund_line(row, regulation, titles) for row in shown),
        reasons=tuple(
            ReasonLine(
                row,
                titles.get(row.reason, row.reason) or _("not asked yet"),
                f"{reverse('desk:refunds')}?reason={row.reason}",
                row.cases / most,
            )
            for row in reasons
        ),
        chosen=titles.get(asked.reason or "", "") if asked.reason is not None else "",
        steps=tuple(str(one.title) for one in regulation.steps),
        has_any=bool(everything),
    )


def report_page(week: date | None, client_id: int | None, *, now: datetime) -> ReportPage:
    """Queries: 5 at most."""
    settings = method.desk_settings()
    roles = [str(one) for one in settings.producer_roles]
    weeks = queries.producer_weeks(roles, weeks=WEEKS, now=now)
    first, last = weeks[0].starts_on, weeks[-1].starts_on + _WEEK
    from_on, to_on = (week, week + _WEEK) if week else (first, last)
    known = {str(one.key): str(one.title) for one in method.roles().roles}
    messages = queries.wrong_messages(client_id, limit=_MOST) if client_id else []
    return ReportPage(
        sentence=_report_sentence(weeks),
        bars=tuple(_week_bar(row, localdate(now)) for row in weeks),
        series=(Series(_("reached the producer")),),
        week=week,
        reached=queries.reached_producer(roles, from_on, to_on, limit=_MOST),
        wrong=queries.wrong_channels(limit=_MOST),
        client=messages[0].client.name if messages else "",
        wrong_messages=messages,
        roles=", ".join(known.get(one, one) for one in roles),
    )


def conflicts_page(month: date | None, zone: ZoneInfo) -> ConflictsPage:
    """Queries: 2."""
    months = queries.conflict_months(zone)
    from_at = start_of_day(month, zone) if month else None
    to_at = start_of_day(_next_month(month), zone) if month else None
    return ConflictsPage(
        sentence=_conflicts_sentence(months),
        months=tuple(
            MonthLine(
                row, f"{reverse('desk:conflicts')}?month={row.month:%Y-%m}", row.month == month
            )
            for row in months
        ),
        conflicts=queries.conflicts(from_at, to_at, limit=_MOST),
        month=month,
    )


def day_of(text: str) -> date | None:
    """A Monday from the address, None where it is none."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    return on if on.weekday() == 0 else None


def month_of(text: str) -> date | None:
    """The first day of «2026-11»."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def id_of(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < _LONGEST_ID else None


def _refund_line(row: RefundRow, regulation: DeskRefunds, titles: dict[str, str]) -> RefundLine:
    decision = regulation.decision(row.decision)
    total = len(regulation.steps)
    ahead = str(regulation.steps[row.steps_made].title) if row.steps_made < total else ""
    numbers = {"made": row.steps_made, "total": total, "next": ahead}
    step = _("step %(made)s of %(total)s, next: %(next)s") % numbers
    return RefundLine(
        row=row,
        href=reverse("desk:ticket", args=[row.ticket_id]),
        reason=titles.get(row.reason, row.reason),
        decision=str(decision.title) if decision else row.decision,
        step="" if row.closed_at else step,
    )


def _refund_views(
    asked: RefundsAsked, everything: Sequence[RefundRow], live: int
) -> tuple[View, ...]:
    address = reverse("desk:refunds")
    named = (
        ("", _("All"), len(everything)),
        ("open", _("In progress"), live),
        ("closed", _("Settled"), len(everything) - live),
    )
    return tuple(
        View(name, f"{address}?view={key}" if key else address, count, asked.view == key)
        for key, name, count in named
    )


def _refunds_sentence(everything: Sequence[RefundRow], live: int) -> str:
    if not everything:
        return _("Nobody has asked for money back yet")
    if not live:
        return _("Every request for money back is settled")
    return formats.counted(
        live, _("refund in progress|refunds in progress|refunds in progress"), words.language()
    )


def _report_sentence(weeks: Sequence[WeekRow]) -> str:
    reached = weeks[-1].reached
    if not reached:
        return _("No request reached the producer this week")
    told = formats.counted(
        reached,
        _("request reached|requests reached|requests reached"),
        words.language(),
    )
    return _("%(told)s the producer this week") % {"told": told}


def _conflicts_sentence(months: Sequence[ConflictMonth]) -> str:
    if not months:
        return _("No conflicts are registered")
    if not months[0].unexpected:
        return _("No unexpected conflicts last month they happened in")
    return formats.counted(
        months[0].unexpected,
        _("unexpected conflict|unexpected conflicts|unexpected conflicts"),
        words.language(),
    )


def _week_bar(row: WeekRow, today: date) -> Bar:
    return Bar(
        formats.day_short(row.starts_on, today, words.language()),
        (row.reached,),
        str(row.reached),
        f"{reverse('desk:report')}?week={row.starts_on}" if row.reached else "",
    )


def _next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
