"""What a change of a definition means for figures that were fixed before it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from provodnik.metrics import redefined
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.redefined import Redefined

JULY, AUGUST, OCTOBER = (datetime(2026, month, 1, tzinfo=UTC) for month in (7, 8, 10))


def test_each_later_version_is_a_change() -> None:
    told = redefined.series("nps", [(3, OCTOBER), (1, JULY), (2, AUGUST)])

    assert told == [Redefined("nps", 1, 2, AUGUST), Redefined("nps", 2, 3, OCTOBER)]
    assert redefined.series("nps", [(2, JULY)]) == []


@pytest.mark.requirement("R-259")
def test_what_was_fixed_before_a_change_knows_how_far_the_definition_went() -> None:
    told = redefined.series("nps", [(1, JULY), (2, AUGUST), (3, OCTOBER)])

    assert redefined.since(told, JULY) == Redefined("nps", 1, 3, OCTOBER)
    assert redefined.since(told, AUGUST) == Redefined("nps", 2, 3, OCTOBER)
    assert redefined.since(told, OCTOBER) is None


def test_a_definition_that_came_back_is_the_same() -> None:
    told = [Redefined("nps", 1, 2, AUGUST), Redefined("nps", 2, 1, OCTOBER)]

    assert redefined.since(told, JULY) is None


def test_words_of_every_version_passed_are_told() -> None:
    metric = replace(DEFINITIONS["nps"], version=3, changes={2: "Second.", 3: "Third."})

    assert redefined.what_changed(metric, Redefined("nps", 1, 3, OCTOBER)) == ["Second.", "Third."]
    assert redefined.what_changed(metric, Redefined("nps", 2, 3, OCTOBER)) == ["Third."]


@pytest.mark.parametrize("metric", DEFINITIONS.values(), ids=list(DEFINITIONS))
def test_every_later_version_says_what_changed(metric: object) -> None:
    told = DEFINITIONS[getattr(metric, "name")]  # noqa: B009 (the parameter names the test)

    assert set(told.changes) == set(range(2, told.version + 1))
