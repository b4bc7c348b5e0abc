"""The trend of scores in a word."""

import pytest

from provodnik.web.pages.students.voice import mood


@pytest.mark.parametrize(
    ("scores", "words"),
    [((500, 400, 300), "снижаются"), ((300, 400, 500), "растут"), ((400, 410, 400), "ровно")],
)
def test_scores_rise_fall_or_stay(scores: tuple[int, ...], words: str) -> None:
    found = mood(scores)

    assert found is not None
    assert found.words == words


def test_two_scores_are_no_trend() -> None:
    assert mood((500, 300)) is None
