"""A rule as a predicate: what it reads, what it refuses, when time alone changes it."""

from datetime import UTC, datetime, timedelta

import pytest

from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.errors import RuleIsBroken
from provodnik.facts.sales.base.types import Inputs

NOW = datetime(2026, 11, 2, tzinfo=UTC)


def one(fact: str, how: str, value: str = "") -> dict[str, str]:
    return {"fact": fact, "how": how, "value": value}


def test_groups_all_hold_and_in_a_group_any() -> None:
    rule = rules.read(
        [[one("orders", "at_least", "2"), one("goal", "is")], [one("nps", "at_most", "6")]]
    )

    told = rules.predicate(rule, prefix="s", now=NOW)

    assert told.text == (
        "((c.paid_orders >= %(s_0_0)s OR c.has_goal) AND (c.nps_hundredths <= %(s_1_0)s))"
    )
    assert told.params == {"s_0_0": 2, "s_1_0": 600}


def test_a_value_never_becomes_text_of_the_query() -> None:
    rule = rules.read([[one("stage", "is", "x'; DROP TABLE people_client; --")]])

    told = rules.predicate(rule, prefix="s", now=NOW)

    assert told.text == "((c.stage = %(s_0_0)s))"


def test_days_ago_are_counted_from_the_moment_asked_about() -> None:
    rule = rules.read([[one("paid_ago", "more", "90")], [one("active_ago", "at_most", "30")]])

    told = rules.predicate(rule, prefix="s", now=NOW)

    assert told.params == {"s_0_0": NOW - timedelta(days=90), "s_1_0": NOW - timedelta(days=30)}
    assert rules.ages([rule]) == {("last_paid_at", 90), ("alive_at", 30)}


def test_a_rule_is_kept_as_it_was_read() -> None:
    stored = [[one("product", "is_not", "7")], [one("messages", "is", "")]]

    assert rules.stored(rules.read(stored)) == stored


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        ([], "empty"),
        ([[]], "empty"),
        ([[one("luck", "is")]], "unknown"),
        ([[one("orders", "is", "2")]], "unknown"),
        ([[one("orders", "at_least", "-2")]], "bad_value"),
        ([[one("orders", "at_least", "²")]], "bad_value"),
        ([[one("revenue", "at_least", "9" * 30)]], "bad_value"),
        ([[one("stage", "is", "")]], "bad_value"),
        ([[one("goal", "is")]] * 13, "too_long"),
    ],
)
def test_what_cannot_be_read_is_refused(stored: rules.Stored, code: str) -> None:
    with pytest.raises(RuleIsBroken) as refused:
        rules.read(stored)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("stored", "clashes"),
    [
        ([[one("product", "is", "7")], [one("product", "is_not", "7")]], True),
        ([[one("product", "is", "7")], [one("product", "is_not", "8")]], False),
        ([[one("product", "is", "7"), one("product", "is_not", "7")]], False),
        ([[one("orders", "at_least", "3")], [one("orders", "at_most", "2")]], True),
        ([[one("orders", "at_least", "3")], [one("orders", "at_most", "3")]], False),
        ([[one("paid_ago", "more", "90")], [one("paid_ago", "at_most", "90")]], True),
        ([[one("paid_ago", "more", "30")], [one("paid_ago", "at_most", "90")]], False),
        ([[one("stage", "is", "a")], [one("stage", "is", "b")]], True),
        ([[one("goal", "is")], [one("goal", "is_not")]], True),
    ],
)
def test_a_rule_that_nobody_can_fit_is_seen(stored: rules.Stored, clashes: bool) -> None:
    assert (rules.contradiction(rules.read(stored)) is not None) is clashes


@pytest.mark.requirement("R-274")
def test_potential_is_size_by_conversion_by_cheque() -> None:
    inputs = Inputs(212, 200, 13, 40, conversion_share=0.065, cheque_kopecks=1_310_000)

    assert rules.potential(inputs) == round(212 * 0.065 * 1_310_000)
    assert rules.potential(Inputs(212, 0, 0, 0, None, 1_310_000)) is None


@pytest.mark.requirement("R-277")
@pytest.mark.parametrize(
    ("values", "run"),
    [
        ([True, True, True], 3),
        ([True, False, True, True], 2),
        ([True, True, False], 0),
        ([True, None, True], 1),
        ([], 0),
    ],
)
def test_a_bad_run_is_counted_from_the_latest_month(values: list[bool | None], run: int) -> None:
    assert rules.bad_run(values) == run
