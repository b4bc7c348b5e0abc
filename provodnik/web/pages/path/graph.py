"""The path as a graph: where boxes and arrows lie. Pure geometry in pixels, drawn by the server.

Columns follow the arrows, so that the eye goes from left to right; a step that waits for no
product begins at a box of its own.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from provodnik.facts.catalog.path.types import Step

ANY = 0
"""The box of steps that may begin after anything."""

_WIDTH, _HEIGHT = 176, 52
_ACROSS, _DOWN = 380, 92
_MARGIN = 12
_LETTERS, _LINES = 22, 2
_LABEL_LETTERS, _LINE = 24, 16


@dataclass(frozen=True, slots=True)
class Box:
    """A product. `lines` are its name as an eye takes it; (x, y) is the upper left corner."""

    product_id: int
    name: str
    lines: tuple[str, ...]
    x: int
    y: int
    is_dead_end: bool
    is_chosen: bool

    @property
    def text_x(self) -> int:
        return self.x + 14

    @property
    def text_y(self) -> int:
        return self.y + _HEIGHT // 2 - (len(self.lines) - 1) * _LINE // 2 + 5


@dataclass(frozen=True, slots=True)
class Arrow:
    """A step between two boxes. `state` is new, changed or empty; `is_broken` has to be mended."""

    key: str
    path: str
    head: str
    label: str
    lines: tuple[str, ...]
    x: int
    y: int
    state: str
    is_broken: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes and arrows with the size they need."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int
    box_width: int = _WIDTH
    box_height: int = _HEIGHT


@dataclass(frozen=True, slots=True)
class Line:
    """What an arrow says: its words, how it differs from the path at work, whether it is broken."""

    label: str
    state: str = ""
    is_broken: bool = False


def lay_out(
    steps: Sequence[Step], lines: Mapping[str, Line], *, anything: str, chosen_id: int | None = None
) -> Graph:
    """Steps that offer something, as boxes and arrows.

    `lines` are the arrows' words by the step's key; `anything` names the box of steps that
    may begin after any product.
    """
    drawn = [step for step in steps if step.offered_id is not None]
    names = {step.offered_id or 0: step.offered for step in drawn}
    names |= {step.after_id or ANY: step.after or anything for step in drawn}
    columns = _columns(drawn, names)
    leading = {step.after_id or ANY for step in drawn}
    places = _places(columns)
    boxes = {
        product: Box(
            product_id=product,
            name=name,
            lines=_lines(name, _LETTERS),
            x=places[product][0],
            y=places[product][1],
            is_dead_end=product not in leading,
            is_chosen=product == chosen_id,
        )
        for product, name in names.items()
    }
    tallest = max((box.y for box in boxes.values()), default=0)
    farthest = max((box.x for box in boxes.values()), default=0)
    return Graph(
        boxes=tuple(sorted(boxes.values(), key=lambda box: (box.x, box.y))),
        arrows=tuple(_arrows(drawn, boxes, lines)),
        width=farthest + _WIDTH + _MARGIN,
        height=tallest + _HEIGHT + _MARGIN,
    )


def _columns(steps: Sequence[Step], names: Mapping[int, str]) -> dict[int, int]:
    """How far each box stands from a beginning; a circle stops where it would come round."""
    column = dict.fromkeys(names, 0)
    for _ in names:
        for step in steps:
            here, there = step.after_id or ANY, step.offered_id or ANY
            if here != there and column[here] + 1 < len(names):
                column[there] = max(column[there], column[here] + 1)
    order = {old: new for new, old in enumerate(sorted(set(column.values())))}
    return {product: order[old] for product, old in column.items()}


def _places(columns: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    rows: dict[int, int] = defaultdict(int)
    places = {}
    for product, column in sorted(columns.items(), key=lambda pair: pair[1]):
        places[product] = (_MARGIN + column * _ACROSS, _MARGIN + rows[column] * _DOWN)
        rows[column] += 1
    return places


def _arrows(
    steps: Sequence[Step], boxes: Mapping[int, Box], lines: Mapping[str, Line]
) -> list[Arrow]:
    leaving: dict[int, int] = defaultdict(int)
    between: dict[tuple[int, int], int] = defaultdict(int)
    drawn = []
    for step in steps:
        here, there = boxes[step.after_id or ANY], boxes[step.offered_id or ANY]
        said = lines.get(step.key, Line(""))
        words = _lines(said.label, _LABEL_LETTERS)
        pair = (here.product_id, there.product_id)
        begin = (here.x + _WIDTH, here.y + _HEIGHT // 2 + 8 * leaving[here.product_id])
        end = (there.x, there.y + _HEIGHT // 2 + 10 * between[pair])
        leaving[here.product_id] += 1
        middle = (begin[0] + end[0]) // 2
        # The words stand over the head of their arrow, where no other arrow has its own.
        y = end[1] - 8 - (len(words) - 1) * _LINE + 40 * between[pair]
        between[pair] += 1
        drawn.append(
            Arrow(
                key=step.key,
                path=f"M{begin[0]},{begin[1]}C{middle},{begin[1]} {middle},{end[1]} "
                f"{end[0] - 7},{end[1]}",
                head=f"M{end[0] - 9},{end[1] - 5}L{end[0]},{end[1]}L{end[0] - 9},{end[1] + 5}Z",
                label=said.label,
                lines=words,
                x=end[0] - 14,
                y=y,
                state=said.state,
                is_broken=said.is_broken,
            )
        )
    return drawn


def _lines(text: str, letters: int) -> tuple[str, ...]:
    found = wrap(text, letters) or [text]
    if len(found) > _LINES:
        found[_LINES - 1 :] = [f"{found[_LINES - 1]}…"]
    return tuple(found)
