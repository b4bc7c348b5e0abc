"""Charts drawn by the server: columns, funnel, cohort map, path. Each has its figures beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django import template
from django.template import TemplateSyntaxError
from django.utils.safestring import SafeString

from provodnik.web import formats
from provodnik.web.design import flow
from provodnik.web.design.tags.rendering import language, render
from provodnik.web.design.types import (
    Bar,
    CohortCell,
    CohortRow,
    FlowKind,
    FlowLink,
    FlowNode,
    FunnelStep,
    Metric,
    Series,
)

register = template.Library()

SERIES_LIMIT = 5
# The same shade means the same share on every screen. Lower bounds of steps 2…7.
HEAT_BREAKS = tuple(Fraction(percent, 100) for percent in (9, 15, 24, 33, 45, 60))

_COLUMN_TOP = 82.0
_FLOW_HEIGHT_PX = 430


@dataclass(frozen=True, slots=True)
class _Piece:
    series: int
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class _Column:
    bar: Bar
    pieces: tuple[_Piece, ...]
    label_y: str


@dataclass(frozen=True, slots=True)
class _Rung:
    step: FunnelStep
    percent: str
    conversion: str
    is_worst: bool


@dataclass(frozen=True, slots=True)
class _Shade:
    cell: CohortCell
    heat: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Branch:
    node: FlowNode
    count: int
    href: str
    share: str
    value: Fraction
    is_lost: bool


@register.simple_tag
def columns(bars: Sequence[Bar], series: Sequence[Series], label: str) -> SafeString:
    """Stacked columns with their legend; `label` tells the same in one sentence.

    Raises:  TemplateSyntaxError: more than five series («остальные» is the fifth)
    """
    if len(series) > SERIES_LIMIT:
        raise TemplateSyntaxError(f"columns: {len(series)} series, five at most")
    tallest = max((sum(formats.exact(part) for part in bar.parts) for bar in bars), default=0) or 1
    drawn = [_column(bar, Fraction(tallest)) for bar in bars]
    is_open = any(bar.href for bar in bars)
    return render("columns", columns=drawn, series=series, label=label, is_open=is_open)


@register.simple_tag
def funnel(steps: Sequence[FunnelStep], worst: int | None = None) -> SafeString:
    """Steps as bars, the conversion between them, and the step that loses most named as a break.

    `worst` is the index of that step; the page decides, the component only shows.
    """
    widest = max((step.count for step in steps), default=0) or 1
    rungs = [
        _Rung(
            step=step,
            percent=f"{100 * step.count / widest:.1f}",
            conversion=_conversion(steps[i - 1], step) if i else "",
            is_worst=i == worst,
        )
        for i, step in enumerate(steps)
    ]
    return render("funnel", rungs=rungs)


@register.simple_tag
def cohort_map(
    rows: Sequence[CohortRow], months: Sequence[int | str], metric: Metric
) -> SafeString:
    """A heat map that is a real table: seven steps by fixed breaks, months ahead left blank."""
    shaded = [(row, [_shade(cell) for cell in row.cells]) for row in rows]
    return render("cohort_map", rows=shaded, months=months, metric=metric)


@register.simple_tag
def path_flow(nodes: Sequence[FlowNode], links: Sequence[FlowLink]) -> SafeString:
    """Who went where: bands on a desktop, and always a ranked list, which is what is read out.

    Raises:  ValueError: a link names a missing node or flows backwards
    """
    laid = flow.lay_out(nodes, links, height=_FLOW_HEIGHT_PX)
    return render("path_flow", flow=laid, sources=_branches(nodes, links))


def heat_step(value: formats.Number) -> int:
    """1…7 by the fixed breaks."""
    return 1 + sum(1 for floor in HEAT_BREAKS if formats.exact(value) >= floor)


def _column(bar: Bar, tallest: Fraction) -> _Column:
    top = 100.0
    pieces = []
    for number, part in enumerate(bar.parts, start=1):
        height = float(formats.exact(part) / tallest) * _COLUMN_TOP
        top -= height
        pieces.append(_Piece(number, f"{top:.2f}%", f"{height:.2f}%"))
    return _Column(bar, tuple(pieces), f"{top:.2f}%")


def _conversion(before: FunnelStep, step: FunnelStep) -> str:
    value = Fraction(step.count, before.count) if before.count else None
    return formats.share(value, language())


def _shade(cell: CohortCell | None) -> _Shade | None:
    if cell is None:
        return None
    return _Shade(cell, heat_step(cell.share), cell.share >= 1)


def _branches(
    nodes: Sequence[FlowNode], links: Sequence[FlowLink]
) -> list[tuple[FlowNode, list[_Branch]]]:
    by_key = {node.key: node for node in nodes}
    listed = []
    for node in nodes:
        leaving = sorted(
            (link for link in links if link.source == node.key), key=lambda link: -link.count
        )
        branches = [_branch(by_key[link.target], link, node.count) for link in leaving]
        if branches:
            listed.append((node, branches))
    return listed


def _branch(target: FlowNode, link: FlowLink, total: int) -> _Branch:
    value = Fraction(link.count, total) if total else Fraction(0)
    return _Branch(
        node=target,
        count=link.count,
        href=link.href,
        share=formats.share(value if total else None, language(), n=total),
        value=value,
        is_lost=target.kind is FlowKind.NOWHERE,
    )
