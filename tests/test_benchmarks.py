"""Benchmarks are run by hand and rarely: here they run small, so that they do not rot."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_every_benchmark_runs_and_tells_its_ratio() -> None:
    before = _page()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.run", "--small"],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    told = done.stdout.rsplit("\n\n", 1)[-1].splitlines()[2:]
    assert len(told) == 15
    assert all("met" in row and "×" in row for row in told)
    assert _page() == before, "a smoke run says nothing of speed"


def _page() -> bytes | None:
    path = ROOT / "docs" / "benchmarks.md"
    return path.read_bytes() if path.exists() else None
