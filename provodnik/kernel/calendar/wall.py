"""Wall-clock time of a zone on the line of real time, by the time-zone database.

Real time is an int of microseconds since 1970 in UTC: exact, ordered, cheap to search in.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60

_SECOND = 1_000_000
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  a wall clock; its zone is a parameter


def to_us(moment: datetime) -> int:
    """Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment must carry its time zone: {moment.isoformat()}")
    return (moment - _EPOCH) // _MICROSECOND


def to_moment(us: int) -> datetime:
    return _EPOCH + us * _MICROSECOND


def wall_us(zone: ZoneInfo, on: date, minute: int = 0) -> int:
    """The real moment of a wall-clock time, `minute` minutes past the midnight of a date.

    Never earlier for a later time. A time that the clocks show twice is its first showing; a time
    they skip is the moment of the skip, so hours inside the gap are empty rather than lent from
    the hour after it.
    """
    days, minutes = divmod(minute, MINUTES_A_DAY)
    midnight = datetime(on.year, on.month, on.day, tzinfo=zone)
    wall = midnight + timedelta(days=days, minutes=minutes)
    local_us = (wall.replace(tzinfo=None) - _LOCAL_EPOCH) // _MICROSECOND
    before, after = _offset_us(wall), _offset_us(wall.replace(fold=1))
    if before >= after:
        return local_us - before
    return _moment_of_skip(zone, before, local_us - after, local_us - before)


def _moment_of_skip(zone: ZoneInfo, offset_us: int, low: int, high: int) -> int:
    """The moment in (low, high] at which the zone leaves `offset_us`; zones do so on a second."""
    low -= _SECOND
    while high - low > _SECOND:
        middle = low + (high - low) // (2 * _SECOND) * _SECOND
        if _offset_us(to_moment(middle).astimezone(zone)) == offset_us:
            low = middle
        else:
            high = middle
    return high


def _offset_us(local: datetime) -> int:
    offset = local.utcoffset()
    assert offset is not None  # a ZoneInfo always has one
    return offset // _MICROSECOND
