"""A place held by one at a time, and given back by whoever dies."""

import pytest
from django.db import connections

from provodnik.kernel.alone import alone
from provodnik.kernel.models import School

pytestmark = pytest.mark.usefixtures("committed_school")


def held_elsewhere(name: str) -> bool:
    """Whether another connection finds the place taken."""
    other = connections.create_connection("default")
    mine = connections["default"]
    connections["default"] = other
    try:
        with alone(name) as is_free:
            return not is_free
    finally:
        connections["default"] = mine
        other.close()


def test_a_place_is_held_by_one_and_free_afterwards(committed_school: School) -> None:
    with alone("bread") as is_free:
        assert is_free
        assert held_elsewhere("bread")
        assert not held_elsewhere("milk")

    assert not held_elsewhere("bread")


def test_a_place_of_a_lost_connection_is_free(committed_school: School) -> None:
    with alone("bread"):
        connections["default"].close()
        assert not held_elsewhere("bread")
