"""The arithmetic of what a bonus brings."""

import pytest

from provodnik.facts.catalog.rules import Stratum, lift_of, reward_kopecks


def test_a_difference_is_taken_among_alike_buyers() -> None:
    found = lift_of([Stratum(40, 20, 100, 30), Stratum(60, 12, 200, 20)], enough=30)

    assert found is not None
    assert (found.holders, found.holders_moved, found.others) == (100, 32, 300)
    assert found.others_share == pytest.approx((40 * 0.3 + 60 * 0.1) / 100)
    assert found.difference == pytest.approx(0.32 - 0.18)
    assert found.low < found.difference < found.high
    assert found.is_proved


def test_a_mix_of_unlike_buyers_alone_lifts_nothing() -> None:
    # In each month both move alike; only the months of the two groups differ.
    found = lift_of([Stratum(90, 45, 10, 5), Stratum(10, 1, 90, 9)], enough=5)

    assert found is not None
    assert found.difference == pytest.approx(0)
    assert not found.is_proved


def test_the_interval_is_newcombes() -> None:
    # Newcombe 1998, method 10, example (a): 56/70 against 48/80.
    found = lift_of([Stratum(70, 56, 80, 48)], enough=30)

    assert found is not None
    assert found.low == pytest.approx(0.0524, abs=5e-5)
    assert found.high == pytest.approx(0.3339, abs=5e-5)


def test_few_people_prove_nothing() -> None:
    found = lift_of([Stratum(3, 3, 300, 0)], enough=30)

    assert found is not None
    assert not found.is_enough
    assert not found.is_proved


def test_holders_whom_nobody_is_alike_are_left_out() -> None:
    assert lift_of([Stratum(10, 5, 0, 0), Stratum(0, 0, 10, 5)], enough=1) is None


@pytest.mark.parametrize(("price", "reward"), [(12_900_00, 645_00), (0, 0), (None, None)])
def test_a_reward_is_a_share_of_the_price(price: int | None, reward: int | None) -> None:
    assert reward_kopecks(price, 5.0) == reward
