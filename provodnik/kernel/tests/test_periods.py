from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from provodnik.kernel.periods import (
    Period,
    PeriodError,
    add_months,
    end_of_day,
    local_date,
    month_label,
    month_of,
    months_between,
    parse_date,
    parse_month,
    parse_period,
    programme,
    programme_months,
    quarter_of,
    start_of_day,
)

MOSCOW = ZoneInfo("Europe/Moscow")


def days(from_on: str, to_on: str) -> Period:
    return Period(date.fromisoformat(from_on), date.fromisoformat(to_on))


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    january = days("2026-01-01", "2026-02-01")

    assert date(2026, 1, 1) in january
    assert date(2026, 1, 31) in january
    assert date(2026, 2, 1) not in january
    assert january.days == 31
    assert january.last_on == date(2026, 1, 31)


@pytest.mark.parametrize("to_on", [date(2026, 1, 1), date(2025, 12, 31)])
def test_a_period_without_days_is_refused(to_on: date) -> None:
    with pytest.raises(PeriodError) as refusal:
        Period(date(2026, 1, 1), to_on)

    assert refusal.value.code == "empty_period"


def test_a_period_becomes_real_time_by_the_zone_of_its_time() -> None:
    assert days("2010-01-01", "2010-07-01").instants(MOSCOW) == (
        datetime(2009, 12, 31, 21, tzinfo=UTC),
        datetime(2010, 6, 30, 20, tzinfo=UTC),
    )


def test_a_day_begins_at_the_skip_where_its_midnight_is_skipped() -> None:
    beirut = ZoneInfo("Asia/Beirut")

    assert start_of_day(date(2026, 3, 29), beirut) == datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert local_date(datetime(2026, 3, 28, 22, tzinfo=UTC), beirut) == date(2026, 3, 29)
    assert local_date(datetime(2026, 3, 28, 21, 59, tzinfo=UTC), beirut) == date(2026, 3, 28)


def test_as_of_a_day_is_the_end_of_that_day() -> None:
    assert end_of_day(date(2026, 1, 31), MOSCOW) == datetime(2026, 1, 31, 21, tzinfo=UTC)


def test_a_moment_without_a_zone_has_no_date() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2026, 1, 1), MOSCOW)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_are_added_up_to_the_last_day(on: date, months: int, expected: date) -> None:
    assert add_months(on, months) == expected


def test_months_between_dates_are_those_of_the_calendar() -> None:
    assert months_between(date(2010, 12, 31), date(2011, 1, 1)) == 1
    assert months_between(date(2011, 1, 1), date(2010, 12, 31)) == -1
    assert months_between(date(2011, 1, 1), date(2011, 1, 31)) == 0


def test_month_and_quarter_of_a_day() -> None:
    assert month_of(date(2024, 2, 29)) == days("2024-02-01", "2024-03-01")
    assert month_of(date(2026, 12, 31)) == days("2026-12-01", "2027-01-01")
    assert quarter_of(date(2026, 11, 1)) == days("2026-10-01", "2027-01-01")
    assert quarter_of(date(2026, 3, 31)) == days("2026-01-01", "2026-04-01")


def test_the_months_a_period_touches() -> None:
    touched = days("2010-11-15", "2011-01-02").months()

    assert [month_label(month) for month in touched] == ["2010-11", "2010-12", "2011-01"]
    assert [*days("2010-11-01", "2010-12-01").months()] == [date(2010, 11, 1)]


def test_the_previous_period_is_as_many_months_or_as_many_days() -> None:
    assert days("2026-03-01", "2026-04-01").previous() == days("2026-02-01", "2026-03-01")
    assert days("2026-01-01", "2026-04-01").previous() == days("2025-10-01", "2026-01-01")
    assert days("2026-03-02", "2026-03-09").previous() == days("2026-02-23", "2026-03-02")


def test_labels_and_versus_read_back() -> None:
    assert parse_month("2010-12") == date(2010, 12, 1)
    assert parse_period("2026-01-01..2026-02-01") == days("2026-01-01", "2026-02-01")
    assert parse_period(str(days("2026-01-05", "2026-02-07"))) == days("2026-01-05", "2026-02-07")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-01-01", "bad_period"),
        ("2026-01-01-2026-02-01", "bad_period"),
        ("..2026-02-01", "bad_date"),
        ("2026-02-30..2026-03-01", "bad_date"),
        ("20260101..2026-03-01", "bad_date"),
        ("2026-02-01..2026-02-01", "empty_period"),
        ("2026-02-02..2026-02-01", "empty_period"),
    ],
)
def test_versus_that_is_no_period_is_refused(text: str, code: str) -> None:
    with pytest.raises(PeriodError) as refusal:
        parse_period(text)

    assert refusal.value.code == code


@pytest.mark.parametrize("label", ["2010-13", "2010-1", "2010", "декабрь", "2010-12-01"])
def test_a_label_that_is_no_month_is_refused(label: str) -> None:
    with pytest.raises(PeriodError, match="2010-12"):
        parse_month(label)


def test_a_date_is_read_strictly() -> None:
    assert parse_date("2024-02-29") == date(2024, 2, 29)
    with pytest.raises(PeriodError, match="must read like"):
        parse_date("2026-W01-1")


def test_a_programme_is_four_months_from_its_first_day_without_gaps() -> None:
    months = programme_months(date(2025, 10, 31))

    assert programme(date(2025, 10, 31)) == days("2025-10-31", "2026-02-28")
    assert months == [
        days("2025-10-31", "2025-11-30"),
        days("2025-11-30", "2025-12-31"),
        days("2025-12-31", "2026-01-31"),
        days("2026-01-31", "2026-02-28"),
    ]
