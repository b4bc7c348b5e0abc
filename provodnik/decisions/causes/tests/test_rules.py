"""States, falls, windows of equal time, verdicts and links. Nothing but values."""

from datetime import date, timedelta

import pytest

from provodnik.decisions.causes import rules
from provodnik.decisions.causes.types import Fall, Side, State, Verdict
from provodnik.kernel.periods import Period
from provodnik.metrics.figures import Count
from provodnik.metrics.intervals import newcombe
from provodnik.metrics.measurement import Row

CHANGED = date(2026, 8, 1)
TODAY = date(2026, 11, 2)
WEEK = Period(date(2026, 5, 1), date(2026, 5, 8))


def row(product: str | None, item: str, reached: int, before: int, size: int = 100) -> Row:
    figures = {"n": Count(reached), "size": Count(size), "lost": Count(before - reached)}
    return Row({"product": product, "item": item}, figures)


def side(reached: int, size: int) -> Side:
    return Side(reached, size, WEEK, TODAY)


@pytest.mark.parametrize(
    ("hypotheses", "confirmed", "is_changed", "outcome", "state"),
    [
        (0, 0, False, "", State.FOUND),
        (2, 0, False, "", State.CHECKING),
        (2, 1, False, "", State.CAUSE_FOUND),
        (2, 1, True, "", State.CHANGED),
        (2, 1, True, "helped", State.HELPED),
        (2, 1, True, "not_helped", State.NOT_HELPED),
    ],
)
def test_a_card_is_as_far_as_the_last_step_made(
    hypotheses: int, confirmed: int, is_changed: bool, outcome: str, state: State
) -> None:
    told = rules.state_of(
        hypotheses=hypotheses, confirmed=confirmed, is_changed=is_changed, outcome=outcome
    )
    assert told is state


@pytest.mark.requirement("R-252")
def test_each_course_has_its_own_biggest_fall() -> None:
    rows = [
        row("Колорист", "Модуль 1", 90, 100),
        row("Колорист", "Модуль 2", 80, 90),
        row("Колорист", "Модуль 3", 40, 80),
        row("Практикум", "Модуль 1", 55, 60, 60),
        row("Практикум", "Модуль 2", 35, 55, 60),
    ]

    found = rules.worst_falls(rows, students_at_least=20, percent_at_least=10)

    assert found == {
        "Колорист": ("Модуль 3", Fall(40, 80, 100)),
        "Практикум": ("Модуль 2", Fall(35, 55, 60)),
    }


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([row("Колорист", "Модуль 1", 91, 100)], id="nine of a hundred are no fall"),
        pytest.param([row("Колорист", "Модуль 1", 5, 19, 19)], id="a course of nineteen"),
        pytest.param([row(None, "Модуль 1", 10, 100)], id="no course is told"),
        pytest.param([row("Колорист", "Модуль 1", 100, 100)], id="nobody is lost"),
    ],
)
def test_a_shallow_fall_or_a_tiny_course_is_no_point_of_outflow(rows: list[Row]) -> None:
    assert rules.worst_falls(rows, students_at_least=20, percent_at_least=10) == {}


@pytest.mark.parametrize("today", [TODAY, date(2026, 10, 2), date(2027, 12, 1)])
def test_both_sides_of_a_change_have_the_same_time_since_access(today: date) -> None:
    told = rules.windows(CHANGED, today, reach_days=60, window_days=180)

    assert told is not None
    ages = [
        ((as_of - window.last_on).days + 1, (as_of - window.from_on).days + 1)
        for window, as_of in (
            (told.before, told.before_as_of),
            (told.after, told.after_as_of),
        )
    ]
    assert ages[0] == ages[1]
    assert ages[0][0] == 61
    assert told.before_as_of < CHANGED <= told.after.from_on
    assert told.after_as_of < today
    assert told.after.days <= 180


def test_before_anybody_had_their_time_nothing_is_compared() -> None:
    day = rules.judgeable_on(CHANGED, reach_days=60)

    assert rules.windows(CHANGED, day - timedelta(days=1), reach_days=60, window_days=180) is None
    assert rules.windows(CHANGED, day, reach_days=60, window_days=180) is not None


@pytest.mark.requirement("R-253")
@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((12, 30), (24, 30), Verdict.BETTER),
        ((24, 30), (12, 30), Verdict.WORSE),
        ((15, 30), (17, 30), Verdict.CHANCE),
        ((1, 19), (30, 30), Verdict.TOO_FEW),
        ((0, 0), (30, 30), Verdict.TOO_FEW),
    ],
)
def test_a_change_helped_only_where_chance_does_not_explain_it(
    before: tuple[int, int], after: tuple[int, int], verdict: Verdict
) -> None:
    assert rules.verdict(side(*before), side(*after), students_at_least=20) is verdict


def test_the_bounds_are_those_of_after_less_before() -> None:
    assert rules.difference(side(12, 30), side(24, 30)) == newcombe(0.8, 30, 0.4, 30)
    assert rules.difference(side(0, 0), side(24, 30)) is None


@pytest.mark.parametrize(
    ("link", "is_safe"),
    [
        ("/numbers/module_reach/?from=2026-01-01", True),
        ("https://disk.example/interview", True),
        ("http://disk.example/", True),
        ("javascript:alert(1)", False),
        ("//evil.example/", False),
        ("/\\evil.example", False),
        ("data:text/html,hi", False),
        ("https://", False),
        ("interview of May", False),
    ],
)
def test_a_proof_opens_nothing_that_could_run(link: str, is_safe: bool) -> None:
    assert rules.is_safe_link(link) is is_safe


def test_an_address_of_a_number_loses_its_host() -> None:
    copied = "https://school.example/numbers/module_reach/?by=item"

    assert rules.own_path(copied) == "/numbers/module_reach/?by=item"
    assert rules.is_number(rules.own_path(copied))
    assert rules.own_path("https://disk.example/1") == "https://disk.example/1"
    assert not rules.is_number("/numbers/")
