"""Growth is said once, with its sign and unit; what can't be computed is not invented."""

from fractions import Fraction

import pytest

from provodnik.web import formats


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        (85, 96, "+12,9%"),
        (85, 100, "+17,6%"),
        (24, 2, "\u221291,7%"),
        (0.04, 0.02, "\u221250,0%"),
        (0.075, 0.047, "\u221237,3%"),
        (0.582, 0.952, "+63,6%"),
        (0.24, 0.49, "+104,2%"),
        (50_000, 150_000, "+200,0%"),
        (100, 100, "0,0%"),
        (100_000, 100_010, "0,0%"),
        (-10, -5, "+50,0%"),
        (0, 228_670, "с нуля"),
        (0, 0, "—"),
        (None, 95, "—"),
        (95, None, "—"),
    ],
)
def test_relative_change_of_the_golden_numbers(
    was: float | None, now: float | None, shown: str
) -> None:
    assert formats.relative(was, now, "ru") == shown


def test_relative_change_of_rough_inputs_is_whole() -> None:
    assert formats.relative(50_000, 150_000, "ru", is_whole=True) == "+200%"
    assert formats.relative(200, 201, "ru", is_whole=True) == "+1%"


def test_relative_change_in_english() -> None:
    assert formats.relative(85, 96, "en") == "+12.9%"
    assert formats.relative(0, 1, "en") == "from zero"


def test_points_follow_the_relative_change() -> None:
    assert formats.points(0.582, 0.952, "ru") == "+37,0\u00a0п.п."
    assert formats.points(0.075, 0.047, "en") == "\u22122.8\u00a0pp"
    assert formats.change(0.582, 0.952, "ru", is_share=True) == "+63,6% (+37,0\u00a0п.п.)"
    assert formats.change(85, 96, "ru") == "+12,9%"
    assert formats.change(None, 0.952, "ru", is_share=True) == "—"


def test_a_difference_keeps_its_sign() -> None:
    assert formats.difference(90, 95, "ru") == "+5"
    assert formats.difference(4.6, 4.2, "ru", decimals=1) == "\u22120,4"
    assert formats.difference(4.6, 4.6, "ru", decimals=1) == "0,0"
    assert formats.difference(None, 4.6, "ru") == "—"


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        (50, 150, "в 3 раза"),
        (10, 50, "в 5 раз"),
        (10, 25, "в 2,5 раза"),
        (10, 210, "в 21 раз"),
        (10, 19, ""),
        (0, 5, ""),
        (None, 5, ""),
    ],
)
def test_a_ratio_is_said_from_twice_on(was: float | None, now: float, shown: str) -> None:
    assert formats.ratio(was, now, "ru") == shown


def test_the_way_to_a_goal_is_counted_from_the_start() -> None:
    assert formats.way_share(24, 49, 55) == Fraction(25, 31)
    assert formats.way_share(7.5, 4.7, 3.1) == Fraction(28, 44)
    assert formats.way_share(10, 5, 20) == 0
    assert formats.way_share(10, 12, 10) is None
