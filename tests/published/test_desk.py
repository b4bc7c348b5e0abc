"""Two service desks, one real: every ticket timed by the clock and in working hours."""

import csv
import gzip
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from provodnik.kernel.calendar.document import parse_calendar
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.lake.tests.golden import settled
from tests.comparing import Comparing
from tests.published import sets
from tests.published.counting import desk as counting
from tests.published.journals import asked, relation, tail_of, unbound
from tests.published.sets import BESIDE, KEPT, Known

MADE, REAL = "made_desk", "helpdesk_it"
HOUR = 3600

# The first line of a ticket opens it; taking it in charge is the answer of a person.
_TICKETS = """
WITH told AS (SELECT DISTINCT * FROM read_csv('{path}', header = true, all_varchar = true)),
     dated AS (SELECT ticket_id, activity, agent, substr("at", 1, 19)::TIMESTAMP AS moment
               FROM told),
     kinds AS (
       SELECT ticket_id, NULL AS agent, min(moment) AS moment, 'ticket_opened' AS event
       FROM dated GROUP BY ticket_id
       UNION ALL
       SELECT ticket_id, agent, moment, 'ticket_answered' FROM dated
       WHERE activity = 'Take in charge ticket'
       UNION ALL
       SELECT ticket_id, agent, moment, 'ticket_resolved' FROM dated
       WHERE activity = 'Resolve ticket')
SELECT event, moment, dense_rank() OVER (ORDER BY agent) AS staff_id, ticket_id AS item
FROM kinds
"""


@dataclass(frozen=True)
class Desk:
    known: Known
    log: Path
    holidays: Path

    @property
    def calendar(self) -> WorkCalendar:
        """Monday to Friday 10–19 by Moscow's clock of each year, without public holidays."""
        closed: dict[str, list[Any]] = {day: [] for day in json.loads(self.holidays.read_text())}
        week = {day: [["10:00", "19:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
        document = {"timezone": "Europe/Moscow", "week": week, "days": closed}
        return parse_calendar(json.dumps(document))

    def waits(self, kind: str) -> dict[str, tuple[float, float]]:
        """Seconds of each ticket by the clock and in working time, counted elsewhere."""
        if self.known.name == MADE:
            return counting.waits(counting.tickets_of(self.log), kind, self.holidays)
        with gzip.open(BESIDE / "expected_helpdesk_it_tickets.csv.gz", "rt") as file:
            return {
                row["ticket_id"]: (float(row[f"{kind}_cal_s"]), float(row[f"{kind}_bus_s"]))
                for row in csv.DictReader(file)
                if row[f"{kind}_cal_s"]
            }


@pytest.fixture(
    params=[
        MADE,
        pytest.param(
            REAL,
            marks=[
                pytest.mark.shared,
                pytest.mark.skipif(not BESIDE.is_dir(), reason="no real data beside the checkout"),
            ],
        ),
    ]
)
def desk(request: pytest.FixtureRequest) -> Desk:
    if request.param == MADE:
        return Desk(sets.kept(MADE), KEPT / "made_desk.csv.gz", KEPT / "made_desk_holidays.json")
    return Desk(
        sets.beside(REAL), BESIDE / "helpdesk_it_events.csv", BESIDE / "holidays_ru_2006_2015.json"
    )


SPREADS = ("first_response_cal_s", "first_response_bus_s", "resolution_cal_s", "resolution_bus_s")


@pytest.mark.slow
@pytest.mark.requirement("R-127")
@pytest.mark.compares(MADE, *SPREADS, "responded", "resolved")
@pytest.mark.compares(REAL, *SPREADS, "responded", "resolved")
def test_every_ticket_waited_as_long_as_counted(desk: Desk, compared: Comparing) -> None:
    tail = tail_of(_TICKETS.format(path=desk.log))
    for files in ([tail], settled(tail)):
        for kind, came in (("first_response", "responded"), ("resolution", "resolved")):
            told, rows = asked(files, kind, "item", calendar=desk.calendar)
            each = {row["item"]: seconds(row) for row in rows}
            compared.cells(desk.known, f"{kind} of each ticket", each, desk.waits(kind))
            compared.equal(desk.known, came, len(each))
            for scale, short in (("calendar", "cal"), ("working", "bus")):
                spread = {"n": told[scale]["n"]} | {
                    f"{part}_s": told[scale][part] * HOUR for part in ("mean", "median", "p90")
                }
                # An hour is printed with six decimals: a hundredth of a second.
                compared.equal(desk.known, f"{kind}_{short}_s", spread, within=0.01)


def seconds(row: dict[str, Any]) -> Sequence[float]:
    """A ticket's whole seconds by the clock and in working time."""
    return [round(row[scale] * HOUR) for scale in ("calendar", "working")]


KEPT_TIME = ("tickets", "sla_first_response_le_4bh", "sla_resolution_le_45bh", "opened_by_month")


@pytest.mark.compares(MADE, *KEPT_TIME)
@pytest.mark.compares(REAL, *KEPT_TIME)
def test_promises_kept_and_tickets_by_month(desk: Desk, compared: Comparing) -> None:
    files = [tail_of(_TICKETS.format(path=desk.log))]
    deviation, _ = asked(files, "sla_deviation", calendar=desk.calendar)
    _, ends = asked(files, "resolution", "item", calendar=desk.calendar)
    entries = unbound().entries
    opened = relation(files, entries.filter(entries.event == "ticket_opened"))

    in_time = sum(row["working"] <= 45 for row in ends) / len(ends)
    months = Counter(f"{row['local_at']:%Y-%m}" for row in opened)
    compared.equal(desk.known, "tickets", len(opened))
    compared.equal(desk.known, "sla_first_response_le_4bh", 1 - deviation["breached_share"])
    compared.equal(desk.known, "sla_resolution_le_45bh", in_time)
    compared.equal(desk.known, "opened_by_month", months)
