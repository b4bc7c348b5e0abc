"""Hours of the school and its special days, told and changed."""

import pytest
from django.test import Client

from provodnik.facts.team.models import Staff
from provodnik.kernel.calendar.document import calendar_to_json, default_calendar
from provodnik.kernel.models import JournalEntry, School
from provodnik.kernel.schools.services import working_calendar
from provodnik.web.pages.calendar.days import year_of_days
from provodnik.web.pages.calendar.hours import BadHours, pairs_of, text_of, with_day
from provodnik.web.tests.members import sign_in

WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "10:00–14:00, 15:00–19:00")


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def document() -> dict[str, object]:
    return calendar_to_json(working_calendar())


def test_hours_with_a_break_are_saved(client: Client, head: Staff) -> None:
    client.post("/calendar/week/", {**WEEK, "sat": "", "sun": "", "production": "on"})

    week = document()["week"]
    assert isinstance(week, dict)
    assert week["mon"] == [["10:00", "14:00"], ["15:00", "19:00"]]
    assert week["sat"] == []
    assert document()["production"] == "RU"


def test_hours_nobody_can_work_are_said_beside_their_day(client: Client, head: Staff) -> None:
    before = document()

    page = client.post("/calendar/week/", {**WEEK, "mon": "10:00–14:00, 12:00–19:00"}).text

    assert "Часы перекрываются." in page
    assert document() == before


def test_a_date_gets_hours_of_its_own_and_gives_them_back(client: Client, head: Staff) -> None:
    client.post("/calendar/days/", {"on": "2026-12-31", "hours": "10:00-13:00"})
    assert document()["days"] == {"2026-12-31": [["10:00", "13:00"]]}

    page = client.get("/calendar/?year=2026").text
    assert "Свой график школы" in page

    client.post("/calendar/days/removal/", {"on": "2026-12-31"})
    assert document()["days"] == {}


def test_special_days_of_a_year_are_explained() -> None:
    told = [(day.dates, day.why) for day in year_of_days(default_calendar(), 2026).days]

    assert ("1–6\u00a0января", "Новогодние каникулы") in told
    assert ("9\u00a0января", "Выходной перенесён с 3\u00a0января") in told
    assert any(why.startswith("На час короче, завтра") for _, why in told)


def test_a_year_whose_moves_are_not_decreed_says_so(client: Client, head: Staff) -> None:
    assert year_of_days(default_calendar(), 2026).is_final
    assert not year_of_days(default_calendar(), 2040).is_final


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", []),
        ("10:00–19:00", [["10:00", "19:00"]]),
        ("9.30-13.00; 14:00 — 18:00", [["9:30", "13:00"], ["14:00", "18:00"]]),
    ],
)
def test_hours_are_read_as_people_type_them(text: str, pairs: list[list[str]]) -> None:
    assert pairs_of(text) == pairs


@pytest.mark.parametrize("text", ["с утра", "10–19", "10:00", "10:00–19:00 и ночью"])
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(BadHours):
        pairs_of(text)


def test_hours_are_written_as_they_are_read() -> None:
    assert text_of(pairs_of("10:00–14:00, 15:00–19:00")) == "10:00–14:00, 15:00–19:00"


def test_a_time_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadHours):
        with_day(default_calendar(), "2026-12-31", [["25:00", "26:00"]])


def test_a_reader_sees_and_cannot_change(client: Client, school: School) -> None:
    sign_in(client, "coordinator")

    assert "10:00–19:00" in client.get("/calendar/").text
    assert client.post("/calendar/week/", WEEK).status_code == 403


def test_a_change_is_in_the_journal_with_who_and_what(client: Client, head: Staff) -> None:
    client.post("/calendar/days/", {"on": "2026-12-31", "hours": "10:00-13:00"})

    entry = JournalEntry.objects.get(event__name="calendar_replaced")
    assert entry.actor == f"staff:{head.pk}"
    assert "2026-12-31" not in str(entry.attrs["before"])
    assert "2026-12-31" in str(entry.attrs["after"])


def test_saving_the_same_hours_is_no_change(client: Client, head: Staff) -> None:
    client.post("/calendar/days/", {"on": "2026-12-31", "hours": "10:00-13:00"})
    client.post("/calendar/days/", {"on": "2026-12-31", "hours": "10:00-13:00"})

    assert JournalEntry.objects.filter(event__name="calendar_replaced").count() == 1
