"""Every golden number has a test that loads it raw, and the page of them is true."""

from tests.golden import NUMBERS, PAGE, marked, page


def test_every_golden_number_has_a_test_and_every_mark_a_number() -> None:
    assert [*NUMBERS] == [f"G{nth}" for nth in range(1, 29)]
    assert marked().keys() == NUMBERS.keys()


def test_the_page_of_golden_numbers_is_written_from_the_marks() -> None:
    assert PAGE.read_text() == page(), "run python -m tests.golden"
