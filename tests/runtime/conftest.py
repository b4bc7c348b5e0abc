"""A home of its own for each test, and no server named from outside."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.homes import fresh_home


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data directory."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_LAKE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PROVODNIK_TEST_CLUSTER", "1")
    yield from fresh_home()
