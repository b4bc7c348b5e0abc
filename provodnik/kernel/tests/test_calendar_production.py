"""The Russian production calendar, held against the decrees and the official norms of hours."""

from datetime import date

import pytest

from provodnik.kernel.calendar.document import default_calendar
from provodnik.kernel.calendar.production import is_shortened, moves_are_known
from provodnik.kernel.calendar.rules import deadline, elapsed, explain_days
from provodnik.kernel.calendar.types import DayPlan, DayReason, Production
from provodnik.kernel.tests.calendars import at, five_days, h, hours

# Eight hours a day, the week the official norm is counted for.
NORMAL = five_days("09:00-13:00", "14:00-18:00", production=Production.RUSSIA)


def plan(on: str, language: str = "ru") -> DayPlan:
    day = date.fromisoformat(on)
    return explain_days(NORMAL, day, date.fromordinal(day.toordinal() + 1), language=language)[0]


@pytest.mark.parametrize(
    ("year", "working_days", "norm_hours"),
    [
        (2008, 250, 1993),
        (2009, 249, 1987),
        (2010, 249, 1987),
        (2011, 248, 1981),
        (2012, 249, 1986),
        (2013, 247, 1970),
        (2014, 247, 1970),
        (2015, 247, 1971),
        (2016, 247, 1974),
        (2017, 247, 1973),
        (2018, 247, 1970),
        (2019, 247, 1970),
        (2020, 248, 1979),
        (2021, 247, 1972),
        (2022, 247, 1973),
        (2023, 247, 1973),
        (2024, 248, 1979),
        (2025, 247, 1972),
        (2026, 247, 1972),
    ],
)
def test_each_year_gives_the_official_norm_of_hours(
    year: int, working_days: int, norm_hours: int
) -> None:
    days = explain_days(NORMAL, date(year, 1, 1), date(year + 1, 1, 1))
    worked = elapsed(NORMAL, at(f"{year}-01-01 00:00"), at(f"{year + 1}-01-01 00:00"))

    assert sum(bool(day.spans) for day in days) == working_days
    assert worked == h(norm_hours)


@pytest.mark.parametrize(
    ("year", "shortened"),
    [
        (2012, "02-22 03-07 04-28 05-12 06-09 12-29"),
        (2014, "02-24 03-07 04-30 05-08 06-11 12-31"),
        (2016, "02-20 11-03"),
        (2018, "02-22 03-07 04-28 05-08 06-09 12-29"),
        (2022, "02-22 03-05 11-03"),
        (2024, "02-22 03-07 05-08 06-11 11-02"),
        (2025, "03-07 04-30 06-11 11-01"),
        (2026, "04-30 05-08 06-11 11-03"),
        (2027, "02-20 04-30 06-11 11-03"),
    ],
)
def test_the_short_days_of_a_year(year: int, shortened: str) -> None:
    days = explain_days(NORMAL, date(year, 1, 1), date(year + 1, 1, 1))

    assert " ".join(f"{day.on:%m-%d}" for day in days if day.is_shortened) == shortened


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        pytest.param("2026-01-09", DayReason.MOVED_DAY_OFF, id="moved from 3 January"),
        pytest.param("2026-03-09", DayReason.MOVED_DAY_OFF, id="by law, after a Sunday holiday"),
        pytest.param("2014-03-10", DayReason.MOVED_DAY_OFF, id="one the library forgets"),
        pytest.param("2030-11-05", DayReason.WORKDAY, id="no move where none is needed"),
        pytest.param("2028-06-12", DayReason.HOLIDAY, id="a holiday of a year not decreed yet"),
        pytest.param("2029-11-05", DayReason.MOVED_DAY_OFF, id="a move of such a year"),
        pytest.param("2026-12-31", DayReason.MOVED_DAY_OFF, id="the last day of the year"),
        pytest.param("2026-02-23", DayReason.HOLIDAY, id="a holiday"),
        pytest.param("2026-03-08", DayReason.HOLIDAY, id="a holiday on a Sunday"),
        pytest.param("2027-02-20", DayReason.MOVED_WORKDAY, id="a working Saturday"),
        pytest.param("2027-02-22", DayReason.MOVED_DAY_OFF, id="its Monday"),
        pytest.param("2024-04-27", DayReason.MOVED_WORKDAY, id="2024, full length"),
        pytest.param("2026-04-30", DayReason.SHORTENED, id="the eve of 1 May"),
        pytest.param("2025-05-07", DayReason.WORKDAY, id="the eve of a day off moved there"),
        pytest.param("2026-02-20", DayReason.WORKDAY, id="a Friday two days before a holiday"),
        pytest.param("2026-11-21", DayReason.WEEKEND, id="an ordinary Saturday"),
        pytest.param("2026-11-20", DayReason.WORKDAY, id="an ordinary Friday"),
    ],
)
def test_each_day_has_its_reason(on: str, reason: DayReason) -> None:
    day = plan(on)

    assert day.reason is reason
    assert bool(day.spans) == (
        reason in {DayReason.WORKDAY, DayReason.SHORTENED, DayReason.MOVED_WORKDAY}
    )


