"""Values as people tell them, and growth between values known in bounds."""

from fractions import Fraction

import pytest

from provodnik.metrics.change import Span, points_span, relative_span, way_share
from provodnik.metrics.definition import Unit
from provodnik.metrics.told import Mark, NotAValue, read


@pytest.mark.requirement("R-357")
@pytest.mark.parametrize(
    ("text", "mark", "low", "high"),
    [
        ("58,2%", Mark.EXACT, "58.2", "58.2"),
        ("~50 000 ₽", Mark.APPROX, "50000", "50000"),
        ("около 2%", Mark.APPROX, "2", "2"),
        ("до 70%", Mark.AT_MOST, "70", "70"),
        ("до 24 ч", Mark.AT_MOST, "24", "24"),
        ("10+", Mark.AT_LEAST, "10", "10"),
        ("20+ ч", Mark.AT_LEAST, "20", "20"),
        ("от 150\u00a0000", Mark.AT_LEAST, "150000", "150000"),
        ("96–100%", Mark.RANGE, "96", "100"),
        ("4-5", Mark.RANGE, "4", "5"),
        ("4,5…6,25", Mark.RANGE, "4.5", "6.25"),
        ("−12", Mark.EXACT, "-12", "-12"),
    ],
)
def test_a_value_keeps_its_mark(text: str, mark: Mark, low: str, high: str) -> None:
    told = read(text)

    assert (told.mark, told.low, told.high) == (mark, Fraction(low), Fraction(high))


@pytest.mark.parametrize("text", ["—", "не измерялось", "Не считалось", "not measured"])
def test_not_measured_is_a_value_of_its_own(text: str) -> None:
    assert read(text).mark is Mark.NOT_MEASURED
    assert read(text).span(Unit.SHARE) is None


@pytest.mark.parametrize(
    "text", ["", "сильно вырасти", "150 тыс.", "до 10+", "100–96", "5–5", "1.2.3", "12 34"]
)
def test_what_cannot_be_compared_is_no_value(text: str) -> None:
    with pytest.raises(NotAValue):
        read(text)


def test_percents_and_roubles_become_what_metrics_count_in() -> None:
    assert read("4,7%").span(Unit.SHARE) == Span(Fraction(47, 1000), Fraction(47, 1000))
    assert read("~50 000").span(Unit.MONEY) == Span(Fraction(5000000), Fraction(5000000), True)
    assert read("95–98").span(Unit.POINTS) == Span(Fraction(95), Fraction(98), True)


@pytest.mark.requirement("R-356")
def test_growth_of_a_range_has_both_ends() -> None:
    grown = relative_span(read("85").span(Unit.SHARE), read("96–100").span(Unit.SHARE))
    gap = points_span(read("85").span(Unit.SHARE), read("96–100").span(Unit.SHARE))

    assert grown == Span(Fraction(11, 85), Fraction(15, 85), True)
    assert gap == Span(Fraction(11, 100), Fraction(15, 100), True)


def test_the_least_growth_is_from_the_upper_to_the_lower_end() -> None:
    grown = relative_span(read("4–5").span(Unit.COUNT), read("10+").span(Unit.COUNT))

    assert grown == Span(Fraction(1), Fraction(3, 2), is_rough=True, is_open=True)


def test_nothing_grows_from_zero_or_from_what_was_not_measured() -> None:
    after = read("96–100").span(Unit.SHARE)

    assert relative_span(read("0").span(Unit.SHARE), after) is None
    assert relative_span(None, after) is None
    assert points_span(None, after) is None


@pytest.mark.requirement("R-352")
def test_sixty_on_the_way_from_fifty_to_eighty_is_a_third() -> None:
    assert way_share(Fraction(50), Fraction(60), Fraction(80)) == Fraction(1, 3)
    assert way_share(Fraction(4), Fraction(3), Fraction(2)) == Fraction(1, 2)
    assert way_share(Fraction(50), Fraction(40), Fraction(80)) == 0
    assert way_share(Fraction(50), Fraction(60), Fraction(50)) is None
