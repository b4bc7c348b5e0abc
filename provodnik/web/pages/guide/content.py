"""What the student's page says, in words already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date
from provodnik.method import queries as method
from provodnik.method.shapes import Desk
from provodnik.method.shapes.care import Choice
from provodnik.touches.care.queries import (
    Course,
    NeedRow,
    StudentPath,
    needs_of,
    student_path,
)
from provodnik.touches.care.types import Place
from provodnik.web import formats

NEEDS_SHOWN = 5


class Note(StrEnum):
    """What the page answers to a form; stands in the address after the redirect."""

    GOAL_SAME = "goal-same"
    GOAL_CHANGED = "goal-changed"
    NEED_TOLD = "told"
    HELPED = "helped"
    NOT_HELPED = "not-helped"
    EMPTY = "empty"
    ENOUGH = "enough"
    PREVIEW = "preview"
    WORK_SENT = "work-sent"
    WORK_EMPTY = "work-empty"
    WORK_ACCEPTED = "work-accepted"
    FILE_LARGE = "file-large"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, and why. `anchor` leads to the part of the page where it is done."""

    title: str
    why: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """Something that is behind: a goal, a course, modules of the one being learned."""

    title: str
    at: datetime | None
    is_goal: bool = False


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A request of the student and what is known of it."""

    row: NeedRow
    said: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the page shows; nothing in it can query."""

    school: str
    sentence: str
    under: str
    progress: float | None
    path: StudentPath
    steps: tuple[NextStep, ...]
    reached: tuple[Reached, ...]
    needs: tuple[NeedLine, ...]
    choices: tuple[Choice, ...]
    promised: Desk
    answer_hours: float


def content(client_id: int, school: School, *, now: datetime) -> Content:
    """The page. A fixed number of queries, whatever the length of the path."""
    path, needs = student_path(client_id, now=now), needs_of(client_id, limit=NEEDS_SHOWN)
    zone = ZoneInfo(school.timezone)
    current = path.current
    return Content(
        school=school.name,
        sentence=_sentence(path),
        under=_under(current),
        progress=current.done / len(current.modules) if current and current.modules else None,
        path=path,
        steps=tuple(_steps(path, zone, now)),
        reached=_reached(path),
        needs=tuple(NeedLine(row, _said(row, zone, now)) for row in needs),
        choices=method.care_settings().choices,
        promised=method.desk_settings(),
        answer_hours=method.metric_words().service.first_response_hours,
    )


def note_of(said: str) -> str:
    """The page's answer to the form just sent; empty for anything else."""
    words = {
        Note.GOAL_SAME: _("Good, we keep leading you to this goal."),
        Note.GOAL_CHANGED: _("The new goal is saved. Your coordinator will see it today."),
        Note.NEED_TOLD: _("Handed over. Your coordinator will get back to you."),
        Note.HELPED: _("Glad it helped."),
        Note.NOT_HELPED: _("Understood. Your coordinator will come back to it."),
        Note.EMPTY: _("Choose what it is about, or write a few words."),
        Note.ENOUGH: _("You have written several times today, and everything has been received."),
        Note.AGREED: _("Noted: you agree. Your coordinator sees it."),
        Note.PREVIEW: _("You are looking at a student's page: nothing has been sent."),
        Note.WORK_SENT: _("The work is handed in. Marks and remarks will appear here."),
        Note.WORK_EMPTY: _("Write a few words, give a link or choose a file."),
        Note.WORK_ACCEPTED: _("The work is accepted already."),
        Note.FILE_LARGE: _(
            "The work did not load: the file is too large. Compress the video or give a link."
        ),
    }
    return words[Note(said)] if said in set(Note) else ""


def _sentence(path: StudentPath) -> str:
    words = _conclusion(path)
    if not path.first_name:
        return words[:1].upper() + words[1:]
    return _("%(name)s, %(words)s") % {"name": path.first_name, "words": words}


