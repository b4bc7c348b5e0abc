"""Where the bands of a Sankey lie. Pure geometry, in shares of the width and in pixels of height.

Drawn by the server: it prints, needs no script and takes its colours from the tokens.
Horizontal places are percent (the drawing stretches), vertical ones pixels (labels do not).
"""

import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provodnik.web.design.types import FlowKind, FlowLink, FlowNode

_NODE_PERCENT = 1.2
_GAP_PX = 18
# The last column's labels stand to the right of it and need this much of the width.
_LABEL_PERCENT = 21.0
_LABEL_CHARS = 24
LINE_PX = 17
_LEAST_NODE_PX = 3.0
_ORDER = {FlowKind.PRODUCT: 0, FlowKind.WAITING: 1, FlowKind.NOWHERE: 2}


@dataclass(frozen=True, slots=True)
class Box:
    """A node as a rectangle, its label beside it."""

    node: FlowNode
    x: float
    y: float
    width: float
    height: float

    @property
    def label_x(self) -> float:
        return self.x + self.width + 0.6

    @property
    def lines(self) -> tuple[str, ...]:
        """The name in lines an eye takes at once; SVG breaks none by itself.

        Lines that would run into the next node's label are left out and an ellipsis says so.
        """
        lines = textwrap.wrap(self.node.name, _LABEL_CHARS, break_long_words=False)
        room = max(1, int((self.height + _GAP_PX) // LINE_PX))
        if len(lines) > room:
            lines[room - 1 :] = [f"{lines[room - 1]}…"]
        return tuple(lines)

    @property
    def label_y(self) -> float:
        """Where the first line stands, so that all of them are centred beside the box."""
        return self.y + self.height / 2 - (len(self.lines) - 1) * LINE_PX / 2


@dataclass(frozen=True, slots=True)
class Band:
    """A link as an SVG path, in percent across and pixels down."""

    link: FlowLink
    path: str
    title: str
    is_lost: bool


@dataclass(frozen=True, slots=True)
class Flow:
    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]
    height: int


def lay_out(nodes: Sequence[FlowNode], links: Sequence[FlowLink], *, height: int) -> Flow:
    """Columns by depth; inside one as given, those who wait after products, dead ends last.

    Shape:   nodes with their depth, links between their keys → boxes and bands
    Raises:  ValueError: a link names a node that is not there, or flows backwards
    """
    by_key = {node.key: node for node in nodes}
    for link in links:
        if link.source not in by_key or link.target not in by_key:
            raise ValueError(f"a link from {link.source!r} to {link.target!r}: no such node")
        if by_key[link.source].depth >= by_key[link.target].depth:
            raise ValueError(f"a link from {link.source!r} to {link.target!r} flows backwards")
    boxes = _boxes(nodes, height)
    return Flow(tuple(boxes.values()), _bands(boxes, links), height)


def _boxes(nodes: Sequence[FlowNode], height: int) -> dict[str, Box]:
    columns: dict[int, list[FlowNode]] = defaultdict(list)
    for node in nodes:
        columns[node.depth].append(node)
    scale = (
        min(
            ((height - _GAP_PX * (len(column) - 1)) / (sum(node.count for node in column) or 1))
            for column in columns.values()
        )
        if columns
        else 0
    )
    step = (100 - _LABEL_PERCENT) / max(max(columns, default=0), 1)
    boxes: dict[str, Box] = {}
    for depth, column in sorted(columns.items()):
        y = 0.0
        for node in sorted(column, key=lambda node: _ORDER[node.kind]):
            tall = max(node.count * scale, _LEAST_NODE_PX)
            boxes[node.key] = Box(node, depth * step, y, _NODE_PERCENT, tall)
            y += tall + _GAP_PX
    return boxes


def _bands(boxes: Mapping[str, Box], links: Sequence[FlowLink]) -> tuple[Band, ...]:
    leaving: dict[str, float] = defaultdict(float)
    arriving: dict[str, float] = defaultdict(float)
    ordered = sorted(links, key=lambda link: (boxes[link.source].y, boxes[link.target].y))
    bands = []
    for link in ordered:
        source, target = boxes[link.source], boxes[link.target]
        out = source.height * link.count / max(source.node.count, 1)
        into = target.height * link.count / max(target.node.count, 1)
        path = _path(
            (source.x + source.width, source.y + leaving[link.source], out),
            (target.x, target.y + arriving[link.target], into),
        )
        leaving[link.source] += out
        arriving[link.target] += into
        title = f"{source.node.name} → {target.node.name}: {link.count}"
        bands.append(Band(link, path, title, target.node.kind is FlowKind.NOWHERE))
    return tuple(bands)


def _path(start: tuple[float, float, float], end: tuple[float, float, float]) -> str:
    """From (x, y, thickness) to (x, y, thickness), bending half-way."""
    (x0, y0, thick0), (x1, y1, thick1) = start, end
    middle = (x0 + x1) / 2
    return (
        f"M{x0:.2f},{y0:.2f}C{middle:.2f},{y0:.2f} {middle:.2f},{y1:.2f} {x1:.2f},{y1:.2f}"
        f"V{y1 + thick1:.2f}C{middle:.2f},{y1 + thick1:.2f} "
        f"{middle:.2f},{y0 + thick0:.2f} {x0:.2f},{y0 + thick0:.2f}Z"
    )
