"""A lake of its own for each test, beside the test's database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker, Settings

from provodnik.kernel.models import School
from provodnik.lake.reading import forget
from provodnik.lake.tests.journals import as_owner


@pytest.fixture
def lake(
    committed_school: School,
    tmp_path: Path,
    settings: Settings,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[School]:
    """A school whose journal other connections see, and an empty lake."""
    settings.HOME = tmp_path
    forget()
    with django_db_blocker.unblock():
        # Opening a school is recorded as well; these tests write their own journal.
        as_owner("DELETE FROM kernel_journalentry")
        yield committed_school
    forget()
