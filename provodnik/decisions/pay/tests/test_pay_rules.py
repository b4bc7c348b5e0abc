"""The arithmetic of pay, to the kopeck."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provodnik.decisions.pay import rules
from provodnik.decisions.pay.rules import Bounds
from provodnik.decisions.pay.types import Line, LineKind

BOUNDS = Bounds(Fraction(1, 2), Fraction(13, 10))
BASE = 30_000_00


def kpi(
    value: Fraction | None, plan: Fraction, weight: Fraction, *, unit: str, direction: str
) -> Line:
    is_less = direction == "down"
    reached = rules.attained(value, plan, is_less_better=is_less, to=BOUNDS)
    return Line(
        kind=LineKind.KPI,
        key="one",
        title="One",
        amount_kopecks=rules.moved(BASE, weight, reached),
        value=value,
        plan=plan,
        rate=weight,
        unit=unit,
        direction=direction,
    )


@pytest.mark.parametrize(
    ("value", "plan", "is_less_better", "reached"),
    [
        (Fraction(49, 100), Fraction(49, 100), False, Fraction(1)),
        (Fraction(24, 100), Fraction(48, 100), False, Fraction(1, 2)),
        (Fraction(1, 100), Fraction(48, 100), False, Fraction(1, 2)),
        (Fraction(1), Fraction(1, 2), False, Fraction(13, 10)),
        (Fraction(2), Fraction(2), True, Fraction(1)),
        (Fraction(24), Fraction(2), True, Fraction(1, 2)),
        (Fraction(0), Fraction(2), True, Fraction(13, 10)),
        (None, Fraction(2), True, Fraction(1)),
        (Fraction(-40), Fraction(95), False, Fraction(1, 2)),
    ],
)
def test_a_figure_counts_within_its_bounds(
    value: Fraction | None, plan: Fraction, is_less_better: bool, reached: Fraction
) -> None:
    assert rules.attained(value, plan, is_less_better=is_less_better, to=BOUNDS) == reached


def test_half_a_kopeck_goes_away_from_zero() -> None:
    told = [rules.rounded(Fraction(n, 2)) for n in (1, -1, 3, -3, 5)]

    assert told == [1, -1, 2, -2, 3]


@given(st.integers(0, 10**12), st.integers(0, 100))
def test_a_reward_and_its_refund_come_to_nothing(kopecks: int, percent: int) -> None:
    share = Fraction(percent, 100)

    assert rules.share_of(kopecks, share) + rules.share_of(-kopecks, share) == 0


@given(st.fractions(0, 2), st.fractions(0, 2))
def test_a_better_figure_never_pays_less(low: Fraction, high: Fraction) -> None:
    low, high = sorted((low, high))
    plan, weight = Fraction(1, 2), Fraction(3, 10)
    was, then = (
        rules.moved(BASE, weight, rules.attained(one, plan, is_less_better=False, to=BOUNDS))
        for one in (low, high)
    )

    assert was <= then


def test_the_month_so_far_is_carried_on_but_the_base_is_not() -> None:
    lines = [
        Line(kind=LineKind.BASE, key="coordinator", title="", amount_kopecks=BASE),
        Line(kind=LineKind.REWARD, key="repeat_sales", title="", amount_kopecks=1_000_00),
    ]
    passed = rules.passed_share(date(2026, 11, 1), date(2026, 12, 1), date(2026, 11, 15))

    assert passed == Fraction(1, 2)
    assert rules.forecast(lines, passed=passed) == BASE + 2_000_00
    assert rules.forecast(lines, passed=Fraction(1)) == BASE + 1_000_00


@pytest.mark.requirement("R-197")
def test_what_raises_pay_is_told_largest_first_and_never_the_impossible() -> None:
    lines = [
        kpi(Fraction(24, 100), Fraction(49, 100), Fraction(3, 10), unit="share", direction="up"),
        kpi(Fraction(95), Fraction(95), Fraction(2, 10), unit="points", direction="up"),
        kpi(Fraction(4), Fraction(2), Fraction(2, 10), unit="hours", direction="down"),
    ]

    told = rules.raises(BASE, lines, BOUNDS)

    # 49 % instead of 24 %, which counts for half: 30 000 × 0.3 × 0.5; 2 h instead of 4: × 0.2;
    # NPS can't go past 100: 30 000 × 0.2 × (100/95 − 1).
    assert [(one.target, one.kopecks) for one in told] == [
        (Fraction(49, 100), 450_000),
        (Fraction(2), 300_000),
        (Fraction(100), 31_579),
    ]
