"""Who is left alone is stable; a difference says how sure it is."""

import pytest

from provodnik.touches.campaigns.rules import is_left_alone, lift
from provodnik.touches.campaigns.types import Group


def test_about_the_asked_part_is_left_alone_and_always_the_same() -> None:
    first = [is_left_alone(7, client, 15) for client in range(20_000)]
    again = [is_left_alone(7, client, 15) for client in range(20_000)]

    assert first == again
    assert abs(sum(first) / len(first) - 0.15) < 0.01


def test_campaigns_leave_different_people_alone() -> None:
    one, other = (
        {client for client in range(2_000) if is_left_alone(campaign, client, 20)}
        for campaign in (1, 2)
    )

    assert len(one & other) < len(one) / 2


def test_nobody_is_left_alone_at_zero() -> None:
    assert not any(is_left_alone(1, client, 0) for client in range(1_000))


@pytest.mark.requirement("R-272")
def test_the_interval_of_a_difference_is_newcombes() -> None:
    # Worked example of the method: 56/70 against 48/80.
    told = lift(Group(people=70, bought=56), Group(people=80, bought=48))

    assert told is not None
    assert told.difference == pytest.approx(0.2)
    assert told.low == pytest.approx(0.0524, abs=5e-5)
    assert told.high == pytest.approx(0.3339, abs=5e-5)
    assert told.is_proved


def test_few_people_prove_nothing() -> None:
    told = lift(Group(people=20, bought=3), Group(people=5, bought=0))

    assert told is not None
    assert told.low < 0 < told.high
    assert not told.is_proved


def test_without_a_group_there_is_no_difference() -> None:
    assert lift(Group(people=20, bought=3), Group()) is None
