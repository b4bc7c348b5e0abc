"""Where the boxes and arrows of the path lie."""

from provodnik.facts.catalog.path.types import Step
from provodnik.web.pages.path.graph import ANY, Graph, Line, lay_out


def step(key: str, after: int | None, offered: int | None) -> Step:
    name = {1: "Колорист", 2: "Блонд", 3: "Практикум", None: ""}
    return Step(
        key=key,
        trigger="graduated",
        after_id=after,
        after=name[after],
        offered_id=offered,
        offered=name[offered],
    )


def drawn(*steps: Step, chosen_id: int | None = None) -> Graph:
    lines = {"second": Line("выпуск", "new", is_broken=True)}
    return lay_out(steps, lines, anything="Любой момент", chosen_id=chosen_id)


def test_columns_follow_the_arrows() -> None:
    found = drawn(step("first", 1, 2), step("second", 2, 3), step("third", 1, 3))

    places = {box.product_id: (box.x, box.y) for box in found.boxes}
    assert places[1][0] < places[2][0] < places[3][0]
    assert {box.product_id for box in found.boxes if box.is_dead_end} == {3}
    assert [(a.key, a.label, a.state, a.is_broken) for a in found.arrows] == [
        ("first", "", "", False),
        ("second", "выпуск", "new", True),
        ("third", "", "", False),
    ]


def test_steps_after_anything_begin_at_a_box_of_their_own() -> None:
    found = drawn(step("goal", None, 2), chosen_id=2)

    assert [(box.product_id, box.name, box.is_chosen) for box in found.boxes] == [
        (ANY, "Любой момент", False),
        (2, "Блонд", True),
    ]


def test_a_circle_and_a_moment_without_an_offer_are_drawn_all_the_same() -> None:
    found = drawn(step("there", 1, 2), step("back", 2, 1), step("empty", 1, None))

    assert len(found.boxes) == 2
    assert [arrow.key for arrow in found.arrows] == ["there", "back"]
    assert found.width > 0 and found.height > 0


def test_no_two_boxes_lie_upon_each_other() -> None:
    found = drawn(step("a", 1, 2), step("b", 1, 3), step("c", None, 3))

    assert len({(box.x, box.y) for box in found.boxes}) == len(found.boxes)
