"""A channel of tests bound in place of the real ones."""

from collections.abc import Iterator

import pytest

from provodnik.kernel.outbox import ports
from provodnik.kernel.outbox.tests.fakes import Pigeons


@pytest.fixture
def pigeons() -> Iterator[Pigeons]:
    before = ports.declared()
    flock = Pigeons()
    flock.bind()
    yield flock
    ports.declare(*before)
