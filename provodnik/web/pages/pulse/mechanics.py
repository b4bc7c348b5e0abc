"""Whether the service runs by itself: meetings of the week, reports by their terms, promises.

Nobody is named here: mechanics, not charisma (R-018).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from provodnik.decisions.meetings.queries import meetings_between
from provodnik.decisions.meetings.types import MeetingRow, MeetingState
from provodnik.kernel import schools
from provodnik.kernel.periods import Period, start_of_day
from provodnik.lake import services as lake
from provodnik.method import queries as method
from provodnik.metrics.figures import Share
from provodnik.signals.queries import SignalRow
from provodnik.web.ab_rows import number_href
from provodnik.web.design.types import Figure, Metric, Missing, Tone, Unit

SLA = "sla_deviation"
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting of the week: of which kind, when, and how far it is."""

    kind: str
    planned_at: datetime
    state: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report with its term; `late` counts what its check has found, 0 while it is on time."""

    title: str
    term: str
    late: int
    href: str


@dataclass(frozen=True, slots=True)
class Mechanics:
    """The three parts of the panel; nothing in it can query."""

    meetings: Sequence[MeetingLine]
    held: int
    with_protocol: int
    reports: Sequence[ReportLine]
    promise: Figure
    promise_metric: Metric
    answered: int

    @property
    def on_time(self) -> int:
        return sum(1 for report in self.reports if not report.late)


def mechanics(
    signals: Sequence[SignalRow], *, today: date, zone: ZoneInfo, now: datetime
) -> Mechanics:
    """The week that goes on. One query, and one question to the lake."""
    monday = today - timedelta(days=today.weekday())
    begins, ends = start_of_day(monday, zone), start_of_day(monday + _WEEK, zone)
    meetings = meetings_between(begins, ends)
    promise, answered = _promise(Period(monday, today + timedelta(days=1)), now)
    return Mechanics(
        meetings=_meetings(meetings, now),
        held=sum(1 for one in meetings if one.state is MeetingState.HELD),
        with_protocol=sum(1 for one in meetings if one.sent_at is not None),
        reports=_reports({one.key: one for one in signals}),
        promise=promise,
        promise_metric=Metric(SLA, _("Answered within the promise")),
        answered=answered,
    )


def _meetings(rows: Sequence[MeetingRow], now: datetime) -> list[MeetingLine]:
    kinds = {str(kind.key): str(kind.title) for kind in method.meeting_settings().kinds}
    return [
        MeetingLine(kinds.get(one.kind, one.kind), one.planned_at, *_state(one, now))
        for one in rows
    ]


def _state(row: MeetingRow, now: datetime) -> tuple[str, Tone]:
    if row.sent_at is not None:
        return _("held, minutes sent"), Tone.GOOD
    if row.state is MeetingState.HELD:
        return _("held, no minutes"), Tone.WATCH
    if row.planned_at < now:
        return _("not held"), Tone.LATE
    return _("ahead"), Tone.NEUTRAL


def _reports(signals: Mapping[str, SignalRow]) -> list[ReportLine]:
    """Standards of the method whose checks the school has on."""
    words, found = method.signal_settings(), []
    for one in method.home_words().standards:
        check = words.words(one.key)
        if not check.on:
            continue
        late = signals[one.key.value].count if one.key.value in signals else 0
        found.append(ReportLine(str(one.title), str(one.term), late, _href(str(check.page))))
    return found


def _promise(week: Period, now: datetime) -> tuple[Figure, int]:
    """The share of this week's requests answered within the promise, and of how many."""
    told = lake.measure(
        SLA,
        school_id=schools.current(),
        period_from=week.from_on,
        period_to=week.to_on,
        now=now,
    )
    late = told.value.get("breached_share") if isinstance(told.value, Mapping) else None
    if not isinstance(late, Share) or late.number is None:
        return Figure(None, Unit.SHARE, missing=Missing.UNDEFINED), 0
    answered = int(late.denominator)
    kept = 1 - Fraction(late.number)
    return Figure(kept, Unit.SHARE, href=number_href(SLA, week), n=answered), answered


def _href(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
