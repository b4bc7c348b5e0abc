"""What the pages of the audit show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import Period, local_date
from provodnik.method import queries as method
from provodnik.reports.audit import queries
from provodnik.reports.audit.contribution import METRIC, contribution
from provodnik.reports.audit.effort import effort
from provodnik.reports.audit.launch import launch_row
from provodnik.reports.audit.types import (
    AuditHead,
    AuditPage,
    CheckRow,
    Contribution,
    EffortLine,
    FindingRow,
    LaunchRow,
    Verdict,
)
from provodnik.web import formats
from provodnik.web.ab_rows import number_href
from provodnik.web.design.tags.rendering import language
from provodnik.web.design.types import Column, Figure, Metric, Unit
from provodnik.web.pages.audit.deeds import weeks_shown
from provodnik.web.pages.audit.report.content import BarLine, effort_bars, stake_bars
from provodnik.web.pages.audit.words import SEVERITIES, SEVERITY_TONES

_TONES = {Verdict.PASSED: "good", Verdict.FAILED: "act", Verdict.UNKNOWN: "watch"}


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """An item of the checklist with where its numbers open."""

    row: CheckRow
    href: str
    tone: str

    @property
    def is_open(self) -> bool:
        return self.row.verdict is Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the checklist and how much of it is answered."""

    key: str
    title: str
    checks: tuple[ShownCheck, ...]

    @property
    def answered(self) -> int:
        return sum(1 for check in self.checks if not check.is_open)


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its words, its days and where its evidence opens."""

    row: FindingRow
    severity: str
    tone: str
    due: str
    is_late: bool
    href: str


@dataclass(frozen=True, slots=True)
class AuditView:
    """One audit, open or finished."""

    page: AuditPage
    sentence: str
    chapters: tuple[Chapter, ...]
    findings: tuple[ShownFinding, ...]
    stakes: tuple[BarLine, ...]
    first_open: str
    mended: Sequence[str] | None
    worse: Sequence[str]

    @property
    def is_open(self) -> bool:
        return self.page.head.finished_at is None


@dataclass(frozen=True, slots=True)
class AuditList:
    """Audits of the school, the open one apart, and the launch of repeat sales."""

    sentence: str
    heads: tuple[AuditHead, ...]
    opened: AuditHead | None
    launch: LaunchRow | None


@dataclass(frozen=True, slots=True)
class ShownWeek:
    """A person's week: kinds with their counts in the method's order, hours in words."""

    staff_id: int
    name: str
    week: date
    counts: tuple[tuple[str, int], ...]
    hours: str


@dataclass(frozen=True, slots=True)
class Labour:
    """Labour by person and week, and what the department brought over its cost."""

    sentence: str
    lines: tuple[ShownWeek, ...]
    bars: tuple[BarLine, ...]
    kinds: tuple[tuple[str, str, int], ...]
    columns: tuple[Column, ...]
    contribution: Contribution | None
    figure: Figure | None
    metric: Metric
    period: str


def audit_list(staff: Staff, *, now: datetime) -> AuditList:
    """Audits newest first. A fixed number of queries."""
    heads = queries.audit_heads()
    opened = next((head for head in heads if head.finished_at is None), None)
    today = _today(staff, now)
    launch = launch_row(today=today, zone=staff.school.timezone)
    return AuditList(_list_sentence(heads, opened), tuple(heads), opened, launch)


def audit_view(page: AuditPage, staff: Staff, *, now: datetime) -> AuditView:
    """The page of one audit."""
    today = _today(staff, now)
    checks = [_check(row) for row in page.checks]
    chapters = tuple(
        Chapter(key, title, tuple(check for check in checks if check.row.group == key))
        for key, title in page.groups
    )
    ordered = [check for chapter in chapters for check in chapter.checks]
    first = next((check.row.key for check in ordered if check.is_open), "")
    changes = queries.changes_since(page.head.audit_id)
    return AuditView(
        page=page,
        sentence=_sentence(page),
        chapters=chapters,
        findings=tuple(_finding(row, today) for row in page.findings),
        stakes=stake_bars(page),
        first_open=first,
        mended=changes[0] if changes else None,
        worse=changes[1] if changes else (),
    )


def labour(staff: Staff, *, now: datetime) -> Labour:
    """Weeks of labour and the contribution over the same days. Two questions."""
    settings = method.audit_settings()
    today = _today(staff, now)
    days = timedelta(days=settings.window_days)
    period = Period(today - days, today + timedelta(days=1))
    lines = effort(**weeks_shown(staff, now))
    brought = contribution(period, now=now)
    keys = [str(one.key) for one in settings.effort.kinds]
    return Labour(
        sentence=_labour_sentence(lines, brought),
        lines=tuple(_week(line, keys) for line in lines),
        bars=effort_bars(lines),
        kinds=tuple((str(one.key), one.title, one.minutes) for one in settings.effort.kinds),
        columns=_columns([one.title for one in settings.effort.kinds]),
        contribution=brought,
        figure=_contributed(brought, period) if brought else None,
        metric=Metric(METRIC, _("Contribution of the department")),
        period=formats.day_range(period.from_on, period.to_on, today, language()),
    )


def labour_table(shown: Labour) -> tuple[Sequence[str], list[Sequence[object]]]:
    """The same lines as a file."""
    header = [_("Week from"), _("Who"), *(title for _key, title, _m in shown.kinds), _("Hours, ~")]
    return header, [
        (
            line.week.isoformat(),
            line.name,
            *(count for _kind, count in line.counts),
            line.hours,
        )
        for line in shown.lines
    ]


def findings_table(view: AuditView) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Findings as they stand on the page."""
    header = (
        *(_("Check"), _("Severity"), _("Evidence"), _("Request"), _("Root"), _("Action")),
        *(_("Who answers"), _("Until"), _("Done"), _("At stake, RUB")),
    )
    return header, [
        (
            one.row.title,
            one.severity,
            one.row.evidence,
            one.row.request,
            one.row.root,
            one.row.action,
            one.row.owner,
            one.row.due_on.isoformat(),
            _("yes") if one.row.done_at else "",
            one.row.stake.kopecks // 100 if one.row.stake else "",
        )
        for one in view.findings
    ]


