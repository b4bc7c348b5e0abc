"""What the list of courses, a course and those who need a hand show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from provodnik.decisions.causes import queries as causes
from provodnik.facts.catalog.path.queries import product_choices
from provodnik.facts.learning.courses import queries
from provodnik.facts.learning.courses.queries import (
    CoursePage,
    CourseRow,
    HandRow,
    LessonRow,
    ModuleRow,
)
from provodnik.lake import services as lake
from provodnik.method import queries as method
from provodnik.method.shapes.courses import NeedsHand
from provodnik.web import formats
from provodnik.web.design.types import Figure, Tone, View
from provodnik.web.pages.courses import figures
from provodnik.web.pages.courses.figures import Steps, Tally, Window
from provodnik.web.pages.courses.words import language


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course in the list with what its students do."""

    row: CourseRow
    completion: Figure
    views: Figure


@dataclass(frozen=True, slots=True)
class Uncollected:
    """A product whose lessons the journal knows and that has no course yet."""

    product_id: int
    name: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """Courses, products without one, and how many need a hand."""

    sentence: str
    lines: tuple[CourseLine, ...]
    uncollected: tuple[Uncollected, ...]


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson with how many opened it."""

    row: LessonRow
    mark: str
    views: Figure


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """A checkpoint with how many reached it."""

    row: ModuleRow
    reach: Figure
    is_worst: bool
    lessons: tuple[LessonLine, ...]


@dataclass(frozen=True, slots=True)
class Fall:
    """The module before which most students are lost; `card_id` is its card in work."""

    item: str
    lost: int
    card_id: int | None
    window: Window


@dataclass(frozen=True, slots=True)
class ShowPage:
    """A course with the figures of those who began with the version shown."""

    course: CoursePage
    sentence: str
    modules: tuple[ModuleLine, ...]
    completion: Figure
    views: Figure
    homework: Figure
    fall: Fall | None
    versions: tuple[View, ...]
    rule: str
    is_measured: bool


@dataclass(frozen=True, slots=True)
class HandLine:
    """A student who needs a hand: why, since when, who leads them."""

    row: HandRow
    reason: str
    tone: Tone


def list_page(*, now: datetime) -> ListPage:
    """One query and two questions to the lake, whatever the number of courses."""
    rows = queries.courses()
    with lake.together():
        completion = figures.by_product(figures.COMPLETION, now=now)
        views = figures.by_product(figures.VIEWS, now=now)
    known = {row.product for row in rows}
    ids = {name: pk for pk, name in product_choices()}
    fresh = [name for name in views if name not in known and name in ids]
    return ListPage(
        sentence=_list_sentence(rows, fresh),
        lines=tuple(_course_line(row, completion, views) for row in rows),
        uncollected=tuple(Uncollected(ids[name], name) for name in sorted(fresh)),
    )


def show_page(course: CoursePage, *, now: datetime) -> ShowPage:
    """A course and six questions to the lake.

    A fall is told of those who had the method's days to come further, so that whoever came
    last week is not counted as lost.
    """
    newest = course.published[0] if course.published else None
    version = course.shown if course.shown and course.shown.published_at else newest
    is_first = version is not None and version.number == course.published[-1].number
    window = figures.window_of(version, is_first=is_first)
    days = method.metric_words().churn_points.reach_days
    judged = window.until(timezone.localdate(now) - timedelta(days=days))
    where = {"product": course.product}
    with lake.together():
        reach = figures.steps(figures.REACH, course.product, window, now=now)
        seen = figures.steps(figures.VIEWS, course.product, window, now=now)
        lost = figures.steps(figures.REACH, course.product, judged, now=now)
        shares = [
            figures.figure(figures.whole(one, course.product, window, now=now), one, where, window)
            for one in (figures.COMPLETION, figures.VIEWS, figures.HOMEWORK)
        ]
    modules = tuple(_module(course, row, reach, seen, lost, window) for row in course.modules)
    return ShowPage(
        course=course,
        sentence=_sentence(course, lost),
        modules=modules,
        completion=shares[0],
        views=shares[1],
        homework=shares[2],
        fall=_fall(course, lost, judged) if version == newest else None,
        versions=_versions(course),
        rule=str(method.course_settings().completion.rule),
        is_measured=bool(reach.reached),
    )


def hand_lines(rows: Sequence[HandRow]) -> list[HandLine]:
    """Why each student needs a hand, in words."""
    words = {
        "returned": (_("a weak mark, silent since"), Tone.ACT),
        "stuck": (_("stopped at the lesson"), Tone.WATCH),
    }
    return [HandLine(row, *words.get(row.reason, (row.reason, Tone.WATCH))) for row in rows]


def hand_sentence(rows: Sequence[HandRow]) -> str:
    if not rows:
        return _("Nobody needs a hand with a lesson today")
    people = formats.counted(len(rows), _("student needs|students need"), language())
    return _("%(people)s a hand with a lesson") % {"people": people}


def lesson_title(key: str) -> str:
    """What a mark is called; empty for a lesson without one."""
    mark = method.course_settings().mark(key) if key else None
    return str(mark.title) if mark else key


def day_words(on: date, today: date) -> str:
    return formats.day_words(on, today, language())


def _course_line(
    row: CourseRow, completion: dict[str, Tally], views: dict[str, Tally]
) -> CourseLine:
    where = {"product": row.product}
    return CourseLine(
        row,
        figures.figure(completion.get(row.product), figures.COMPLETION, where, Window()),
        figures.figure(views.get(row.product), figures.VIEWS, where, Window()),
    )


def _list_sentence(rows: Sequence[CourseRow], fresh: Sequence[str]) -> str:
    if fresh:
        said = formats.counted(len(fresh), _("product|products"), language())
        return _("Courses not drawn yet: %(products)s") % {"products": said}
    overloaded = [row.product for row in rows if row.overload.is_any]
    if overloaded:
        return _("“%(course)s” is overloaded: look at its lessons") % {"course": overloaded[0]}
    if not rows:
        return _("No courses yet")
    said = formats.counted(len(rows), _("course|courses"), language())
    return _("%(courses)s: order, versions and where students fall behind") % {"courses": said}


def _sentence(course: CoursePage, lost: Steps) -> str:
    """The conclusion: a draft waits, else where most are lost, else what there is."""
    if course.draft is not None and course.shown == course.draft:
        return _("“%(course)s”: version %(number)s is a draft, students do not see it yet") % {
            "course": course.product,
            "number": course.draft.number,
        }
    name = _name_of(course, lost.worst)
    if name:
        people = formats.counted(lost.lost, _("student is lost|students are lost"), language())
        told = {"course": course.product, "people": people, "module": name}
        return _("“%(course)s”: %(people)s before “%(module)s”") % told
    lessons = formats.counted(len(course.lessons), _("lesson|lessons"), language())
    return _("“%(course)s”: %(lessons)s") % {"course": course.product, "lessons": lessons}


def _module(
    course: CoursePage, row: ModuleRow, reach: Steps, seen: Steps, lost: Steps, window: Window
) -> ModuleLine:
    where = {"product": course.product, "item": row.key}
    return ModuleLine(
        row=row,
        reach=figures.figure(reach.reached.get(row.key), figures.REACH, where, window),
        is_worst=row.key == lost.worst,
        lessons=tuple(_lesson(course, lesson, seen, window) for lesson in row.lessons),
    )


def _lesson(course: CoursePage, row: LessonRow, seen: Steps, window: Window) -> LessonLine:
    where = {"product": course.product, "item": row.key}
    return LessonLine(
        row=row,
        mark=lesson_title(row.mark),
        views=figures.figure(seen.reached.get(row.key), figures.VIEWS, where, window),
    )


def _fall(course: CoursePage, lost: Steps, window: Window) -> Fall | None:
    if not lost.worst:
        return None
    card = next(
        (
            one.card_id
            for one in causes.cards()
            if one.place.product_id == course.product_id and one.place.item == lost.worst
        ),
        None,
    )
    return Fall(lost.worst, lost.lost, card, window)


def _name_of(course: CoursePage, key: str) -> str:
    """What people call a module; empty when this version has none of this key."""
    return next((row.name for row in course.modules if row.key == key), "")


def _versions(course: CoursePage) -> tuple[View, ...]:
    """The draft and the published versions as choices."""
    address = reverse("courses:show", args=[course.course_id])
    return tuple(
        View(
            (_("Draft %(number)s") if one.published_at is None else _("Version %(number)s"))
            % {"number": one.number},
            f"{address}?version={one.number}",
            is_current=one == course.shown,
        )
        for one in course.versions
    )


def hand_settings() -> NeedsHand:
    """After how many days somebody needs a hand, as the school's method says."""
    return method.course_settings().needs_hand


def most_shown() -> int:
    """Rows of a list before somebody asks for all of it."""
    return method.course_settings().most_shown
