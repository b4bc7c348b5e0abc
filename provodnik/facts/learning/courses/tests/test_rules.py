"""Moving lessons, reading lists, limits of the content audit."""

import pytest

from provodnik.facts.learning.courses import rules
from provodnik.facts.learning.courses.types import ContentShares, Place, Step, ToldLesson

PLACES = [Place(1, 10), Place(2, 10), Place(3, 20), Place(4, 20)]


def order(places: list[Place]) -> list[tuple[int, int]]:
    return [(place.lesson_id, place.module_id) for place in places]


@pytest.mark.requirement("R-156")
def test_a_lesson_trades_places_with_its_neighbour() -> None:
    assert order(rules.moved(PLACES, 2, Step.UP)) == [(2, 10), (1, 10), (3, 20), (4, 20)]
    assert order(rules.moved(PLACES, 3, Step.DOWN)) == [(1, 10), (2, 10), (4, 20), (3, 20)]


@pytest.mark.requirement("R-156")
def test_at_the_edge_of_its_module_a_lesson_goes_over_to_the_next_one() -> None:
    assert order(rules.moved(PLACES, 3, Step.UP)) == [(1, 10), (2, 10), (3, 10), (4, 20)]
    assert order(rules.moved(PLACES, 2, Step.DOWN)) == [(1, 10), (2, 20), (3, 20), (4, 20)]


def test_at_the_ends_of_the_course_nothing_moves() -> None:
    assert rules.moved(PLACES, 1, Step.UP) == PLACES
    assert rules.moved(PLACES, 4, Step.DOWN) == PLACES
    assert rules.module_moved(PLACES, 10, Step.UP) == PLACES


def test_a_module_moves_with_all_its_lessons() -> None:
    moved = rules.module_moved(PLACES, 20, Step.UP)

    assert order(moved) == [(3, 20), (4, 20), (1, 10), (2, 10)]


def test_what_has_no_place_cannot_move() -> None:
    with pytest.raises(ValueError, match="9"):
        rules.moved(PLACES, 9, Step.UP)
    with pytest.raises(ValueError, match="9"):
        rules.module_moved(PLACES, 9, Step.UP)


def test_a_new_lesson_stands_last_in_its_module() -> None:
    found = rules.with_new(PLACES, [Place(5, 10), Place(6, 30)])

    assert [place.lesson_id for place in found] == [1, 2, 5, 3, 4, 6]


TABLE = "Модуль;Урок;Работа\nСтарт;Знакомство;\nСтарт;Формулы;да\nСтарт;Формулы;нет"
LIST = "# Старт\n\nЗнакомство\nФормулы *\n"
TABBED = "Старт\tЗнакомство\nСтарт\tФормулы\t+"


@pytest.mark.parametrize("text", [TABLE, LIST, TABBED])
def test_a_list_is_read_as_a_table_or_line_by_line(text: str) -> None:
    assert rules.read_list(text, heads={"модуль"}, required={"да", "+"}) == [
        ToldLesson("Старт", "Знакомство"),
        ToldLesson("Старт", "Формулы", is_required_homework=True),
    ]


def test_lesson_two_comes_before_lesson_ten() -> None:
    assert sorted(["Урок 10", "Урок 2"], key=rules.natural) == ["Урок 2", "Урок 10"]


@pytest.mark.requirement("R-154")
@pytest.mark.parametrize(
    ("basic", "exclusive", "too_much", "is_any"),
    [(8, 2, 0, False), (4, 6, 0, True), (5, 5, 0, False), (8, 0, 2, True), (0, 0, 0, False)],
)
def test_a_course_is_overloaded_by_exclusive_without_base_or_by_what_is_too_much(
    basic: int, exclusive: int, too_much: int, *, is_any: bool
) -> None:
    marked = basic + exclusive + too_much
    shares = ContentShares(10, marked, basic, exclusive, too_much)

    found = rules.overload(shares, exclusive_percent=40, basic_percent=50, overload_percent=15)

    assert found.is_any is is_any
