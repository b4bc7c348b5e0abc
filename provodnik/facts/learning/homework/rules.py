"""Terms, scores and differences. Pure: no database, no clock of its own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from provodnik.facts.learning.homework.types import HIGHEST, LOWEST, Difference
from provodnik.kernel.calendar import rules as calendar_rules
from provodnik.kernel.calendar.errors import NoWorkingTime
from provodnik.kernel.calendar.types import WorkCalendar

_POINT = 100
_HALF = 2


def due_at(calendar: WorkCalendar, asked_at: datetime, *, hours: int) -> datetime | None:
    """By when a check is due: working hours from the moment it was asked for.

    None where the calendar has no working time at all: nothing can be promised.
    """
    try:
        return calendar_rules.deadline(calendar, asked_at, timedelta(hours=hours))
    except NoWorkingTime:
        return None


def is_scale(mark: int) -> bool:
    """Whether a mark lies on the scale of 1 to 5."""
    return LOWEST <= mark <= HIGHEST


def score_hundredths(marks: Iterable[int]) -> int:
    """The mean of marks in hundredths of a point, halves up."""
    told = list(marks)
    return (2 * _POINT * sum(told) + len(told)) // (_HALF * len(told))


def missing(criteria: Sequence[str], marks: Mapping[str, int]) -> list[str]:
    """Keys of criteria without a mark, in the order of the rubric."""
    return [key for key in criteria if key not in marks]


def differences(
    titles: Mapping[str, str], first: Mapping[str, int], second: Mapping[str, int]
) -> tuple[Difference, ...]:
    """Both marks of each criterion that both people marked, in the order of `titles`."""
    return tuple(
        Difference(key, title, first[key], second[key])
        for key, title in titles.items()
        if key in first and key in second
    )


def greatest(found: Iterable[Difference]) -> int:
    """The greatest difference in points, 0 where nothing can be compared."""
    return max((one.points for one in found), default=0)


def is_held(claimed_at: datetime, now: datetime, *, minutes: int) -> bool:
    """Whether a begun check still keeps others off."""
    return now - claimed_at < timedelta(minutes=minutes)
