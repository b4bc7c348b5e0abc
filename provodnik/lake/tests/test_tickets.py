"""A month of a service desk, written by hand, against a loop that counts minute by minute."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from provodnik.kernel import schools
from provodnik.kernel.calendar.document import WEEKDAYS, calendar_from_json
from provodnik.kernel.models import School
from provodnik.kernel.schools.services import replace_calendar
from provodnik.lake import services
from provodnik.lake.compaction import compact
from provodnik.lake.tests.golden import HERE
from provodnik.lake.tests.journals import NOW, write
from provodnik.metrics.tests.worked import Line

WEEKDAY = [["10:00", "13:00"], ["14:00", "19:00"]]
CALENDAR = {
    "timezone": "Europe/Moscow",
    "week": {
        **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), WEEKDAY),
        "sat": [["11:00", "15:00"]],
    },
    "days": {"2026-03-09": []},
}
MINUTE = timedelta(minutes=1)


def tickets(path: Path) -> Iterator[tuple[str, datetime, list[datetime], list[datetime], int]]:
    """Name, opening, answers of people, resolutions, and how many answers were automatic."""
    with path.open() as file:
        for row in csv.DictReader(file):
            answers = [part for part in row["answers"].split(";") if part]
            yield (
                row["ticket"],
                datetime.fromisoformat(row["opened"]),
                [datetime.fromisoformat(a) for a in answers if not a.startswith("auto")],
                [datetime.fromisoformat(r) for r in row["resolutions"].split(";") if r],
                sum(a.startswith("auto") for a in answers),
            )


def journal_lines() -> list[Line]:
    found = []
    for name, opened, answers, resolutions, automatic in tickets(HERE / "tickets.csv"):
        found.append(Line(None, "ticket_opened", opened, {"item": name}))
        found += [Line(None, "ticket_answered", opened, {"item": name, "auto": "true"})] * automatic
        found += [Line(None, "ticket_answered", at, {"item": name}) for at in answers]
        found += [Line(None, "ticket_resolved", at, {"item": name}) for at in resolutions]
    return found


def works(at: datetime) -> bool:
    """Whether the minute that begins now is worked. Written without the code under test."""
    if at.date().isoformat() == "2026-03-09" or at.weekday() == 6:
        return False
    if at.weekday() == 5:
        return 11 <= at.hour < 15
    return 10 <= at.hour < 13 or 14 <= at.hour < 19


def hours(start: datetime, end: datetime) -> dict[str, float]:
    minutes, at, worked = 0, start, 0
    while at < end:
        minutes, worked, at = minutes + 1, worked + works(at), at + MINUTE
    return {"calendar": round(minutes / 60, 6), "working": round(worked / 60, 6)}


def counted(name: str) -> dict[str, dict[str, float]]:
    found = {}
    for ticket, opened, answers, resolutions, _ in tickets(HERE / "tickets.csv"):
        ends = answers[:1] if name == "first_response" else resolutions[-1:]
        if ends:
            found[ticket] = hours(opened, ends[0])
    return found


@pytest.fixture
def desk(lake: School) -> School:
    set_calendar(lake, CALENDAR)
    write(lake, journal_lines())
    services.catch_up(now=NOW)
    return lake


def set_calendar(school: School, document: dict[str, Any]) -> None:
    with schools.inside(school.pk):
        replace_calendar(calendar_from_json(document), now=NOW, actor="staff:1")


def ask(school: School, name: str, by: str | None = None) -> dict[str, Any]:
    return services.measure(name, school_id=school.pk, by=by, now=NOW).to_json()


@pytest.mark.requirement("R-127")
@pytest.mark.requirement("R-128")
@pytest.mark.parametrize("name", ["first_response", "resolution"])
def test_every_ticket_equals_a_count_of_minutes(desk: School, name: str) -> None:
    expected = counted(name)

    for settled in (False, True):
        assert not settled or compact(now=NOW, at_once=True)
        told = ask(desk, name, by="item")
        assert {
            row["item"]: {scale: row[scale] for scale in ("calendar", "working")}
            for row in told["rows"]
        } == expected
        for scale in ("calendar", "working"):
            lengths = [length[scale] for length in expected.values()]
            assert told["value"][scale]["n"] == len(lengths)
            assert told["value"][scale]["mean"] == pytest.approx(mean(lengths), abs=1e-5)
            assert told["value"][scale]["max"] == max(lengths)


def test_changed_calendar_gives_new_answers(desk: School) -> None:
    before = ask(desk, "first_response")
    week = {day: [["00:00", "24:00"]] for day in WEEKDAYS}

    set_calendar(desk, {"timezone": "Europe/Moscow", "week": week})
    round_the_clock = ask(desk, "first_response")
    set_calendar(desk, CALENDAR)

    assert round_the_clock["value"]["working"] == before["value"]["calendar"]
    assert round_the_clock["value"]["calendar"] == before["value"]["calendar"]
    assert ask(desk, "first_response") == before


def test_number_of_tickets_opens_to_their_entries(desk: School) -> None:
    found = services.evidence("first_response", school_id=desk.pk, where={"item": "T22"})

    assert [(row.event, row.item, row.part) for row in found.rows] == [
        ("ticket_answered", "T22", "answer"),
        ("ticket_opened", "T22", "request"),
    ]


def test_row_of_a_week_opens(lake: School) -> None:
    write(
        lake,
        """
        - meeting_held 2026-02-06T12:00 item=m1 format=weekly
        - meeting_held 2026-02-10T12:00 item=m2 format=weekly
        """,
    )
    services.catch_up(now=NOW)

    found = services.evidence("protocol_share", school_id=lake.pk, where={"week": "2026-02-02"})

    assert [row.item for row in found.rows] == ["m1"]
