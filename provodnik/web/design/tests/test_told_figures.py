"""Figures a person told: their marks, ranges and growth as pages print them."""

from fractions import Fraction

import pytest

from provodnik.web.design import figures
from provodnik.web.design.types import Direction, Figure, Target, Unit
from provodnik.web.formats import Mark

NBSP = "\u00a0"


def percent(low: int, high: int | None = None, mark: Mark = Mark.EXACT) -> Figure:
    top = None if high is None else Fraction(high, 100)
    return Figure(Fraction(low, 100), Unit.SHARE, mark=mark, high=top, decimals=0)


@pytest.mark.requirement("R-357")
@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (percent(96, 100), "96–100%"),
        (percent(70, mark=Mark.AT_MOST), f"до{NBSP}70%"),
        (percent(2, mark=Mark.APPROX), "~2%"),
        (Figure(5_000_000, Unit.KOPECKS, mark=Mark.APPROX), f"~50{NBSP}000{NBSP}₽"),
        (Figure(10, Unit.COUNT, mark=Mark.AT_LEAST, decimals=0), "10+"),
        (Figure(95, Unit.POINTS, high=98, decimals=0), "95–98"),
        (Figure(Fraction(47, 1000), Unit.SHARE, decimals=1), "4,7%"),
        (Figure(2, Unit.HOURS, mark=Mark.AT_MOST), f"до{NBSP}2{NBSP}ч"),
    ],
)
def test_a_told_figure_is_printed_with_its_mark(figure: Figure, text: str) -> None:
    assert figures.amount_text(figure.amount or 0, figure.unit, "ru", figure=figure) == text


@pytest.mark.requirement("R-356")
def test_a_range_grows_by_a_range_and_zero_says_from_zero() -> None:
    grown = figures.change(percent(85), percent(96, 100), Direction.UP, "ru")
    from_zero = figures.change(percent(0), percent(96, 100), Direction.UP, "ru")
    not_measured = figures.change(Figure(None, Unit.SHARE), percent(96, 100), Direction.UP, "ru")

    assert (grown.relative, grown.points) == ("+13…+18%", f"+11…+15{NBSP}п.п.")
    assert (from_zero.relative, from_zero.is_from_zero) == ("с нуля", True)
    assert not_measured.relative == "—"


def test_what_has_no_upper_bound_grows_at_least_so_much() -> None:
    grown = figures.change(
        Figure(5, Unit.COUNT), Figure(10, Unit.COUNT, mark=Mark.AT_LEAST), Direction.UP, "ru"
    )

    assert grown.relative == f"от{NBSP}+100,0%"


def test_a_goal_is_said_as_it_was_told() -> None:
    goal = Target(Fraction(96, 100), text="96–100%")
    way = figures.way(percent(58), percent(97), goal, Direction.UP, "ru")

    assert (way.is_reached, way.words) == (True, "96–100%")
