"""Commands as they are typed: one answer, or one clear line and exit code 2."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psycopg
import pytest

from provodnik.config import cli, postgres
from provodnik.config.postgres import processes
from provodnik.config.postgres.types import SUPERUSER, Layout
from provodnik.kernel import schools
from provodnik.kernel.models import School, SchoolCalendar
from tests.runtime.processes import answer, environment

pytestmark = pytest.mark.slow

CALENDAR = {"timezone": "Europe/Moscow", "week": {"mon": [["10:00", "19:00"]]}, "days": {}}
BROKEN = '{"timezone": "Europe/Moscow", "week": {"mon": [["19:00"]]}}'


def test_help_answers_before_any_framework_is_loaded() -> None:
    code = (
        "import sys; from provodnik.config import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: print(sorted({'django', 'psycopg'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.endswith("[]\n")


def test_a_program_that_asked_through_a_pool_ends_without_waiting_for_its_threads() -> None:
    code = (
        "import django; django.setup(); from django.db import connection\n"
        "connection.cursor().execute('SELECT 1'); print(connection.pool is not None)"
    )
    home = Path(os.environ["PROVODNIK_HOME"])
    settings = {"DJANGO_SETTINGS_MODULE": "provodnik.config.settings", "PROVODNIK_POOL": "1"}

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(home, **settings),
        capture_output=True,
        text=True,
        check=True,
    )

    assert (done.stdout, done.stderr) == ("True\n", "")


def test_a_school_is_opened_in_a_home_where_nothing_was_and_no_server_is_left(home: Path) -> None:
    done = answer(home, "school", "create", "ottenok", "--name", "Оттенок")

    assert (done.returncode, done.stderr) == (0, "")
    assert processes.postmaster(Layout(home)) is None
    postgres.ensure(home)
    with psycopg.connect(Layout(home).url(SUPERUSER)) as server:
        rows = server.execute("SELECT slug, name, timezone, currency FROM kernel_school")
        assert rows.fetchall() == [("ottenok", "Оттенок", "Europe/Moscow", "RUB")]


@pytest.mark.usefixtures("committed_school")
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["school", "create", "ottenok", "--name", "Другая"], "ottenok"),
        (["school", "create", "a b", "--name", "Другая"], "a b"),
        (["school", "create", "mars", "--name", "М", "--timezone", "Mars/X"], "Mars/X"),
        (["school", "create", "mars", "--name", "М", "--currency", "RUBL"], "RUBL"),
        (["school", "calendar", "ottenok", "broken.json"], "week.mon[0]"),
        (["school", "calendar", "ottenok", "nowhere.json"], "nowhere.json"),
        (["school", "calendar", "ottenok", "."], "."),
        (["school", "calendar", "nobody", "broken.json"], "nobody"),
        (["import", "events", "f.csv", "--school", "nobody"], "ottenok"),
        (["import", "no-such", "broken.json", "--school", "ottenok"], "no-such"),
        (["import", "events", "nowhere.csv", "--school", "ottenok"], "nowhere.csv"),
        (["metrics", "ltv", "--school", "nobody"], "nobody"),
        (["metrics", "no_such", "--school", "ottenok"], "no_such"),
        (["metrics", "ltv", "--school", "ottenok", "--by", "moon"], "moon"),
        (["metrics", "ltv", "--school", "ottenok", "--from", "2026-13-01"], "2026-13-01"),
        (["metrics", "ltv", "--school", "ottenok", "--versus", "2026"], "2026"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_is_said_in_one_line(
    arguments: Sequence[str],
    named: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "broken.json").write_text(BROKEN)
    monkeypatch.chdir(tmp_path)

    code = cli.main(arguments)

    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert named in said.err


def test_a_calendar_is_replaced(committed_school: School, tmp_path: Path) -> None:
    file = tmp_path / "calendar.json"
    file.write_text(json.dumps(CALENDAR))

    assert cli.main(["school", "calendar", committed_school.slug, str(file)]) == 0

    with schools.inside(committed_school.pk):
        assert SchoolCalendar.objects.get().body["week"]["mon"] == [["10:00", "19:00"]]


@pytest.mark.parametrize("topic", ["events", "metrics", "signals", "scenarios"])
def test_catalogues_are_printed(topic: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["docs", topic]) == 0

    assert capsys.readouterr().out.startswith("# ")


def test_a_catalogue_needs_no_database_and_a_reader_may_leave_early(home: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m provodnik.config.cli docs events | head -1",
        shell=True,
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
    )

    assert (done.stdout, done.stderr) == ("# Events of the journal\n", "")
    assert not Layout(home).root.exists()


@pytest.mark.usefixtures("committed_school")
def test_check_tells_a_sound_installation(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 0

    said = capsys.readouterr().out
    assert "✗" not in said
    assert "provodnik serve" in said


@pytest.mark.usefixtures("committed_school")
def test_check_compares_the_lake_with_the_journal_when_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["check"]) == 0
    assert "В озере то же, что в журнале." not in capsys.readouterr().out

    assert cli.main(["check", "--lake"]) == 0
    assert "В озере то же, что в журнале." in capsys.readouterr().out


def test_check_tells_tables_of_an_older_version(home: Path) -> None:
    done = answer(home, "check")

    assert done.returncode == 1
    assert "provodnik migrate" in done.stdout


def test_a_database_that_is_away_is_said_in_one_line(home: Path) -> None:
    nowhere = f"postgresql://provodnik_app@/provodnik?host={home}"

    done = answer(home, "migrate", DATABASE_URL=nowhere)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
