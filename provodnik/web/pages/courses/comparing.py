"""Versions of a course compared: what each gave, and the last change before and after."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _

from provodnik.decisions.causes import rules
from provodnik.decisions.causes.types import Side, Verdict
from provodnik.facts.learning.courses import queries
from provodnik.facts.learning.courses.queries import CoursePage, VersionRow
from provodnik.kernel.periods import Period
from provodnik.method import queries as method
from provodnik.web import formats
from provodnik.web.design.types import Figure, Tone
from provodnik.web.pages.courses import figures
from provodnik.web.pages.courses.figures import Tally, Window
from provodnik.web.pages.courses.words import language

MOST = 4
"""Versions compared; each costs four questions to the lake."""
_METRICS = (figures.COMPLETION, figures.VIEWS, figures.HOMEWORK)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version: who began with it and how far they came."""

    row: VersionRow
    students: int
    students_href: str
    completion: Figure
    views: Figure
    homework: Figure
    reach: Figure
    reach_name: str


@dataclass(frozen=True, slots=True)
class EffectLine:
    """A figure before the last change and after it, at equal time since access."""

    name: str
    before: Figure
    after: Figure
    difference: str
    verdict: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """Versions, newest first, and what the last change gave."""

    sentence: str
    lines: tuple[VersionLine, ...]
    effect: tuple[EffectLine, ...]
    early: str
    reach_days: int


def versions_page(course: CoursePage, *, today: date, now: datetime) -> VersionsPage:
    """One query over the journal and at most four questions to the lake a version."""
    students = queries.started(course.course_id)
    published = course.published
    effect, early = _effect(course, today=today, now=now)
    return VersionsPage(
        sentence=_sentence(course, effect),
        lines=tuple(
            _line(course, row, students.get(row.number, 0), now=now) for row in published[:MOST]
        ),
        effect=effect,
        early=early,
        reach_days=method.metric_words().churn_points.reach_days,
    )


def _line(course: CoursePage, row: VersionRow, students: int, *, now: datetime) -> VersionLine:
    window = figures.window_of(row, is_first=row.number == course.published[-1].number)
    where = {"product": course.product}
    shares = [
        figures.figure(figures.whole(one, course.product, window, now=now), one, where, window)
        for one in _METRICS
    ]
    last = course.modules[-1] if course.modules else None
    reached = figures.steps(figures.REACH, course.product, window, now=now).reached
    item = {**where, "item": last.key} if last else where
    return VersionLine(
        row=row,
        students=students,
        students_href=figures.number_href(figures.COMPLETION, where, window),
        completion=shares[0],
        views=shares[1],
        homework=shares[2],
        reach=figures.figure(reached.get(last.key) if last else None, figures.REACH, item, window),
        reach_name=last.name if last else "",
    )


def _effect(
    course: CoursePage, *, today: date, now: datetime
) -> tuple[tuple[EffectLine, ...], str]:
    """Before the newest version and after it; or when that can be told."""
    if len(course.published) < 2:  # noqa: PLR2004 (two are compared)
        return (), ""
    newest = course.published[0]
    changed_on = timezone.localdate(newest.starts_at)
    settings = method.metric_words().churn_points
    told = rules.windows(
        changed_on, today, reach_days=settings.reach_days, window_days=settings.window_days
    )
    if told is None:
        day = rules.judgeable_on(changed_on, reach_days=settings.reach_days)
        words = formats.day_words(day, today, language())
        return (), _("Too early to compare: students will have had their time on %(day)s.") % {
            "day": words
        }
    sides = (told.before, told.before_as_of), (told.after, told.after_as_of)
    names = {
        figures.COMPLETION: _("Finished the course"),
        figures.VIEWS: _("Lessons opened"),
        figures.HOMEWORK: _("All homework handed in"),
    }
    return (
        tuple(
            _effect_line(course, metric, name, sides, few=settings.students_at_least, now=now)
            for metric, name in names.items()
        ),
        "",
    )


def _effect_line(
    course: CoursePage,
    metric: str,
    name: str,
    sides: tuple[tuple[Period, date], tuple[Period, date]],
    *,
    few: int,
    now: datetime,
) -> EffectLine:
    before, after = (_side(course, metric, window, as_of, now=now) for window, as_of in sides)
    verdict = rules.verdict(before, after, students_at_least=few)
    return EffectLine(
        name=name,
        before=_figure(course, metric, before),
        after=_figure(course, metric, after),
        difference=formats.points(_share(before), _share(after), language()),
        verdict=str(_verdicts()[verdict]),
        tone=_TONES[verdict],
    )


def _side(course: CoursePage, metric: str, window: Period, as_of: date, *, now: datetime) -> Side:
    days = Window(window.from_on, window.to_on)
    told = figures.whole(metric, course.product, days, now=now, as_of=as_of)
    return Side(told.n, told.size, window, as_of)


def _figure(course: CoursePage, metric: str, side: Side) -> Figure:
    window = Window(side.window.from_on, side.window.to_on)
    where = {"product": course.product}
    tally = Tally(side.reached, side.size)
    return figures.figure(tally, metric, where, window, side.as_of.isoformat())


def _share(side: Side) -> Fraction | None:
    return Fraction(side.reached, side.size) if side.size else None


def _sentence(course: CoursePage, effect: tuple[EffectLine, ...]) -> str:
    """What the last change gave to completion, else how many versions there are."""
    sides = (effect[0].before, effect[0].after) if effect else ()
    if sides and all(one.amount is not None for one in sides):
        before, after = (formats.share(one.amount, language(), n=one.n) for one in sides)
        told = {"course": course.product, "before": before, "after": after}
        return _("“%(course)s”: finished %(before)s before the change, %(after)s after") % told
    said = formats.counted(len(course.published), _("version|versions"), language())
    return _("“%(course)s”: %(versions)s published") % {"course": course.product, "versions": said}


_TONES = {
    Verdict.BETTER: Tone.GOOD,
    Verdict.WORSE: Tone.ACT,
    Verdict.CHANCE: Tone.NEUTRAL,
    Verdict.TOO_FEW: Tone.WATCH,
    Verdict.TOO_EARLY: Tone.NEUTRAL,
}


def _verdicts() -> dict[Verdict, str]:
    return {
        Verdict.BETTER: _("better, chance does not explain it"),
        Verdict.WORSE: _("worse, chance does not explain it"),
        Verdict.CHANCE: _("the difference is within chance"),
        Verdict.TOO_FEW: _("too few students to judge by"),
        Verdict.TOO_EARLY: _("too early to judge"),
    }
