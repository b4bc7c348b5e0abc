"""A school where everything goes wrong, told by one events file: what an export would hold."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from conftest import MONDAY
from provodnik.kernel.imports import services
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.tests.files import csv_file
from provodnik.kernel.models import School

NOW = MONDAY
HEADER = (
    *("client", "event", "at", "value", "product", "item", "channel", "staff", "id"),
    *("attr.measure", "attr.module", "attr.kind"),
)
BUYERS, TICKETS = 40, 30
COURSE = "Колорист с нуля"

type Cells = dict[str, str]


def row(event: str, at: datetime, **cells: str) -> Cells:
    return {"event": event, "at": at.isoformat(), **cells}


def bad_rows() -> list[Cells]:
    """Nobody buys twice, finishers hear nothing, one person answers late, nobody asks or pays."""
    rows: list[Cells] = []
    for number in range(BUYERS):
        client, start = f"c-{number}", NOW - timedelta(days=200 + number)
        told = {"client": client, "product": COURSE}
        rows.append(row("payment_received", start, value="30000", item=f"o-{number}", **told))
        rows.append(row("enrolled", start, **told))
        for module in range(1, 4 if number < BUYERS // 4 else 2):
            done = start + timedelta(days=20 * module)
            rows.append(row("module_completed", done, item=f"Модуль {module}", **told))
        if number < BUYERS // 4:
            finished = start + timedelta(days=90)
            rows.append(row("course_completed", finished, **told))
    for number in range(5):
        rows.append(
            row(
                "refund_paid",
                NOW - timedelta(days=100),
                client=f"c-{number + 20}",
                value="30000",
                item=f"o-{number + 20}",
                product=COURSE,
            )
        )
    for number in range(20):
        product = f"Мини-курс {number}"
        at = NOW - timedelta(days=150)
        rows.append(row("payment_received", at, client=f"m-{number}", value="900", product=product))
    rows += service_rows()
    return rows


def service_rows() -> list[Cells]:
    """Tickets of one handler, a day late; homework of twenty curators, eight of them paid."""
    rows: list[Cells] = []
    for number in range(TICKETS):
        opened = NOW - timedelta(days=7 + number % 50)
        item, answered = f"t-{number}", opened + timedelta(days=2)
        rows.append(row("ticket_opened", opened, client=f"c-{number}", item=item))
        rows.append(row("ticket_answered", answered, item=item, staff="Ирина Ткачёва"))
    for number in range(120):
        at = NOW - timedelta(days=15 + number % 40)
        told = {"client": f"c-{number % BUYERS}", "item": f"Урок {number}", "product": COURSE}
        rows.append(row("homework_submitted", at, **told))
        if number % 3 == 0:
            curator = f"Куратор {number // 3 % 20}"
            rows.append(row("homework_reviewed", at + timedelta(days=1), staff=curator, **told))
    for number in range(8):
        paid = NOW - timedelta(days=20)
        rows.append(row("pay_approved", paid, value="20000", staff=f"Куратор {number}"))
    return rows


def load(school: School, folder: Path, rows: Sequence[Cells]) -> None:
    """The rows through the importer, as a person would bring them."""
    lines = [[cells.get(name, "") for name in HEADER] for cells in rows]
    path = csv_file(folder / "events.csv", [list(HEADER), *lines], delimiter=",")
    run = services.start_run(SourceFile(path), kind="events", school=school, by="staff:1", now=NOW)
    done = services.run_to_end(school_id=school.pk, run_id=run.pk, now=NOW)
    assert services.summary(done).tally.rejected == 0
