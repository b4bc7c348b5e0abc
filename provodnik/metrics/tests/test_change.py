from fractions import Fraction

import pytest

from provodnik.metrics.change import Words, change, change_text, changes, changes_json
from provodnik.metrics.figures import Count, Figure, Money, Share, half_up, money_text

RUSSIAN = Words(from_zero="с нуля", decimal_mark=",", group_mark="\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        pytest.param(85, 96, "+12,9%", id="grew"),
        pytest.param(4, 2, "−50,0%", id="fell"),
        pytest.param(24, 2, "−91,7%", id="rounded away from zero"),
        pytest.param(Fraction("58.2"), Fraction("95.2"), "+63,6%", id="G12"),
        pytest.param(50_000, 150_000, "+200,0%", id="G20"),
        pytest.param(1, 24, "+2\N{NO-BREAK SPACE}300,0%", id="thousands apart"),
        pytest.param(2000, 2001, "+0,1%", id="half goes up"),
        pytest.param(2000, 1999, "−0,1%", id="half goes away from zero"),
        pytest.param(10_000, 9_999, "0,0%", id="too small to see"),
        pytest.param(7, 7, "0,0%", id="stayed"),
        pytest.param(-100, 50, "+150,0%", id="out of the red"),
        pytest.param(0, 228_670, "с нуля", id="G1"),
        pytest.param(0, 0, "—", id="nothing and nothing"),
        pytest.param(None, 5, "—", id="not measured before"),
        pytest.param(5, None, "—", id="not measured now"),
    ],
)
def test_change_reads(before: Fraction | None, after: Fraction | None, text: str) -> None:
    a = None if before is None else Fraction(before)
    b = None if after is None else Fraction(after)

    assert change_text(a, b, RUSSIAN) == text


@pytest.mark.parametrize(
    ("before", "after", "json"),
    [
        (Share(24, 100), Share(49, 100), {"points": 25.0, "text": "+104.2%"}),
        (Money(0), Money(22_867_000), {"points": "228670.00", "text": "from zero"}),
        (Count(5), Count(4), {"points": -1, "text": "−20.0%"}),
        (Share(0, 0), Share(1, 2), {"points": None, "text": "—"}),
    ],
)
def test_points_are_in_the_unit_of_the_number(
    before: Figure, after: Figure, json: dict[str, object]
) -> None:
    told = change(before, after).json()

    assert isinstance(told, dict)
    assert {key: told[key] for key in json} == json


def test_relative_is_a_share_like_every_other() -> None:
    assert change(Share(1, 100), Share(3, 100)).relative == 2


def test_changes_have_the_shape_of_the_value() -> None:
    before, after = {"net": Money(100), "gross": None}, {"net": Money(150), "gross": Money(1)}

    assert changes_json(changes(before, after)) == {
        "net": {"relative": 0.5, "points": "0.50", "text": "+50.0%"},
        "gross": {"relative": None, "points": None, "text": "—"},
    }


@pytest.mark.parametrize(
    ("kopecks", "text"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123456, "1234.56"), (Fraction(5, 2), "0.03")],
)
def test_money_is_printed_in_roubles_with_two_decimals(kopecks: Fraction, text: str) -> None:
    assert money_text(kopecks) == text


def test_halves_go_away_from_zero() -> None:
    assert [str(half_up(Fraction(n, 20), 1)) for n in (1, -1, 3)] == ["0.1", "-0.1", "0.2"]
