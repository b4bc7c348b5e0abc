"""Who is drawn, and what a check scores."""

import pytest

from provodnik.decisions.quality import rules
from provodnik.decisions.quality.errors import MarksMissing
from provodnik.decisions.quality.types import Candidate, Draw, Mark, Score
from provodnik.method.quality_words import Artefact

FIFTH = Draw(share_percent=20, at_least=1, at_most=5)
WEIGHTS = {"point": 3, "step": 2, "warm": 1}
PASSED, FAILED, NONE = Mark.PASSED, Mark.FAILED, Mark.NOT_APPLICABLE


def answers(staff_id: int, count: int) -> list[Candidate]:
    return [Candidate(Artefact.MESSAGE, staff_id * 100 + n, staff_id, None) for n in range(count)]


@pytest.mark.parametrize(
    ("written", "taken"), [(0, 0), (1, 1), (4, 1), (6, 2), (10, 2), (25, 5), (90, 5)]
)
def test_of_each_person_a_share_is_taken_within_its_bounds(written: int, taken: int) -> None:
    assert rules.how_many(written, FIFTH) == taken
    assert len(rules.draw(answers(1, written), FIFTH, seed="1:2026-11-10")) == taken


def test_the_same_seed_draws_the_same_answers_in_whatever_order_they_come() -> None:
    pool = [*answers(1, 20), *answers(2, 3)]

    first = rules.draw(pool, FIFTH, seed="1:2026-11-10")
    again = rules.draw(reversed(pool), FIFTH, seed="1:2026-11-10")
    other_days = {
        tuple(one.ref_id for one in rules.draw(pool, FIFTH, seed=f"1:{day}")) for day in range(9)
    }

    assert first == again
    assert {one.staff_id for one in first} == {1, 2}
    assert len(other_days) > 1


def test_a_heavier_point_weighs_more_and_what_does_not_apply_is_no_part() -> None:
    told = rules.score({"point": PASSED, "step": FAILED, "warm": NONE}, WEIGHTS)

    assert told == Score(passed=1, applicable=2, passed_weight=3, applicable_weight=5)
    assert told.share == 0.6
    assert rules.score(dict.fromkeys(WEIGHTS, NONE), WEIGHTS).share is None


def test_a_check_marks_every_point_and_no_other() -> None:
    with pytest.raises(MarksMissing) as refused:
        rules.score({"point": PASSED, "step": PASSED, "speed": PASSED}, WEIGHTS)

    assert refused.value.points == ("speed", "warm")


def test_many_checks_are_one_by_their_weights() -> None:
    assert rules.together([Score(1, 1, 3, 3), Score(0, 2, 0, 3)]) == Score(1, 3, 3, 6)


def test_two_checkers_differ_in_the_points_they_see_differently() -> None:
    one = {"point": PASSED, "step": PASSED}
    assert rules.differing(one, {"point": FAILED, "step": PASSED}) == ("point",)
