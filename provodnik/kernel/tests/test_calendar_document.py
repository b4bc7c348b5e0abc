"""The calendar as JSON: the contract of `provodnik school calendar`, and clear refusals."""

import json
from datetime import date
from typing import Any

import pytest

from provodnik.kernel.calendar.document import (
    calendar_from_json,
    calendar_to_json,
    default_calendar,
    parse_calendar,
)
from provodnik.kernel.calendar.errors import CalendarFormatError
from provodnik.kernel.calendar.rules import deadline, explain_days
from provodnik.kernel.calendar.types import DayReason, Span
from provodnik.kernel.tests.calendars import at, h, hours

DOCUMENT: dict[str, Any] = {
    "timezone": "Europe/Moscow",
    "week": {
        "mon": [["10:00", "19:00"]],
        "tue": [["10:00", "13:00"], ["14:00", "19:00"]],
        "wed": [["00:00", "24:00"]],
        "thu": [["22:00", "02:00"]],
        "fri": [["10:00", "19:00"]],
        "sat": [],
        "sun": [],
    },
    "days": {"2012-06-12": [], "2012-06-16": [["12:00", "15:00"]]},
}


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in DOCUMENT.items() if name != key}


def test_a_document_becomes_a_calendar() -> None:
    calendar = parse_calendar(json.dumps(DOCUMENT))

    assert calendar.zone.key == "Europe/Moscow"
    assert calendar.week[0] == hours("10:00-19:00")
    assert calendar.week[1] == hours("10:00-13:00", "14:00-19:00")
    assert calendar.week[2] == (Span(0, 1440),)
    assert calendar.week[3] == (Span(1320, 1560),)
    assert calendar.week[5:] == ((), ())
    assert calendar.days == ((date(2012, 6, 12), ()), (date(2012, 6, 16), hours("12:00-15:00")))


def test_no_production_calendar_lies_beneath_unless_asked_for() -> None:
    new_year = date(2026, 1, 1), date(2026, 1, 2)

    plain = explain_days(calendar_from_json(DOCUMENT), *new_year)[0]
    asked = explain_days(calendar_from_json({**DOCUMENT, "production": "RU"}), *new_year)[0]

    assert plain.reason is DayReason.WORKDAY
    assert asked.reason is DayReason.HOLIDAY


@pytest.mark.parametrize("extra", [{}, {"production": "RU"}])
def test_a_document_reads_back_as_it_was_written(extra: dict[str, str]) -> None:
    document = {**DOCUMENT, **extra}

    assert calendar_to_json(calendar_from_json(document)) == document


def test_what_is_written_differently_means_the_same() -> None:
    week = {"tue": [["14:00", "19:00"], ["9:00", "13:00"]], "thu": [["22:00", "00:00"]]}

    written = calendar_to_json(calendar_from_json({"timezone": "UTC", "week": week}))

    assert written == {
        "timezone": "UTC",
        "week": {
            "mon": [],
            "tue": [["09:00", "13:00"], ["14:00", "19:00"]],
            "wed": [],
            "thu": [["22:00", "24:00"]],
            "fri": [],
            "sat": [],
            "sun": [],
        },
        "days": {},
    }


def test_the_file_may_come_with_a_byte_order_mark() -> None:
    text = json.dumps(DOCUMENT)

    assert parse_calendar(text.encode("utf-8-sig")) == parse_calendar(text)
    assert parse_calendar("\ufeff" + text) == parse_calendar(text)


def test_one_document_gives_one_calendar_with_the_years_it_has_laid_out() -> None:
    first = calendar_from_json(DOCUMENT)
    deadline(first, at("2012-06-11 10:00"), h(1))

    assert calendar_from_json(json.loads(json.dumps(DOCUMENT))) is first


def test_a_new_school_works_ten_to_seven_by_the_production_calendar() -> None:
    calendar = default_calendar()

    assert deadline(calendar, at("2026-06-11 17:30"), h(1)) == at("2026-06-15 10:30")
    assert calendar_from_json(calendar_to_json(calendar)) == calendar
    assert default_calendar("Asia/Kamchatka").zone.key == "Asia/Kamchatka"


