"""From a file to a number by two commands, in the words of the contract."""

import csv
import io
import json
from pathlib import Path

import pytest

from provodnik.config import cli
from provodnik.kernel.models import School

pytestmark = pytest.mark.slow

EVENTS = """client,event,at,value,id
1,payment_received,2026-01-05T10:00:00,1000.00,a
1,payment_received,2026-02-05T10:00:00,2500.50,b
2,payment_received,2026-01-06T10:00:00,900.00,c
2,no_such_event,2026-01-06T10:00:00,,d
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "events.csv"
    path.write_text(EVENTS)
    return path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(arguments) == 0
    return capsys.readouterr().out


def test_a_file_is_counted_and_a_second_time_creates_nothing(
    committed_school: School, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ("import", "events", str(file), "--school", committed_school.slug, "--json")

    trial = json.loads(printed(capsys, *command, "--dry-run"))
    first = json.loads(printed(capsys, *command))
    second = json.loads(printed(capsys, *command))

    counts = {"rows": 4, "created": 3, "updated": 0, "unchanged": 0, "rejected": 1}
    assert counts.items() <= trial.items()
    assert counts.items() <= first.items()
    assert {"rows": 4, "created": 0, "unchanged": 3, "rejected": 1}.items() <= second.items()
    rejects = list(csv.DictReader(io.StringIO(Path(first["rejects_file"]).read_text())))
    assert [(row["line"], row["column"]) for row in rejects] == [("5", "event")]


def test_a_number_is_printed_in_three_forms(
    committed_school: School, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    school = ("--school", committed_school.slug)
    printed(capsys, "import", "events", str(file), *school)
    question = ("metrics", "repeat_purchase_share", *school)

    told = json.loads(printed(capsys, *question, "--format", "json"))
    table = printed(capsys, *question)
    rows = list(csv.DictReader(io.StringIO(printed(capsys, *question, "--format", "csv"))))

    assert {"metric": "repeat_purchase_share", "school": "ottenok"}.items() <= told.items()
    assert (told["value"], told["numerator"], told["denominator"]) == (0.5, 1, 2)
    assert (told["from"], told["to"], told["rows"]) == (None, None, [])
    assert "0.5" in table
    assert [row["value"] for row in rows] == ["0.5"]


def test_a_change_reads_as_on_the_pages(
    committed_school: School, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    school = ("--school", committed_school.slug)
    printed(capsys, "import", "events", str(file), *school)
    period = ("--from", "2026-02-01", "--to", "2026-03-01", "--versus", "2026-01-01..2026-02-01")

    told = json.loads(
        printed(capsys, "metrics", "repeat_sales", *school, *period, "--format", "json")
    )

    assert told["value"]["gross"] == "2500.50"
    assert told["baseline"]["gross"] == "0.00"
    assert told["change"]["gross"]["text"] == "с нуля"


def test_every_metric_is_counted_at_once(
    committed_school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(
        printed(capsys, "metrics", "--school", committed_school.slug, "--format", "json")
    )

    assert len({metric["metric"] for metric in told}) == len(told) >= 10
