"""The same service desks come in as files of requests: tickets kept, timed as others timed them."""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from provodnik.kernel import schools
from provodnik.kernel.imports import services as imports
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.types import Tally
from provodnik.kernel.models import School
from provodnik.kernel.schools.services import replace_calendar
from provodnik.lake import services as lake
from provodnik.touches.desk.intake.models import ImportedTicket
from provodnik.touches.desk.models import Ticket
from tests.comparing import Comparing
from tests.published.counting import desk as counting
from tests.published.test_desk import HOUR, MADE, REAL, SPREADS, Desk, desk, seconds

__all__ = ["desk"]

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HEADER = ("Номер обращения", "Ученик", "Создано", "Первый ответ", "Решено")


def requests_of(log: Path, place: Path) -> Path:
    """The log as a help desk exports it: one row a request; whose it is nobody wrote down."""
    with place.open("w", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(HEADER)
        for name, told in counting.tickets_of(log).items():
            moments = (told.get(end) for end in ("opened", "first_response", "resolution"))
            rows.writerow([name, "Сотрудники", *(at.isoformat() if at else "" for at in moments)])
    return place


def imported(school: School, path: Path) -> Tally:
    with schools.inside(school.pk):
        kept = School.objects.get(pk=school.pk)
    run = imports.start_run(SourceFile(path), kind="tickets", school=kept, by="staff:1", now=NOW)
    return imports.run_to_end(school_id=school.pk, run_id=run.pk, now=NOW).tally


def measured(school: School, kind: str) -> Mapping[str, Any]:
    return dict(lake.measure(kind, school_id=school.pk, by="item", now=NOW).to_json())


@pytest.mark.slow
@pytest.mark.requirement("R-123", "R-127")
@pytest.mark.compares(MADE, *SPREADS, "responded", "resolved", "tickets")
@pytest.mark.compares(REAL, *SPREADS, "responded", "resolved", "tickets")
def test_requests_of_a_file_waited_as_long_as_counted(
    desk: Desk, compared: Comparing, committed_school: School, tmp_path: Path
) -> None:
    school, path = committed_school, requests_of(desk.log, tmp_path / "requests.csv")
    with schools.inside(school.pk):
        replace_calendar(desk.calendar, now=NOW, actor="staff:1")
    first, again = imported(school, path), imported(school, path)
    lake.catch_up(now=NOW)

    with schools.inside(school.pk):
        names = {
            f"#{t.ticket.number}": t.external_id
            for t in ImportedTicket.objects.select_related("ticket")
        }
        live = Ticket.objects.exclude(next_due_at=None).count()
    compared.equal(desk.known, "tickets", first.created)
    assert (again, live) == (Tally(unchanged=first.rows), 0)
    for kind, came in (("first_response", "responded"), ("resolution", "resolved")):
        told = measured(school, kind)
        each = {names[row["item"]]: seconds(row) for row in told["rows"]}
        compared.cells(desk.known, f"{kind} of each ticket", each, desk.waits(kind))
        compared.equal(desk.known, came, len(each))
        for scale, short in (("calendar", "cal"), ("working", "bus")):
            spread = {"n": told["value"][scale]["n"]} | {
                f"{part}_s": told["value"][scale][part] * HOUR for part in ("mean", "median", "p90")
            }
            compared.equal(desk.known, f"{kind}_{short}_s", spread, within=0.01)