@pytest.mark.parametrize(
    ("document", "key", "code"),
    [
        pytest.param([], "", "not_an_object", id="a list"),
        pytest.param(without("timezone"), "timezone", "missing_key", id="no zone"),
        pytest.param(without("week"), "week", "missing_key", id="no week"),
        pytest.param(
            {**DOCUMENT, "holidays": []}, "holidays", "unknown_key", id="a key of its own"
        ),
        pytest.param(
            {**DOCUMENT, "timezone": "Europe/Moskva"}, "timezone", "unknown_timezone", id="zone"
        ),
        pytest.param(
            {**DOCUMENT, "timezone": "Europe"}, "timezone", "unknown_timezone", id="a folder"
        ),
        pytest.param(
            {**DOCUMENT, "timezone": "../etc/passwd"}, "timezone", "unknown_timezone", id="a path"
        ),
        pytest.param(
            {**DOCUMENT, "timezone": "localtime"}, "timezone", "unknown_timezone", id="the server"
        ),
        pytest.param({**DOCUMENT, "timezone": 3}, "timezone", "not_text", id="zone as a number"),
        pytest.param({**DOCUMENT, "week": []}, "week", "not_an_object", id="week as a list"),
        pytest.param(
            {**DOCUMENT, "week": {"monday": []}}, "week.monday", "unknown_key", id="long name"
        ),
        pytest.param(
            {**DOCUMENT, "week": {"mon": "10:00-19:00"}}, "week.mon", "not_a_list", id="text"
        ),
        pytest.param(
            {**DOCUMENT, "week": {"mon": ["10:00", "19:00"]}},
            "week.mon[0]",
            "not_a_pair",
            id="a pair without its list",
        ),
        pytest.param(
            {**DOCUMENT, "week": {"mon": [["09:00", "12:00"], ["25:00", "26:00"]]}},
            "week.mon[1]",
            "bad_time",
            id="25 hours",
        ),
        pytest.param(
            {**DOCUMENT, "week": {"mon": [["09:60", "12:00"]]}},
            "week.mon[0]",
            "bad_time",
            id="60 minutes",
        ),
        pytest.param(
            {**DOCUMENT, "week": {"mon": [["10:00", "24:30"]]}},
            "week.mon[0]",
            "bad_time",
            id="past midnight by the wrong clock",
        ),
        pytest.param(
            {**DOCUMENT, "week": {"mon": [[10, 19]]}}, "week.mon[0]", "bad_time", id="numbers"
        ),
        pytest.param(
            {**DOCUMENT, "week": {"mon": [["10:00", "10:00"]]}},
            "week.mon[0]",
            "no_hours",
            id="nothing between",
        ),
        pytest.param(
            {**DOCUMENT, "week": {"mon": [["24:00", "10:00"]]}},
            "week.mon[0]",
            "no_hours",
            id="opens at the end",
        ),
        pytest.param(
            {**DOCUMENT, "week": {"mon": [["09:00", "13:00"], ["12:00", "18:00"]]}},
            "week.mon",
            "overlap",
            id="overlap",
        ),
        pytest.param(
            {**DOCUMENT, "days": {"2026-02-30": []}}, "days.2026-02-30", "bad_date", id="no day"
        ),
        pytest.param(
            {**DOCUMENT, "days": {"12.06.2026": []}}, "days.12.06.2026", "bad_date", id="dots"
        ),
        pytest.param(
            {**DOCUMENT, "days": {"20260612": []}}, "days.20260612", "bad_date", id="run together"
        ),
        pytest.param(
            {**DOCUMENT, "days": {"2026-06-12": None}},
            "days.2026-06-12",
            "not_a_list",
            id="null for closed",
        ),
        pytest.param(
            {**DOCUMENT, "production": "DE"}, "production", "unknown_production", id="Germany"
        ),
    ],
)
def test_a_refusal_names_the_key_and_what_is_wrong(document: object, key: str, code: str) -> None:
    with pytest.raises(CalendarFormatError) as refusal:
        calendar_from_json(document)

    assert (refusal.value.key, refusal.value.code) == (key, code)
    assert str(refusal.value).startswith(f"{key}: " if key else "")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        pytest.param("", "not_json", "line 1, column 1", id="empty"),
        pytest.param(
            '{"timezone": "UTC",\n week}', "not_json", "line 2", id="a key without quotes"
        ),
        pytest.param(b"\xcf\xf0\xe8", "not_utf8", "UTF-8", id="another encoding"),
        pytest.param("[" * 100_000, "not_json", "nested", id="nested without end"),
        pytest.param('{"week": {}, "week": {}}', "repeated_key", "twice", id="a key twice"),
    ],
)
def test_a_file_that_is_no_document_is_refused(text: str | bytes, code: str, says: str) -> None:
    with pytest.raises(CalendarFormatError, match=says) as refusal:
        parse_calendar(text)

    assert refusal.value.code == code


def test_what_is_not_json_at_all_is_refused() -> None:
    with pytest.raises(CalendarFormatError, match="not JSON"):
        calendar_from_json({"timezone": object()})
