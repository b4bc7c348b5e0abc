"""What homework says: its sentence, terms in plain words, why something was not done."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.learning.homework.errors import (
    AlreadyAccepted,
    BeingChecked,
    CommentTooShort,
    HomeworkError,
    MarksMissing,
    MustDiscuss,
    NoSecondOpinion,
    NoSuchMark,
    NotAnExpert,
    NothingHandedIn,
    NotPractical,
    NotWaiting,
    OnlyExperts,
    OnlySeniors,
    ReasonMissing,
    SkillNameTaken,
    TooManyAttempts,
    WaitsForSecond,
)
from provodnik.facts.learning.homework.queries import WorkRow
from provodnik.facts.learning.homework.types import Tab, WorkState
from provodnik.kernel.calendar.rules import remaining
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.web import formats

_MINUTE = timedelta(minutes=1)
_POINT = 100


def language() -> str:
    return get_language() or ""


def sentence(
    counted: Mapping[Tab, int], first_due_at: datetime | None, zone: tzinfo, *, now: datetime
) -> str:
    """«12 работ ждут проверки, первая к 14:00»."""
    waiting = counted[Tab.WAITING]
    if not waiting:
        return _("Nothing to check")
    works = formats.counted(waiting, _("work|works"), language())
    if counted[Tab.LATE]:
        return _("%(works)s to check, overdue: %(late)s") % {
            "works": works,
            "late": formats.integer(counted[Tab.LATE], language()),
        }
    if first_due_at is None:
        return _("%(works)s to check") % {"works": works}
    moment = formats.moment_short(first_due_at, now, zone, language())
    return _("%(works)s to check, the first by %(moment)s") % {"works": works, "moment": moment}


def left(calendar: WorkCalendar, now: datetime, due_at: datetime) -> str:
    """Working time between now and a moment: «1 ч 10 мин»."""
    return formats.duration(abs(remaining(calendar, now, due_at)) // _MINUTE, language())


def due(row: WorkRow, calendar: WorkCalendar, zone: tzinfo, *, now: datetime) -> str:
    """The clock of a line: «до 14:30», «просрочено на 40 мин», «проверено 3 ноя, 12:10»."""
    if row.checked_at is not None:
        moment = formats.moment_short(row.checked_at, now, zone, language())
        return _("checked %(moment)s") % {"moment": moment}
    if row.due_at is None:
        return ""
    if now > row.due_at:
        return _("overdue by %(left)s") % {"left": left(calendar, now, row.due_at)}
    moment = formats.moment_short(row.due_at, now, zone, language())
    return _("by %(moment)s") % {"moment": moment}


def score(hundredths: int | None) -> str:
    """«4,3», «—» where there is none."""
    if hundredths is None:
        return formats.UNDEFINED
    return formats.number(hundredths / _POINT, language(), decimals=1)


def state_word(state: WorkState) -> str:
    words = {
        WorkState.ASSIGNED: _("given out"),
        WorkState.WAITING: _("waits for a check"),
        WorkState.RETURNED: _("back for rework"),
        WorkState.ACCEPTED: _("accepted"),
    }
    return words[state]


def points(n: int) -> str:
    """«2 балла»."""
    return formats.counted(n, _("point|points"), language())


def refusal(error: HomeworkError) -> str:
    """What was not done, and what to do."""
    match error:
        case MarksMissing():
            titles = ", ".join(_("“%(title)s”") % {"title": one} for one in error.titles)
            return _(
                "Mark every criterion, missing: %(titles)s. The student will see what for."
            ) % {"titles": titles}
        case CommentTooShort():
            letters = formats.counted(error.letters, _("letter|letters"), language())
            return _(
                "Write what is good, what to mend and what comes next: at least %(letters)s."
            ) % {"letters": letters}
        case BeingChecked():
            return _("The work is being checked by %(name)s.") % {"name": error.by}
        case NotWaiting() if error.by:
            return _("%(name)s has checked this work already.") % {"name": error.by}
        case MustDiscuss():
            return _(
                "The second opinion differs by %(points)s. Talk it over before sending and write"
                " down what you agreed."
            ) % {"points": points(error.points)}
    return _plain(type(error))


def _plain(kind: type[HomeworkError]) -> str:
    words = {
        AlreadyAccepted: _("The work is accepted already."),
        NotWaiting: _("The work does not wait for a check."),
        NothingHandedIn: _("Write a few words, give a link or choose a file."),
        TooManyAttempts: _("Enough for today: the next attempt is tomorrow."),
        NoSuchMark: _("A mark is from 1 to 5."),
        OnlyExperts: _("Only an expert assessor checks practical tasks and marks graduates."),
        OnlySeniors: _("A second opinion is given by a senior who has not checked this work."),
        WaitsForSecond: _("A second opinion was asked for. Send the check when it is there."),
        NoSecondOpinion: _("Nobody waits for a second opinion of this work."),
        ReasonMissing: _("The mark is there already. Write why it changes."),
        NotPractical: _("Only practical tasks are given out to single students."),
        NotAnExpert: _("A practical task is checked by an expert assessor."),
        SkillNameTaken: _("The course has this skill already."),
    }
    return words.get(kind, _("This cannot be done now."))
