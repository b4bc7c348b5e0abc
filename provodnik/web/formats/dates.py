"""Days, moments and lengths of time.

Moments come aware and are shown in the zone given; days are the days of that zone.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo

from provodnik.web.formats.numbers import MINUS, NBSP, Number, exact, number, rounded
from provodnik.web.formats.words import plural, words

_MINUTES_IN_HOUR = 60
_MINUTES_IN_DAY = 24 * _MINUTES_IN_HOUR


def clock(at: datetime, tz: tzinfo) -> str:
    """«09:12» in the zone given."""
    return f"{at.astimezone(tz):%H:%M}"


def day(on: date, today: date, language: str) -> str:
    """«сегодня», «вчера», «завтра», «3 ноября», of another year «3 ноября 2025»."""
    near = _near(on, today, language)
    return near or day_words(on, today, language)


def day_words(on: date, today: date, language: str) -> str:
    """«3 ноября»: the date itself, also when it is today."""
    name = words(language).months_of[on.month - 1]
    return _with_year(f"{on.day}{NBSP}{name}", on, today)


def day_short(on: date, today: date, language: str) -> str:
    """«3 ноя» for tables, of another year «3 ноя 2025»."""
    name = words(language).months_short[on.month - 1]
    return _with_year(f"{on.day}{NBSP}{name}", on, today)


def moment(at: datetime, now: datetime, tz: tzinfo, language: str) -> str:
    """«сегодня, 09:12», «вчера, 21:40», farther away the day alone: «3 ноября»."""
    on, today = at.astimezone(tz).date(), now.astimezone(tz).date()
    near = _near(on, today, language)
    return f"{near}, {clock(at, tz)}" if near else day_words(on, today, language)


def moment_short(at: datetime, now: datetime, tz: tzinfo, language: str) -> str:
    """«28 окт, 15:30»: a line of a table or a timeline."""
    on, today = at.astimezone(tz).date(), now.astimezone(tz).date()
    return f"{day_short(on, today, language)}, {clock(at, tz)}"


def full_moment(at: datetime, tz: tzinfo, language: str) -> str:
    """«3 ноября 2026, 09:12 (UTC+3)»: nothing left to guess."""
    local = at.astimezone(tz)
    name = words(language).months_of[local.month - 1]
    return f"{local.day}{NBSP}{name}{NBSP}{local.year}, {local:%H:%M} ({_offset(local)})"


def day_range(start: date, end: date, today: date, language: str) -> str:
    """«1 июля — 31 октября 2026», «1–31 октября», one day as itself.

    Shape:   half-open [start, end); the last day shown is the one before `end`
    Raises:  ValueError: the range is empty
    """
    last = end - timedelta(days=1)
    if last < start:
        raise ValueError(f"an empty range: {start} … {end}")
    shown_last = _with_range_year(start, last, today, language)
    if start == last:
        return shown_last
    if (start.year, start.month) == (last.year, last.month):
        return f"{start.day}–{shown_last}"
    first = f"{start.day}{NBSP}{words(language).months_of[start.month - 1]}"
    if start.year != last.year:
        first += f"{NBSP}{start.year}"
    return f"{first}{words(language).range_dash}{shown_last}"


def month(on: date, today: date, language: str) -> str:
    """«июль», of another year «июль 2025»."""
    return _with_year(words(language).months[on.month - 1], on, today)


def duration(minutes: Number, language: str) -> str:
    """«40 мин», «2 ч 40 мин», «2 ч», from a day on «1 день», «2 дня 3 ч»."""
    spoken = words(language)
    total = int(rounded(minutes))
    if total >= _MINUTES_IN_DAY:
        days, rest = divmod(total, _MINUTES_IN_DAY)
        tail = rest // _MINUTES_IN_HOUR
        shown = f"{days}{NBSP}{plural(days, spoken.days)}"
        return f"{shown} {tail}{NBSP}{spoken.hour}" if tail else shown
    whole_hours, rest = divmod(total, _MINUTES_IN_HOUR)
    parts = []
    if whole_hours:
        parts.append(f"{whole_hours}{NBSP}{spoken.hour}")
    if rest or not whole_hours:
        parts.append(f"{rest}{NBSP}{spoken.minute}")
    return " ".join(parts)


def hours(value: Number, language: str) -> str:
    """«24 ч», «2,5 ч», under an hour «35 мин»: a metric measured in hours."""
    spoken = words(language)
    if 0 < exact(value) < 1:
        return f"{number(exact(value) * 60, language)}{NBSP}{spoken.minute}"
    is_whole = rounded(value, 1) == rounded(value)
    return f"{number(value, language, decimals=0 if is_whole else 1)}{NBSP}{spoken.hour}"


def working_days(n: int, language: str) -> str:
    """«2 рабочих дня»."""
    return f"{n}{NBSP}{plural(n, words(language).working_days)}"


def _near(on: date, today: date, language: str) -> str:
    spoken = words(language)
    names = {-1: spoken.yesterday, 0: spoken.today, 1: spoken.tomorrow}
    return names.get((on - today).days, "")


def _with_year(text: str, on: date, today: date) -> str:
    return text if on.year == today.year else f"{text}{NBSP}{on.year}"


def _with_range_year(start: date, last: date, today: date, language: str) -> str:
    """The year is said when it is not this one, and always across months: ranges are archived."""
    name = words(language).months_of[last.month - 1]
    text = f"{last.day}{NBSP}{name}"
    is_one_month = (start.year, start.month) == (last.year, last.month)
    return text if is_one_month and last.year == today.year else f"{text}{NBSP}{last.year}"


def _offset(local: datetime) -> str:
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    whole_hours, rest = divmod(abs(minutes), _MINUTES_IN_HOUR)
    if minutes == 0:
        return str(UTC)
    sign = "+" if minutes > 0 else MINUS
    return f"UTC{sign}{whole_hours}" + (f":{rest:02d}" if rest else "")
