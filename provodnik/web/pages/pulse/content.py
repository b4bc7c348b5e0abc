"""What the pulse shows, in the order it is read: what burns, three streams, load, stages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.people.queries import stage_counts
from provodnik.facts.people.queries.pains import FrequentPain, frequent_pains
from provodnik.facts.people.queries.voices import Complaint, open_complaints
from provodnik.facts.sales.queries.offers import ObjectionRow, top_objections
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import Period, month_of, start_of_day
from provodnik.method import queries as method
from provodnik.method.types import Right, Sentence, SignalKey, Tone
from provodnik.method.words import fill
from provodnik.reports import programme
from provodnik.reports.figures import ab_figures
from provodnik.reports.sales import RepeatSales, repeat_sales
from provodnik.reports.types import ProgrammeRow, SalesPart
from provodnik.signals.queries import SignalRow, open_signals
from provodnik.touches.queue.queries import Load, team_load
from provodnik.web import formats
from provodnik.web.ab_rows import ab_row, number_href
from provodnik.web.access import has_right
from provodnik.web.design.types import AbRow, Action, Figure, Metric, Unit
from provodnik.web.pages.pulse.ltv import LtvTile, ltv_tile
from provodnik.web.pages.pulse.mechanics import Mechanics, mechanics

_BURNING_SHOWN = 20
_OBJECTIONS_SHOWN = 5
_OBJECTIONS_DAYS = 90
# Signals that open the list of students narrowed to those they found.
_NARROWED = {SignalKey.UNASSIGNED_STUDENT: "?without=1", SignalKey.WENT_NOWHERE: "?nowhere=1"}


@dataclass(frozen=True, slots=True)
class Burning:
    """An open signal: what, since when, and the way to do something about it."""

    signal: SignalRow
    since: str
    action: Action | None
    is_first: bool


@dataclass(frozen=True, slots=True)
class LoadLine:
    """Deeds of one person, their bar against a working day of the method."""

    load: Load
    day_share: Fraction


@dataclass(frozen=True, slots=True)
class StageLine:
    """How many students stand at a stage."""

    title: str
    goal: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Pulse:
    """Everything the page needs; nothing in it can query."""

    sentence: str
    burning: tuple[Burning, ...]
    mechanics: Mechanics | None
    incoming: Sequence[LoadLine]
    open: int
    late: int
    objections: Sequence[tuple[ObjectionRow, str]]
    objections_days: int
    pains: Sequence[FrequentPain]
    complaints: Sequence[Complaint]
    complaints_total: int
    sellers: Sequence[tuple[SalesPart, Figure]]
    sales_metric: Metric
    sales_window: str
    report_href: str
    ltv: LtvTile | None
    figures: tuple[AbRow, ...]
    as_of: datetime | None
    stages: tuple[StageLine, ...]
    before_stages: int
    sees_students: bool
    load_action: Action | None


def pulse(staff: Staff, *, now: datetime) -> Pulse:
    """The pulse of the current school. A fixed number of questions, whatever its size."""
    zone = ZoneInfo(staff.school.timezone)
    today = now.astimezone(zone).date()
    loads = team_load(now=now, day_ends_at=start_of_day(today + timedelta(days=1), zone))
    every = open_signals(limit=len(SignalKey))
    signals = every[:_BURNING_SHOWN]
    opened = programme.open_row()
    window = Period(opened.starts_on, opened.ends_on) if opened else month_of(today)
    lately = Period(today - timedelta(days=_OBJECTIONS_DAYS), today + timedelta(days=1))
    sees_students = has_right(staff, Right.SEE_ALL_STUDENTS)
    sees_sellers = has_right(staff, Right.SEE_SELLERS)
    sees_numbers = has_right(staff, Right.SEE_NUMBERS)
    counts = stage_counts()
    sold = repeat_sales(window, now=now) if sees_sellers else None
    waiting, complaints = open_complaints() if sees_students else (0, [])
    return Pulse(
        sentence=_sentence(signals),
        burning=tuple(_burning(one, place, today, zone) for place, one in enumerate(signals)),
        mechanics=mechanics(every, today=today, zone=zone, now=now) if sees_numbers else None,
        incoming=_lines(loads),
        open=sum(one.open for one in loads),
        late=sum(one.late for one in loads),
        objections=[
            (one, _refusals_href(one, lately))
            for one in top_objections(lately, timezone=staff.school.timezone)[:_OBJECTIONS_SHOWN]
        ],
        objections_days=_OBJECTIONS_DAYS,
        pains=frequent_pains(),
        complaints=complaints,
        complaints_total=waiting,
        sellers=_sellers(sold, window),
        sales_metric=Metric("repeat_sales", _("Repeat sales")),
        sales_window=formats.day_range(window.from_on, window.to_on, today, _language()),
        report_href=_report_href(staff, window) if sold else "",
        ltv=ltv_tile(today, now=now) if sees_numbers else None,
        figures=_figures(opened, window, today=today, now=now) if sees_numbers else (),
        as_of=sold.as_of if sold else None,
        stages=_stages(counts, sees_students=sees_students),
        before_stages=counts.get("", 0),
        sees_students=sees_students,
        load_action=None if counts else _load_action(staff),
    )


def _load_action(staff: Staff) -> Action | None:
    """What a school without students begins with."""
    if not has_right(staff, Right.IMPORT_DATA):
        return None
    return Action(_("Load data"), reverse("imports:list"), "upload")


def _figures(
    opened: ProgrammeRow | None, window: Period, *, today: date, now: datetime
) -> tuple[AbRow, ...]:
    """The figures of the programme that are measured, before and now."""
    if opened is None:
        return ()
    rows = (ab_row(figure, window, today=today) for figure in ab_figures(opened, now=now))
    return tuple(row for row in rows if row.now.amount is not None)


def _sellers(sold: RepeatSales | None, window: Period) -> tuple[tuple[SalesPart, Figure], ...]:
    people = [part for part in sold.people if part.key] if sold else []
    return tuple(
        (
            part,
            Figure(
                part.net_kopecks,
                Unit.KOPECKS,
                href=number_href("repeat_sales", window, staff=part.key),
            ),
        )
        for part in people
    )


def _refusals_href(objection: ObjectionRow, period: Period) -> str:
    """The refusals that gave this reason."""
    days = {"from": period.from_on.isoformat(), "to": period.to_on.isoformat()}
    return f"{reverse('path:offers')}?{urlencode({'objection': objection.code, **days})}"


def _report_href(staff: Staff, window: Period) -> str:
    """The rows of the sales as a file for the producer."""
    if not has_right(staff, Right.EXPORT_ROWS):
        return ""
    days = urlencode({"from": window.from_on.isoformat(), "to": window.to_on.isoformat()})
    return f"{reverse('metrics:export', args=['repeat_sales'])}?{days}"


def _sentence(signals: Sequence[SignalRow]) -> str:
    """What waits for the head: the open signals, and which of them cannot wait."""
    burning = [one for one in signals if one.tone in (Tone.LATE, Tone.ACT)]
    if _language() != "ru":
        words = {"deeds": len(signals), "burning": len(burning)}
        return _("Deeds today: %(deeds)s, burning: %(burning)s") % words
    if not signals:
        return fill(method.home_words().sentence(Sentence.PULSE_NOTHING).text, {})
    values: dict[str, str | int | float] = {"count": len(signals), "burning": len(burning)}
    if not burning:
        return fill(method.home_words().sentence(Sentence.PULSE_DEEDS).text, values)
    values["first"] = burning[0].title[:1].lower() + burning[0].title[1:]
    return fill(method.home_words().sentence(Sentence.PULSE_BURNING).text, values)


def _burning(signal: SignalRow, place: int, today: date, zone: ZoneInfo) -> Burning:
    href = _href(signal.page)
    if href:
        href += _NARROWED.get(SignalKey(signal.key), "")
    on = signal.since_at.astimezone(zone).date()
    return Burning(
        signal=signal,
        since=_("since %(day)s") % {"day": formats.day_words(on, today, _language())},
        action=Action(signal.action, href) if href else None,
        is_first=place == 0,
    )


def _lines(loads: Sequence[Load]) -> list[LoadLine]:
    busiest = max((one.open for one in loads), default=0)
    return [LoadLine(one, Fraction(one.open, busiest)) for one in loads]


def _stages(counts: Mapping[str, int], *, sees_students: bool) -> tuple[StageLine, ...]:
    address = _href("students:list") if sees_students else ""
    return tuple(
        StageLine(
            title=stage.title,
            goal=stage.goal,
            count=counts.get(str(stage.key), 0),
            href=f"{address}?stage={stage.key}" if address else "",
        )
        for stage in sorted(method.lifecycle().stages, key=lambda stage: stage.number)
    )


def _href(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