def test_a_person_reads_why_in_either_language() -> None:
    assert plan("2026-06-12").name == "День России"
    assert plan("2026-06-12", "en").name == "Russia Day"
    assert plan("2026-06-11").name == "День России"
    assert plan("2026-01-09").moved == date(2026, 1, 3)
    assert plan("2026-03-09").moved == date(2026, 3, 8)
    assert plan("2026-03-09").name == "Международный женский день"
    assert plan("2027-02-20").moved == date(2027, 2, 22)
    assert plan("2027-02-20").name == "День защитника Отечества"


def test_t8_a_working_saturday_has_the_hours_of_the_day_it_replaces() -> None:
    week = [hours("10:00-19:00"), *[hours("09:00-17:00")] * 4, (), ()]
    calendar = type(NORMAL).of("Europe/Moscow", week, production=Production.RUSSIA)

    saturday = explain_days(calendar, date(2027, 2, 20), date(2027, 2, 21))[0]

    # Monday's hours, less one: that Monday would have been the eve of 23 February.
    assert saturday.spans == hours("10:00-18:00")


def test_t8_a_short_day_ends_an_hour_earlier() -> None:
    assert deadline(NORMAL, at("2026-06-11 16:30"), h(1)) == at("2026-06-15 09:30")
    assert deadline(NORMAL, at("2026-06-11 16:00"), h(1)) == at("2026-06-11 17:00")


def test_t8_a_last_stretch_shorter_than_an_hour_goes_whole() -> None:
    evenings = five_days("09:00-13:00", "18:00-18:30", production=Production.RUSSIA)

    day = explain_days(evenings, date(2026, 6, 11), date(2026, 6, 12))[0]

    assert day.spans == hours("09:00-12:30")


def test_t8_a_day_of_one_hour_has_none_left() -> None:
    brief = five_days("09:00-10:00", production=Production.RUSSIA)

    assert explain_days(brief, date(2026, 6, 11), date(2026, 6, 12))[0].spans == ()


def test_t9_over_new_year() -> None:
    school = default_calendar()

    # The 31st is a day off moved there; the holidays and the 9th follow, then a weekend.
    assert deadline(school, at("2026-12-30 18:30"), h(1)) == at("2027-01-11 10:30")
    assert deadline(school, at("2025-12-30 18:30"), h(1)) == at("2026-01-12 10:30")
    assert elapsed(school, at("2025-12-30 19:00"), at("2026-01-12 10:00")) == h(0)


def test_the_hours_given_for_a_date_stand_above_the_production_calendar() -> None:
    calendar = five_days(
        "09:00-18:00",
        days={date(2026, 6, 11): hours("09:00-18:00"), date(2026, 6, 12): hours("10:00-12:00")},
        production=Production.RUSSIA,
    )

    eve, holiday = explain_days(calendar, date(2026, 6, 11), date(2026, 6, 13))

    assert (eve.reason, eve.spans, eve.is_shortened) == (
        DayReason.OVERRIDE,
        hours("09:00-18:00"),
        False,
    )
    assert (holiday.reason, holiday.spans) == (DayReason.OVERRIDE, hours("10:00-12:00"))


def test_without_a_production_calendar_a_holiday_is_a_day_like_any() -> None:
    plain = five_days("09:00-18:00")

    day = explain_days(plain, date(2026, 6, 12), date(2026, 6, 13))[0]

    assert (day.reason, day.spans) == (DayReason.WORKDAY, hours("09:00-18:00"))


def test_the_eve_of_new_year_looks_into_the_next_year() -> None:
    assert is_shortened(date(2020, 12, 31))
    assert not is_shortened(date(2020, 12, 30))


def test_one_can_tell_a_year_whose_moves_are_not_decreed_yet() -> None:
    assert moves_are_known(2027)
    assert not moves_are_known(2035)
