"""A real help desk, timed elsewhere: every ticket equal, by the clock and in working hours."""

import csv
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from provodnik.kernel.calendar.document import parse_calendar
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.lake import engine, folder, layout
from provodnik.lake.reading import Question, forget, reading
from provodnik.lake.source import Source
from provodnik.lake.tests.golden import SCHOOL, SHARED, settled
from provodnik.lake.types import FileKind, StoredFile
from provodnik.metrics.catalogue import definition
from provodnik.metrics.figures import Hours, value_json
from provodnik.metrics.measurement import Row, rows_of, total_of
from provodnik.metrics.tests.worked import TERMS

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="no real data beside the checkout")
HOUR = 3600

# The first line of a ticket opens it; taking it in charge is the answer of a person.
_ENTRIES = """
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
SELECT {school} AS tenant, row_number() OVER () AS id, event, 'events' AS source,
       moment AS happened_at, moment AS local_at,
       NULL::BIGINT AS client_id, dense_rank() OVER (ORDER BY agent) AS staff_id,
       NULL::BIGINT AS product_id, ticket_id AS item, NULL::VARCHAR AS channel,
       NULL::BIGINT AS value, NULL::VARCHAR AS external_id, 'connector:events' AS actor,
       '{{}}' AS attrs
FROM kinds
"""


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.HOME = tmp_path
    forget()
    yield tmp_path
    forget()


def tail_of(log: Path) -> StoredFile:
    """A help desk's log as one tail file."""
    path = folder.new_path("golden", FileKind.TAIL)
    with engine.connect() as duck:
        query = _ENTRIES.format(school=SCHOOL, path=log)
        duck.execute(f"COPY ({query}) TO '{folder.absolute(path)}' {layout.PARQUET}")
        rows = duck.execute(f"SELECT count(*) FROM {layout.files([folder.absolute(path)])}")
        [count] = rows.fetchone() or (0,)
    return StoredFile(path, FileKind.TAIL, frozenset({SCHOOL}), count, datetime.now(UTC))


def moscow() -> WorkCalendar:
    """Monday to Friday 10–19 by Moscow's clock of each year, without public holidays."""
    holidays = json.loads((SHARED / "holidays_ru_2006_2015.json").read_text())
    week = {day: [["10:00", "19:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    days: dict[str, list[Any]] = {day: [] for day in holidays}
    return parse_calendar(json.dumps({"timezone": "Europe/Moscow", "week": week, "days": days}))


def ask(
    files: list[StoredFile], name: str, calendar: WorkCalendar
) -> tuple[dict[str, Any], list[Row]]:
    """A metric's value, and its rows by ticket."""
    metric = definition(name)
    question = Question(
        calendar=calendar, settings=tuple((k, getattr(TERMS, k)) for k in metric.settings)
    )
    with reading(Source(SCHOOL, tuple(files))) as reader:
        total = total_of(metric, reader.raws(metric, None, question), lambda: TERMS)
        by_item = "item" in metric.dims
        rows = rows_of(metric, "item", reader.raws(metric, "item", question)) if by_item else []
    value: Any = value_json(total.value)
    return {"value": value, "denominator": total.denominator}, rows


def per_ticket(column: str) -> dict[str, tuple[float, float]]:
    """Seconds by the clock and in working time of every ticket that came so far."""
    with gzip.open(SHARED / "expected_helpdesk_it_tickets.csv.gz", "rt") as file:
        return {
            row["ticket_id"]: (float(row[f"{column}_cal_s"]), float(row[f"{column}_bus_s"]))
            for row in csv.DictReader(file)
            if row[f"{column}_cal_s"]
        }


def seconds(row: Row) -> tuple[float, ...]:
    """A ticket's seconds by the clock and in working time."""
    took = [row.figures[scale] for scale in ("calendar", "working")]
    return tuple(float(length.seconds) for length in took if isinstance(length, Hours))


@pytest.mark.shared
@needs_shared
@pytest.mark.requirement("R-127")
@pytest.mark.parametrize("name", ["first_response", "resolution"])
def test_real_help_desk_equals_what_pandas_counted(home: Path, name: str) -> None:
    expected = json.loads((SHARED / "expected.json").read_text())["helpdesk_it"]
    tickets = per_ticket(name)
    tail = tail_of(SHARED / "helpdesk_it_events.csv")

    for state, files in {"fresh": [tail], "settled": settled(tail)}.items():
        told, rows = ask(files, name, moscow())

        found = {str(row.dims["item"]): seconds(row) for row in rows}
        assert found == tickets, state
        for scale, short in (("calendar", "cal"), ("working", "bus")):
            counted, wanted = told["value"][scale], expected[f"{name}_{short}_s"]
            assert counted["n"] == wanted["n"]
            for part in ("mean", "median", "p90"):
                assert round(counted[part] * HOUR, 2) == pytest.approx(
                    wanted[f"{part}_s"], abs=0.01
                ), (scale, part)
    print(f"{name}: {len(tickets)} tickets equal by the clock and in working hours")  # noqa: T201
