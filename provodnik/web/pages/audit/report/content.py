"""What a report shows, ready to print: sentences, bars in percent, sums in words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from provodnik.kernel.periods import local_date
from provodnik.method import queries as method
from provodnik.reports.audit.types import (
    AdviceRow,
    AuditPage,
    CheckRow,
    Contribution,
    EffortLine,
    FindingRow,
    Verdict,
)
from provodnik.web import formats
from provodnik.web.design.tags.rendering import language
from provodnik.web.pages.audit.words import SEVERITIES, SEVERITY_TONES

_MINUTES = 60


@dataclass(frozen=True, slots=True)
class BarLine:
    """A bar with its name and its figure in words; `percent` of the longest."""

    name: str
    text: str
    percent: float
    value: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A chapter of the checklist: how many passed, failed, unanswered; widths in percent."""

    title: str
    passed: int
    failed: int
    unknown: int

    @property
    def total(self) -> int:
        return self.passed + self.failed + self.unknown or 1

    @property
    def passed_percent(self) -> float:
        return 100 * self.passed / self.total

    @property
    def failed_percent(self) -> float:
        return 100 * self.failed / self.total

    @property
    def failed_from(self) -> float:
        return self.passed_percent


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as it is printed."""

    row: FindingRow
    number: int
    severity: str
    tone: str
    stake: str
    due: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the templates of a report need; nothing in it can query."""

    page: AuditPage
    school: str
    sentence: str
    period: str
    as_of: str
    stake: str
    stakes: tuple[BarLine, ...]
    groups: tuple[GroupLine, ...]
    findings: tuple[ShownFinding, ...]
    by_severity: tuple[tuple[str, str, tuple[ShownFinding, ...]], ...]
    blind_spots: tuple[CheckRow, ...]
    passed: tuple[CheckRow, ...]
    unknown: tuple[CheckRow, ...]
    advices: tuple[AdviceRow, ...]
    advice_yes: int
    effort: tuple[BarLine, ...]
    effort_note: str
    contribution: Contribution | None
    assumptions: tuple[str, ...]


def report_of(page: AuditPage, *, today: date) -> Report:
    """The report of an audit. Asks the method for words, nothing else."""
    zone = ZoneInfo(page.window.zone)
    from_on, to_on = local_date(page.window.from_at, zone), local_date(page.window.to_at, zone)
    spoken = language()
    findings = tuple(_finding(row, n, today) for n, row in enumerate(page.findings, start=1))
    return Report(
        page=page,
        school=page.school,
        sentence=page.sentence,
        period=formats.day_range(from_on, to_on + timedelta(days=1), today, spoken),
        as_of=formats.day_words(to_on, today, spoken),
        stake=_about(page.head.stake_kopecks),
        stakes=stake_bars(page),
        groups=group_lines(page),
        findings=findings,
        by_severity=_by_severity(findings),
        blind_spots=tuple(check for check in page.checks if check.is_blind_spot),
        passed=tuple(check for check in page.checks if check.verdict is Verdict.PASSED),
        unknown=tuple(check for check in page.checks if check.verdict is Verdict.UNKNOWN),
        advices=page.advices,
        advice_yes=sum(1 for one in page.advices if one.verdict is Verdict.PASSED),
        effort=effort_bars(page.effort),
        effort_note=effort_words(),
        contribution=page.contribution,
        assumptions=assumptions(page),
    )


def stake_bars(page: AuditPage) -> tuple[BarLine, ...]:
    """Findings with money, the most first."""
    told = [(row.title, row.stake) for row in page.findings if row.stake is not None]
    told.sort(key=lambda one: -one[1].kopecks)
    most = max((stake.kopecks for _title, stake in told), default=1)
    return tuple(
        BarLine(
            name=title,
            text=_about(stake.kopecks),
            percent=100 * stake.kopecks / most,
            value=stake.kopecks / 100,
            note=stake.how,
        )
        for title, stake in told
    )


def group_lines(page: AuditPage) -> tuple[GroupLine, ...]:
    """Chapters with how they came out."""
    counts: dict[str, list[Verdict]] = defaultdict(list)
    for check in page.checks:
        counts[check.group].append(check.verdict)
    return tuple(
        GroupLine(
            title=title,
            passed=counts[key].count(Verdict.PASSED),
            failed=counts[key].count(Verdict.FAILED),
            unknown=counts[key].count(Verdict.UNKNOWN),
        )
        for key, title in page.groups
    )


def effort_bars(lines: Iterable[EffortLine]) -> tuple[BarLine, ...]:
    """Hours a week by person, the most first: the mean over the weeks they worked in."""
    minutes: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        minutes[line.name].append(line.minutes)
    means = {name: sum(told) / len(told) for name, told in minutes.items()}
    most = max(means.values(), default=1) or 1
    return tuple(
        BarLine(
            name=name,
            text=_("~%(hours)s h a week")
            % {"hours": formats.number(mean / _MINUTES, language(), decimals=1)},
            percent=100 * mean / most,
            value=round(mean / _MINUTES, 1),
            note=_("the fullest week ~%(hours)s h, counted over %(weeks)s")
            % {
                "hours": formats.number(max(minutes[name]) / _MINUTES, language(), decimals=1),
                "weeks": formats.counted(len(minutes[name]), _("week|weeks"), language()),
            },
        )
        for name, mean in sorted(means.items(), key=lambda one: (-one[1], one[0]))
    )


def effort_words() -> str:
    """The assumption behind hours, as the method has it."""
    kinds = method.audit_settings().effort.kinds
    told = ", ".join(f"{kind.title.lower()} {kind.minutes}" for kind in kinds)
    return _("Assumption, minutes each: %(kinds)s.") % {"kinds": told}


def assumptions(page: AuditPage) -> tuple[str, ...]:
    """What sums rest on, said aloud."""
    scale = page.scale
    if scale is None:
        return ()
    conversion = formats.share(scale.conversion_share, language())
    told = (
        _("Conversion of an offer %(share)s: an assumption, offers are still few.")
        if scale.is_assumed
        else _("Conversion of an offer %(share)s: by the school's own offers of a year.")
    )
    cheque = formats.money(round(scale.cheque_kopecks / 100) * 100, language())
    return (
        told % {"share": conversion},
        _("Cheque %(sum)s: the mean of a year, of repeat orders where there are any.")
        % {"sum": cheque},
        _("One student may stand in several checks: of sums of one kind only the largest counts."),
        effort_words(),
    )


def _finding(row: FindingRow, number: int, today: date) -> ShownFinding:
    return ShownFinding(
        row=row,
        number=number,
        severity=str(SEVERITIES[row.severity]),
        tone=SEVERITY_TONES[row.severity],
        stake=_about(row.stake.kopecks) if row.stake else "",
        due=formats.day_words(row.due_on, today, language()),
    )


def _by_severity(
    findings: Sequence[ShownFinding],
) -> tuple[tuple[str, str, tuple[ShownFinding, ...]], ...]:
    found = []
    for key, title in SEVERITIES.items():
        its = tuple(one for one in findings if one.row.severity == key)
        if its:
            found.append((str(title), SEVERITY_TONES[key], its))
    return tuple(found)


def _about(kopecks: int) -> str:
    return formats.marked(formats.money(kopecks, language()), formats.Mark.APPROX, language())
