"""A method is compared by keys: what came, what went, what changed, what moved."""

from provodnik.method.diff import (
    ABSENT,
    Body,
    Change,
    ChangeKind,
    applied,
    diff,
    three_way,
    value_at,
)
from provodnik.method.yaml_file import Plain


def method(*items: Body, limit: Plain = 3) -> Body:
    return {"limit": limit, "items": list[Plain](items)}


def item(key: str, text: str = "text", **more: Plain) -> Body:
    return {"key": key, "text": text, **more}


def test_equal_bodies_have_no_differences() -> None:
    assert diff(method(item("a")), method(item("a"))) == ()


def test_a_changed_field_is_named_by_the_key_of_its_item() -> None:
    changes = diff(method(item("a"), item("b")), method(item("a"), item("b", "new")))

    assert changes == (Change(("items", "b", "text"), ChangeKind.CHANGED, "text", "new"),)


def test_items_that_came_and_went_are_whole() -> None:
    changes = diff(method(item("a")), method(item("b")))

    assert [(change.kind, change.path) for change in changes] == [
        (ChangeKind.REMOVED, ("items", "a")),
        (ChangeKind.ADDED, ("items", "b")),
    ]


def test_a_new_item_in_the_middle_moves_nothing() -> None:
    changes = diff(method(item("a"), item("c")), method(item("a"), item("b"), item("c")))

    assert [change.kind for change in changes] == [ChangeKind.ADDED]


def test_a_new_order_is_one_change() -> None:
    changes = diff(method(item("a"), item("b")), method(item("b"), item("a")))

    assert changes == (Change(("items",), ChangeKind.MOVED, ["a", "b"], ["b", "a"]),)


def test_a_list_of_plain_values_is_one_field() -> None:
    changes = diff(method(item("a", rights=["x"])), method(item("a", rights=["x", "y"])))

    assert changes == (Change(("items", "a", "rights"), ChangeKind.CHANGED, ["x"], ["x", "y"]),)


def test_what_only_the_newer_method_changed_is_no_conflict() -> None:
    base, own = method(item("a"), limit=3), method(item("a", "own"), limit=3)

    (proposal,) = three_way(base, own, method(item("a"), limit=5))

    assert (proposal.change.path, proposal.conflict) == (("limit",), False)


def test_what_both_changed_is_a_conflict_that_shows_the_schools_own() -> None:
    (proposal,) = three_way(method(limit=3), method(limit=4), method(limit=5))

    assert (proposal.own, proposal.change.new, proposal.conflict) == (4, 5, True)


def test_what_both_changed_alike_is_not_proposed() -> None:
    assert three_way(method(limit=3), method(limit=5), method(limit=5)) == ()


def test_an_item_the_school_removed_comes_back_only_by_choice() -> None:
    (proposal,) = three_way(
        method(item("a"), item("b")), method(item("a")), method(item("a"), item("b", "new"))
    )

    assert (proposal.change.kind, proposal.change.path) == (ChangeKind.ADDED, ("items", "b"))
    assert proposal.conflict


def test_an_item_the_school_edited_is_removed_only_by_choice() -> None:
    (proposal,) = three_way(method(item("a")), method(item("a", "own")), method())

    assert (proposal.change.kind, proposal.conflict) == (ChangeKind.REMOVED, True)


def test_the_schools_own_items_stay_through_a_new_order() -> None:
    base = method(item("a"), item("b"))
    own = method(item("a"), item("own"), item("b"))
    newer = method(item("b"), item("a"))

    body = applied(own, newer, [proposal.change for proposal in three_way(base, own, newer)])

    assert body == method(item("b"), item("own"), item("a"))


def test_a_new_item_stands_after_its_predecessor() -> None:
    base = method(item("a"), item("c"))
    own = method(item("a"), item("c"), item("own"))
    newer = method(item("a"), item("b"), item("c"))

    body = applied(own, newer, [proposal.change for proposal in three_way(base, own, newer)])

    assert body == method(item("a"), item("b"), item("c"), item("own"))


def test_taking_everything_over_a_school_that_changed_nothing_gives_the_newer_method() -> None:
    base = method(item("a", rights=["x"]), item("b"), item("c"), limit=1)
    newer = method(item("c", "new"), item("d"), item("a", rights=[]), limit=2)

    body = applied(base, newer, diff(base, newer))

    assert body == newer


def test_applying_leaves_the_original_alone() -> None:
    own = method(item("a"))

    applied(own, method(item("a", "new")), diff(own, method(item("a", "new"))))

    assert own == method(item("a"))


def test_nothing_at_a_path_is_not_none() -> None:
    assert value_at({"a": None}, ("a",)) is None
    assert value_at({"a": None}, ("b",)) is ABSENT
