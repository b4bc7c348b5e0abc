"""SQL of definitions is compiled once, and found again by other processes."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from pytest_django import Settings

from provodnik.lake import compiled
from provodnik.metrics.catalogue import DEFINITIONS

ASK = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(HOME=Path(sys.argv[1]))
from provodnik.lake import compiled
from provodnik.metrics.catalogue import DEFINITIONS
text = compiled.measure_sql(DEFINITIONS["rfm"], "client", is_whole=True)
print(len(text), "ibis.expr" in sys.modules)
"""


def ask_in_another_process(home: Path) -> tuple[int, bool]:
    printed = subprocess.run(
        [sys.executable, "-c", ASK, str(home)], check=True, capture_output=True, text=True
    ).stdout.split()
    return int(printed[0]), printed[1] == "True"


@pytest.mark.slow
def test_second_process_finds_the_sql_and_does_not_import_ibis(tmp_path: Path) -> None:
    first = ask_in_another_process(tmp_path)
    second = ask_in_another_process(tmp_path)

    assert (first[1], second[1]) == (True, False)
    assert first[0] == second[0] > 0


def test_changed_version_has_sql_of_its_own(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path
    compiled.measure_sql.cache_clear()

    compiled.measure_sql(DEFINITIONS["cohort_retention"], "cohort", is_whole=True)

    [path] = (tmp_path / "lake" / "cache").rglob("*.sql")
    assert path.name == "cohort_retention-1-cohort-whole.sql"
    compiled.measure_sql.cache_clear()


def test_threads_that_compile_the_same_at_once_do_not_trip_each_other(
    tmp_path: Path, settings: Settings
) -> None:
    settings.HOME = tmp_path
    together = Barrier(8)

    def keep(nth: int) -> str:
        together.wait(timeout=10)
        return compiled._keep(compiled._path(f"one-{nth % 2}"), "SELECT 1")

    for _ in range(20):
        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(keep, range(8))) == {"SELECT 1"}
