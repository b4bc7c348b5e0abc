"""An empty lake for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from provodnik.lake.reading import forget


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.HOME = tmp_path
    forget()
    yield tmp_path
    forget()
