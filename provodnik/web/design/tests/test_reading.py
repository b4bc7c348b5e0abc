"""The pure parts: how figures read, where bands lie, how texts differ, which shade a share has."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from provodnik.web.design import figures, flow, history, words_diff
from provodnik.web.design.tags.charts import heat_step
from provodnik.web.design.types import (
    Direction,
    Figure,
    FlowKind,
    FlowLink,
    FlowNode,
    Target,
    TimelineEvent,
    Unit,
)
from provodnik.web.formats import Mark


def share(amount: float | None, *, n: int | None = None, mark: Mark = Mark.EXACT) -> Figure:
    return Figure(amount, Unit.SHARE, n=n, mark=mark)


def test_points_follow_a_change_of_shares_only() -> None:
    shares = figures.change(share(0.582), share(0.952), Direction.UP, "ru")
    money = figures.change(
        Figure(5_000_000, Unit.KOPECKS), Figure(15_000_000, Unit.KOPECKS), Direction.UP, "ru"
    )

    assert (shares.relative, shares.points) == ("+63,6%", "+37,0\u00a0п.п.")
    assert (money.relative, money.points, money.ratio) == ("+200,0%", "", "в 3 раза")


def test_a_change_of_rough_figures_is_whole() -> None:
    approx = figures.change(
        share(0.04, mark=Mark.APPROX), share(0.02, mark=Mark.APPROX), Direction.DOWN, "ru"
    )
    small = figures.change(share(0.5, n=20), share(0.75, n=20), Direction.UP, "ru")

    assert (approx.relative, approx.verdict) == ("\u221250%", "better")
    assert small.relative == "+50%"


def test_an_upper_bound_is_not_rough() -> None:
    was, now = Figure(24, Unit.HOURS, mark=Mark.AT_MOST), Figure(2, Unit.HOURS, mark=Mark.AT_MOST)

    assert figures.change(was, now, Direction.DOWN, "ru").relative == "\u221291,7%"


@pytest.mark.parametrize(
    ("was", "now", "goal", "direction", "words"),
    [
        (share(0.582), share(0.952), 0.9, Direction.UP, "не ниже 90%"),
        (share(0.04), share(0.02), 0.02, Direction.DOWN, "не выше 2%"),
        (Figure(24, Unit.HOURS), Figure(2, Unit.HOURS), 2, Direction.DOWN, "не дольше 2\u00a0ч"),
        (share(0.5), share(0.9), 0.875, Direction.UP, "не ниже 87,5%"),
    ],
)
def test_a_reached_target_is_worded_by_its_direction(
    was: Figure, now: Figure, goal: float, direction: Direction, words: str
) -> None:
    way = figures.way(was, now, Target(goal), direction, "ru")

    assert way.is_reached
    assert way.words == words


def test_the_way_behind_is_counted_downwards_too() -> None:
    way = figures.way(share(0.075), share(0.047), Target(0.031), Direction.DOWN, "ru")

    assert not way.is_reached
    assert way.behind is not None
    assert round(way.behind * 100) == 64


@pytest.mark.parametrize(
    ("percent", "step"),
    [(0, 1), (8, 1), (9, 2), (14, 2), (15, 3), (24, 4), (33, 5), (45, 6), (60, 7), (100, 7)],
)
def test_a_shade_means_the_same_share_everywhere(percent: int, step: int) -> None:
    assert heat_step(percent / 100) == step


def test_bands_fill_their_nodes_and_dead_ends_stand_last() -> None:
    nodes = [
        FlowNode("a", "А", 0, 100),
        FlowNode("none", "Никуда", 1, 40, FlowKind.NOWHERE),
        FlowNode("b", "Б", 1, 60),
    ]
    laid = flow.lay_out(nodes, [FlowLink("a", "none", 40), FlowLink("a", "b", 60)], height=418)

    boxes = {box.node.key: box for box in laid.boxes}

    assert boxes["none"].y > boxes["b"].y
    assert [band.is_lost for band in laid.bands] == [False, True]
    assert max(box.y + box.height for box in laid.boxes) <= laid.height
    assert boxes["b"].height + boxes["none"].height == pytest.approx(boxes["a"].height)


def test_a_path_of_nothing_is_drawn_as_nothing() -> None:
    assert flow.lay_out([], [], height=100).boxes == ()
    assert flow.lay_out([FlowNode("a", "А", 0, 0)], [], height=100).boxes[0].height > 0


def test_long_names_are_broken_for_the_drawing() -> None:
    nodes = [FlowNode("a", "Наставничество «Свой кабинет» для колористов", 0, 1)]

    lines = flow.lay_out(nodes, [], height=100).boxes[0].lines

    assert max(map(len, lines)) <= 24
    assert len(lines) > 1


def test_history_is_cut_by_the_schools_midnight() -> None:
    events = [
        TimelineEvent(datetime(2026, 11, 2, 21, 30, tzinfo=UTC), "после полуночи"),
        TimelineEvent(datetime(2026, 11, 2, 20, 30, tzinfo=UTC), "до полуночи"),
        TimelineEvent(datetime(2025, 12, 1, 12, 0, tzinfo=UTC), "давно"),
    ]
    now = datetime(2026, 11, 3, 6, 40, tzinfo=UTC)

    chapters = history.chapters(events, now, ZoneInfo("Europe/Moscow"), "ru")

    assert [chapter.title for chapter in chapters] == [
        "Сегодня, 3\u00a0ноября",
        "Ноябрь",
        "Декабрь\u00a02025",
    ]
    assert [line.when for chapter in chapters for line in chapter.lines][:2] == [
        "00:30",
        "2\u00a0ноя, 23:30",
    ]


def test_a_difference_puts_both_texts_back_together() -> None:
    old, new = "ответить за 24 часа в рабочий день", "ответить за 4 рабочих часа"
    found = words_diff.pieces(old, new)

    assert "".join(piece.text for piece in found if piece.kind != "added") == old
    assert "".join(piece.text for piece in found if piece.kind != "removed") == new
    assert words_diff.pieces("то же", "то же") == [words_diff.Piece("same", "то же")]