def _conclusion(path: StudentPath) -> str:
    course = path.current
    if course is None and path.courses:
        last = _inside(path.courses[0].name)
        if path.ahead:
            return _("“%(course)s” is behind you, “%(next)s” lies ahead") % {
                "course": last,
                "next": _inside(path.ahead[0].name),
            }
        return _("“%(course)s” is behind you") % {"course": last}
    if course is None:
        return _("your path begins here")
    if course.place is Place.BOUGHT:
        return _("it is time to begin “%(course)s”") % {"course": _inside(course.name)}
    if course.next_module is None:
        return _("keep going with “%(course)s”") % {"course": _inside(course.name)}
    return _("next comes “%(module)s”") % {"module": _inside(course.next_module)}


def _under(course: Course | None) -> str:
    if course is None:
        return ""
    if not course.modules:
        return course.name
    done = _("%(done)s of %(all)s modules done") % {"done": course.done, "all": len(course.modules)}
    return f"{course.name}: {done}"


def _steps(path: StudentPath, zone: ZoneInfo, now: datetime) -> Iterator[NextStep]:
    if path.goal is None:
        why = _("Then the path will lead exactly where you want to go.")
        yield NextStep(_("Say what you want to reach"), why, "goal")
    if path.current is not None:
        yield _learn(path.current)
    today = local_date(now, zone)
    for offer in path.offers:
        if offer.expires_at is not None:
            until = formats.day_words(offer.expires_at.astimezone(zone).date(), today, _language())
            words = {"product": _inside(offer.product), "until": until}
            title = _("Decide about “%(product)s” until %(until)s") % words
            yield NextStep(title, offer.why, "offers")
    if path.ahead:
        first = path.ahead[0]
        yield NextStep(
            _("After that: “%(product)s”") % {"product": _inside(first.name)}, first.why, "ahead"
        )


def _learn(course: Course) -> NextStep:
    left = len(course.modules) - course.done
    if course.next_module is None:
        title = _("Finish “%(course)s”") % {"course": _inside(course.name)}
        why = _("Every module is done: the last works are left.") if course.modules else ""
        return NextStep(title, why, "learning")
    title = _("Finish “%(module)s”") % {"module": _inside(course.next_module)}
    words = formats.counted(left, _("module|modules"), _language())
    why = _("“%(course)s”: %(left)s to the end.") % {"course": _inside(course.name), "left": words}
    return NextStep(title, why, "learning")


def _reached(path: StudentPath) -> tuple[Reached, ...]:
    """Goals, then courses, newest first, then how far the course being learned has come."""
    goals = [Reached(goal.text, goal.reached_at, is_goal=True) for goal in path.reached]
    finished = [one for one in path.courses if one.place is Place.FINISHED]
    courses = [Reached(one.name, one.finished_at) for one in finished]
    return (*goals, *courses, *_learned(path.courses))


def _learned(courses: Sequence[Course]) -> Iterator[Reached]:
    for one in courses:
        if one.place is Place.LEARNING and one.done:
            words = formats.counted(one.done, _("module|modules"), _language())
            title = _("%(modules)s of “%(course)s”") % {
                "modules": words,
                "course": _inside(one.name),
            }
            yield Reached(title, one.last_at)


def _said(row: NeedRow, zone: ZoneInfo, now: datetime) -> str:
    if row.answer:
        return row.answer
    if not row.is_open:
        return _("The coordinator has got in touch.")
    if row.owner and row.due_at is not None and row.due_at > now:
        on = formats.day(row.due_at.astimezone(zone).date(), local_date(now, zone), _language())
        return _("%(name)s answers until: %(day)s") % {"name": row.owner, "day": on}
    return _("Handed over to the coordinator.")


def _inside(name: str) -> str:
    """A name to stand in guillemets: guillemets inside guillemets become „…“."""
    return name.replace("«", "„").replace("»", "“")


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
