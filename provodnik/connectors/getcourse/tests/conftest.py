from pathlib import Path

import pytest

from provodnik.connectors.getcourse.tests.exports import Loader
from provodnik.kernel.models import School


@pytest.fixture
def load(school: School, tmp_path: Path) -> Loader:
    """Loads small exports into the school of this test."""
    return Loader(school, tmp_path)
