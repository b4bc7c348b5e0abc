"""The calendar's zone decides: summer time, history, skipped days; never the server's clock."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from provodnik.kernel.calendar.rules import deadline, elapsed, next_open, working_intervals
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.kernel.tests.calendars import BERLIN, MOSCOW, at, every_day, five_days, h, hours


def worked_on(calendar: WorkCalendar, on: str) -> timedelta:
    """Working time in the local date."""
    zone = calendar.zone.key
    following = date.fromisoformat(on) + timedelta(days=1)
    return elapsed(calendar, at(f"{on} 00:00", zone), at(f"{following} 00:00", zone))


@pytest.mark.parametrize(
    ("on", "worked"),
    [
        pytest.param("2026-03-28", h(24), id="ordinary"),
        pytest.param("2026-03-29", h(23), id="spring forward"),
        pytest.param("2026-10-25", h(25), id="autumn back"),
    ],
)
def test_a_whole_day_is_as_long_as_the_day_is(on: str, worked: timedelta) -> None:
    assert worked_on(every_day("00:00-24:00", zone=BERLIN), on) == worked


@pytest.mark.parametrize(
    ("written", "worked"),
    [
        pytest.param("01:00-04:00", h(2), id="around the gap"),
        pytest.param("02:00-02:45", h(0), id="inside the gap"),
        pytest.param("01:00-02:30", h(1), id="ends inside"),
        pytest.param("02:30-04:00", h(1), id="begins inside"),
        pytest.param("03:00-04:00", h(1), id="after it"),
    ],
)
def test_hours_that_the_clocks_skip_are_not_worked(written: str, worked: timedelta) -> None:
    assert worked_on(every_day(written, zone=BERLIN), "2026-03-29") == worked


def test_hours_beside_a_gap_are_not_counted_twice() -> None:
    calendar = every_day("01:00-02:30", "02:30-03:00", "03:00-04:00", zone=BERLIN)

    assert worked_on(calendar, "2026-03-29") == h(2)


@pytest.mark.parametrize(
    ("written", "worked"),
    [
        pytest.param("01:00-04:00", h(4), id="around the repeated hour"),
        pytest.param("02:00-03:00", h(2), id="the repeated hour itself"),
        pytest.param("01:00-02:30", h(1.5), id="until its first showing"),
        pytest.param("02:30-04:00", h(2.5), id="from its first showing"),
    ],
)
def test_an_hour_shown_twice_begins_and_ends_at_its_first_showing(
    written: str, worked: timedelta
) -> None:
    assert worked_on(every_day(written, zone=BERLIN), "2026-10-25") == worked


def test_a_deadline_over_the_change_keeps_the_wall_clock() -> None:
    berlin = five_days("13:00-17:00", zone=BERLIN)

    assert deadline(berlin, at("2026-03-27 16:00", BERLIN), h(2)) == at("2026-03-30 14:00", BERLIN)
    assert deadline(berlin, at("2026-10-23 16:00", BERLIN), h(2)) == at("2026-10-26 14:00", BERLIN)


@pytest.mark.parametrize(
    ("on", "opens"),
    [
        pytest.param("2009-12-01", "07:00", id="winter time, +3"),
        pytest.param("2010-07-01", "06:00", id="summer time, +4"),
        pytest.param("2012-12-03", "06:00", id="summer time for ever, +4"),
        pytest.param("2014-10-24", "06:00", id="its last Friday"),
        pytest.param("2014-10-27", "07:00", id="winter time for ever, +3"),
        pytest.param("2026-07-01", "07:00", id="today"),
    ],
)
def test_moscow_opens_by_the_offset_of_that_day(on: str, opens: str) -> None:
    opening = next_open(five_days("10:00-19:00"), at(f"{on} 00:00"))

    assert opening == datetime.fromisoformat(f"{on}T{opens}:00+00:00")


@pytest.mark.parametrize(
    ("zone", "opens"),
    [
        ("Europe/Kaliningrad", "2026-11-20T08:00+00:00"),
        ("Europe/Moscow", "2026-11-20T07:00+00:00"),
        ("Europe/Samara", "2026-11-20T06:00+00:00"),
        ("Asia/Yekaterinburg", "2026-11-20T05:00+00:00"),
        ("Asia/Novosibirsk", "2026-11-20T03:00+00:00"),
        ("Asia/Vladivostok", "2026-11-20T00:00+00:00"),
        ("Asia/Kamchatka", "2026-11-19T22:00+00:00"),
    ],
)
def test_from_kaliningrad_to_kamchatka(zone: str, opens: str) -> None:
    calendar = five_days("10:00-19:00", zone=zone)

    assert next_open(calendar, at("2026-11-20 00:00", zone)) == datetime.fromisoformat(opens)


def test_a_moment_may_come_in_any_zone() -> None:
    calendar = five_days("10:00-19:00")
    start = at("2026-11-20 18:30", "Asia/Kamchatka")

    assert deadline(calendar, start, h(1)) == deadline(calendar, start.astimezone(UTC), h(1))
    assert elapsed(calendar, start, at("2026-11-20 12:00")) == h(2)


def test_the_zone_of_the_server_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    due = []
    for zone in ("Asia/Kamchatka", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        due.append(deadline(five_days("10:00-19:00"), at("2026-11-20 18:30"), h(1)))
    monkeypatch.undo()
    time.tzset()

    assert due == [at("2026-11-23 10:30")] * 2


def test_a_day_that_a_zone_left_out_has_no_hours() -> None:
    samoa = every_day("09:00-17:00", zone="Pacific/Apia")

    found = working_intervals(
        samoa, at("2011-12-29 00:00", "Pacific/Apia"), at("2012-01-01 00:00", "Pacific/Apia")
    )

    assert [stretch.from_at.astimezone(samoa.zone).day for stretch in found] == [29, 31]


def test_half_an_hour_of_summer_time() -> None:
    lord_howe = every_day("00:00-24:00", zone="Australia/Lord_Howe")

    assert worked_on(lord_howe, "2026-10-04") == h(23.5)
    assert worked_on(lord_howe, "2026-04-05") == h(24.5)


def test_a_midnight_that_is_skipped_or_shown_twice() -> None:
    beirut = every_day("00:00-24:00", zone="Asia/Beirut")
    havana = every_day("22:00-02:00", zone="America/Havana")

    assert worked_on(beirut, "2026-03-29") == h(23)
    assert worked_on(beirut, "2026-10-24") == h(25)
    # Clocks in Havana go from 01:00 back to 00:00 on 1 November, within the night shift.
    assert elapsed(
        havana, at("2026-10-31 12:00", "America/Havana"), at("2026-11-01 12:00", "America/Havana")
    ) == h(5)


def test_a_single_date_is_a_date_of_the_zone() -> None:
    kamchatka = five_days(
        "10:00-19:00", zone="Asia/Kamchatka", days={date(2026, 11, 23): hours("12:00-13:00")}
    )

    assert next_open(kamchatka, at("2026-11-22 12:00", MOSCOW)) == at(
        "2026-11-23 12:00", "Asia/Kamchatka"
    )
