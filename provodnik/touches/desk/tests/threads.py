"""Short ways to say a thread, for the tests of the clocks."""

from datetime import date, timedelta

from provodnik.kernel.calendar.types import Pause, Production, WorkCalendar
from provodnik.kernel.tests.calendars import at, every_day, five_days, h
from provodnik.touches.desk.sla.types import Side, Solution, Terms, Thread, Word

NINE_TO_FIVE = five_days("09:00-17:00")
LUNCH = five_days("09:00-12:00", "13:30-17:00")
ALWAYS = every_day("00:00-24:00")
NIGHT_SHIFT = every_day("22:00-02:00")
NEVER = WorkCalendar.of("Europe/Moscow", [()] * 7)
RUSSIA = five_days("09:00-18:00", production=Production.RUSSIA)

MON = "2026-11-02 "
TUE = "2026-11-03 "
FRI = "2026-11-06 "


def client(text: str, *, reached: str = "", asks: bool = True) -> Word:
    return Word(at(text), Side.CLIENT, asks, at(reached) if reached else None)


def staff(text: str) -> Word:
    return Word(at(text), Side.STAFF)


def machine(text: str) -> Word:
    return Word(at(text), Side.MACHINE)


def note(text: str) -> Word:
    return Word(at(text), Side.NOTE)


def thread(
    opened: str,
    *words: Word,
    waits: tuple[Pause, ...] = (),
    solved: tuple[tuple[str, str], ...] = (),
) -> Thread:
    """`solved` gives when it was solved and when it came back, "" where it did not."""
    solutions = tuple(Solution(at(a), at(b) if b else None) for a, b in solved)
    return Thread(at(opened), words, waits, solutions)


def pause(begins: str, ends: str = "") -> Pause:
    return Pause(at(begins), at(ends) if ends else None)


def terms(
    answer: float | None = None,
    *,
    resolve: float | None = None,
    limit: float | None = None,
    since: str = "2020-01-01 00:00",
    working: bool = True,
) -> Terms:
    """Promises in hours."""
    return Terms(at(since), _hours(answer), _hours(resolve), _hours(limit), working)


def with_holiday(calendar: WorkCalendar, *days: date) -> WorkCalendar:
    return WorkCalendar.of(
        calendar.zone.key, calendar.week, {**dict(calendar.days), **dict.fromkeys(days, ())}
    )


def minutes(took: timedelta) -> float:
    return took.total_seconds() / 60


def _hours(count: float | None) -> timedelta | None:
    return None if count is None else h(count)