def _today(staff: Staff, now: datetime) -> date:
    return local_date(now, ZoneInfo(staff.school.timezone))


def _check(row: CheckRow) -> ShownCheck:
    return ShownCheck(row, _href(row.page), _TONES.get(row.verdict, "neutral"))


def _finding(row: FindingRow, today: date) -> ShownFinding:
    return ShownFinding(
        row=row,
        severity=str(SEVERITIES[row.severity]),
        tone=SEVERITY_TONES[row.severity],
        due=formats.day_words(row.due_on, today, language()),
        is_late=row.done_at is None and row.due_on < today,
        href=_href(row.page),
    )


def _sentence(page: AuditPage) -> str:
    """An open audit says what is left to do; a finished one what it found."""
    left = page.head.unknown
    if page.head.finished_at is not None or not left:
        return page.sentence
    answered = len(page.checks) - left
    questions = formats.counted(left, _("question|questions"), language())
    return _("Answered %(answered)s, left %(questions)s") % {
        "answered": answered,
        "questions": questions,
    }


def _list_sentence(heads: Iterable[AuditHead], opened: AuditHead | None) -> str:
    if opened is not None:
        questions = formats.counted(opened.unknown, _("question|questions"), language())
        return _("An audit is under way: %(questions)s left") % {"questions": questions}
    last = next(iter(heads), None)
    if last is None:
        return _("Find out where the department loses money")
    return _("Last audit: %(failed)s of %(checked)s checks failed, actions done: %(done)s") % {
        "failed": last.failed,
        "checked": last.checked,
        "done": last.done,
    }


def _labour_sentence(lines: Sequence[EffortLine], brought: Contribution | None) -> str:
    if brought is not None:
        sum_ = formats.money(brought.kopecks, language())
        return _("The department contributed %(sum)s") % {"sum": sum_}
    if not lines:
        return _("No labour is recorded yet")
    hours = max(line.minutes for line in lines) / 60
    told = formats.number(hours, language(), decimals=1)
    return _("The fullest week took ~%(hours)s hours") % {"hours": told}


def _week(line: EffortLine, keys: Iterable[str]) -> ShownWeek:
    hours = formats.number(line.minutes / 60, language(), decimals=1)
    counts = tuple((key, line.counts.get(key, 0)) for key in keys)
    return ShownWeek(line.staff_id, line.name, line.week, counts, hours)


def _contributed(brought: Contribution, period: Period) -> Figure:
    return Figure(brought.kopecks, Unit.KOPECKS, href=number_href(METRIC, period))


def _columns(titles: Iterable[str]) -> tuple[Column, ...]:
    return (
        Column(_("Who")),
        Column(_("Week from")),
        *(Column(title, is_number=True, is_wide_only=True) for title in titles),
        Column(_("Hours, ~"), is_number=True),
    )


def _href(name: str) -> str:
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""
