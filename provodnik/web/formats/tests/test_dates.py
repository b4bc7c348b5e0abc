"""Moments are said the way people say them, in the school's zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from provodnik.web import formats

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 3, 6, 40, tzinfo=UTC)
TODAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 3, 6, 12, tzinfo=UTC), "сегодня, 09:12"),
        (datetime(2026, 11, 2, 18, 40, tzinfo=UTC), "вчера, 21:40"),
        (datetime(2026, 11, 2, 21, 30, tzinfo=UTC), "сегодня, 00:30"),
        (datetime(2026, 11, 4, 7, 0, tzinfo=UTC), "завтра, 10:00"),
        (datetime(2026, 10, 28, 12, 30, tzinfo=UTC), "28\u00a0октября"),
        (datetime(2025, 11, 3, 12, 30, tzinfo=UTC), "3\u00a0ноября\u00a02025"),
    ],
)
def test_a_moment_is_told_from_today(at: datetime, shown: str) -> None:
    assert formats.moment(at, NOW, MOSCOW, "ru") == shown


def test_a_moment_in_a_table_is_short() -> None:
    at = datetime(2026, 10, 28, 12, 30, tzinfo=UTC)

    assert formats.moment_short(at, NOW, MOSCOW, "ru") == "28\u00a0окт, 15:30"
    assert formats.moment_short(at, NOW, MOSCOW, "en") == "28\u00a0Oct, 15:30"


def test_the_full_moment_leaves_nothing_to_guess() -> None:
    kolkata = ZoneInfo("Asia/Kolkata")

    assert formats.full_moment(NOW, MOSCOW, "ru") == "3\u00a0ноября\u00a02026, 09:40 (UTC+3)"
    assert formats.full_moment(NOW, kolkata, "en").endswith("12:10 (UTC+5:30)")
    assert formats.full_moment(NOW, UTC, "en").endswith("(UTC)")


def test_days_near_today_have_names() -> None:
    said = [formats.day(date(2026, 11, number), TODAY, "ru") for number in (2, 3, 4, 5)]

    assert said == ["вчера", "сегодня", "завтра", "5\u00a0ноября"]
    assert formats.day_words(TODAY, TODAY, "ru") == "3\u00a0ноября"
    assert formats.day_short(TODAY, TODAY, "ru") == "3\u00a0ноя"
    assert formats.day_short(date(2025, 5, 9), TODAY, "ru") == "9\u00a0мая\u00a02025"
    assert formats.month(date(2025, 7, 1), TODAY, "ru") == "июль\u00a02025"
    assert formats.month(date(2026, 7, 1), TODAY, "en") == "July"


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (date(2026, 7, 1), date(2026, 11, 1), "1\u00a0июля — 31\u00a0октября\u00a02026"),
        (date(2026, 10, 1), date(2026, 11, 1), "1–31\u00a0октября"),
        (date(2025, 10, 1), date(2025, 11, 1), "1–31\u00a0октября\u00a02025"),
        (date(2026, 10, 5), date(2026, 10, 6), "5\u00a0октября"),
        (
            date(2025, 12, 1),
            date(2026, 2, 1),
            "1\u00a0декабря\u00a02025 — 31\u00a0января\u00a02026",
        ),
    ],
)
def test_a_range_shows_its_last_day(start: date, end: date, shown: str) -> None:
    assert formats.day_range(start, end, TODAY, "ru") == shown


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        formats.day_range(TODAY, TODAY, TODAY, "ru")


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0, "0\u00a0мин"),
        (40, "40\u00a0мин"),
        (120, "2\u00a0ч"),
        (160, "2\u00a0ч 40\u00a0мин"),
        (24 * 60, "1\u00a0день"),
        (51 * 60, "2\u00a0дня 3\u00a0ч"),
    ],
)
def test_a_duration_has_at_most_two_parts(minutes: int, shown: str) -> None:
    assert formats.duration(minutes, "ru") == shown


def test_hours_of_a_metric_stay_hours() -> None:
    assert formats.hours(24, "ru") == "24\u00a0ч"
    assert formats.hours(2.5, "ru") == "2,5\u00a0ч"
    assert formats.hours(0.583, "ru") == "35\u00a0мин"
    assert formats.hours(0, "en") == "0\u00a0h"
    assert formats.working_days(2, "ru") == "2\u00a0рабочих дня"
