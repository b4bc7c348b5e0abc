"""A real help desk, 2010–2012: working seconds of each ticket against an answer computed apart.

The log's zone had summer time, then none, then summer for good; the calendar is Monday to Friday
10:00–19:00 in Moscow with the public holidays closed.
"""

import csv
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from provodnik.kernel.calendar.document import calendar_from_json
from provodnik.kernel.calendar.rules import elapsed
from provodnik.kernel.calendar.types import WorkCalendar

WEEK = {name: [["10:00", "19:00"]] for name in ("mon", "tue", "wed", "thu", "fri")}
DATA = Path(__file__).parents[4] / "shared" / "data"


class Ticket(NamedTuple):
    opened_at: datetime
    answered_at: datetime | None
    resolved_at: datetime | None


@pytest.fixture
def calendar() -> WorkCalendar:
    holidays = json.loads((DATA / "holidays_ru_2006_2015.json").read_text())
    return calendar_from_json(
        {
            "timezone": "Europe/Moscow",
            "week": WEEK,
            "days": {on: [] for on in holidays},
        }
    )


@pytest.mark.shared
@pytest.mark.skipif(not DATA.exists(), reason="the data beside the checkout is not here")
def test_working_seconds_of_every_ticket_equal_those_computed_apart(
    calendar: WorkCalendar,
) -> None:
    found = {
        name: (
            working_seconds(calendar, ticket.opened_at, ticket.answered_at),
            working_seconds(calendar, ticket.opened_at, ticket.resolved_at),
        )
        for name, ticket in tickets()
    }
    expected = dict(answers())

    assert len(expected) == 3302
    assert sum(answered is not None for answered, _ in expected.values()) == 3120
    assert found == expected


def working_seconds(calendar: WorkCalendar, start: datetime, end: datetime | None) -> float | None:
    return None if end is None else elapsed(calendar, start, end) / timedelta(seconds=1)


def tickets() -> Iterator[tuple[str, Ticket]]:
    """Opened by the first event, answered by the first taking in charge, resolved by the last."""
    events: dict[str, set[tuple[datetime, str]]] = {}
    with (DATA / "helpdesk_it_events.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            moment = datetime.fromisoformat(row["at"])
            events.setdefault(row["ticket_id"], set()).add((moment, row["activity"]))
    for name, log in events.items():
        answered = [moment for moment, what in log if what == "Take in charge ticket"]
        resolved = [moment for moment, what in log if what == "Resolve ticket"]
        yield (
            name,
            Ticket(min(log)[0], min(answered, default=None), max(resolved, default=None)),
        )


def answers() -> Iterator[tuple[str, tuple[float | None, float | None]]]:
    path = DATA / "expected_helpdesk_it_tickets.csv.gz"
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            answered, resolved = row["first_response_bus_s"], row["resolution_bus_s"]
            yield (
                row["ticket_id"],
                (float(answered) if answered else None, float(resolved) if resolved else None),
            )


def test_a_few_tickets_whose_answers_are_known() -> None:
    """The same where the data is absent: three tickets over a night, a weekend and New Year."""
    calendar = calendar_from_json(
        {
            "timezone": "Europe/Moscow",
            "week": WEEK,
            "days": {date(2011, 1, day).isoformat(): [] for day in (*range(1, 8), 10)},
        }
    )
    cases = [
        ("2010-01-21T08:53:28", "2010-01-26T14:06:53", 116_005),
        ("2010-08-25T10:36:10", "2010-08-27T07:34:45", 53_915),
        ("2010-12-23T11:23:52", "2011-01-11T07:55:50", 214_318),
    ]

    for opened, answered, seconds in cases:
        start, end = (
            datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (opened, answered)
        )
        assert elapsed(calendar, start, end) == timedelta(seconds=seconds)
