"""Figures: a number that opens, a change, a trend, a bar, a row of A → B."""

from collections.abc import Sequence

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from provodnik.web import formats
from provodnik.web.design import figures as reading
from provodnik.web.design.tags.rendering import among, language, one_of, render
from provodnik.web.design.types import AbRow, Direction, Figure, Metric, Missing, Tone

register = template.Library()

NUMBER_SIZES = ("text", "strong", "big", "hero")
DELTA_MODES = ("both", "relative", "points", "ratio")

_SPARK_WIDTH, _SPARK_HEIGHT = 80, 24
_SPARK_LEAST_POINTS = 3
_SPARK_MARGIN_X, _SPARK_MARGIN_Y = 3, 4


@register.simple_tag
def number(
    value: Figure, metric: Metric | None = None, period: str = "", size: str = "text"
) -> SafeString:
    """A figure as a link to what it is made of; «—», «не считался», stale and small samples too.

    Raises:  TemplateSyntaxError: an unknown size
    """
    among(NUMBER_SIZES, size, "number size")
    text = _figure_text(value, metric)
    stale = ""
    if value.stale_at is not None:
        stale = formats.clock(value.stale_at, timezone.get_current_timezone())
    return render(
        "number",
        value=value,
        text=text,
        parts=reading.parts_text(value, language()),
        is_little=value.n is not None and formats.is_little_data(value.n),
        is_missing=value.amount is None,
        metric=metric,
        spoken=", ".join(part for part in (metric.name if metric else "", text, period) if part),
        size=size,
        stale=stale,
    )


@register.simple_tag
def delta(was: Figure, now: Figure, direction: str = "up", mode: str = "both") -> SafeString:
    """What changed. The tone follows the direction that is better, never the sign.

    Raises:  TemplateSyntaxError: an unknown direction or mode
             ValueError: the two are counted in different units
    """
    among(DELTA_MODES, mode, "delta mode")
    better = one_of(Direction, direction, "delta direction")
    return render("delta", change=reading.change(was, now, better, language()), mode=mode)


@register.simple_tag
def sparkline(points: Sequence[float | None], label: str) -> SafeString:
    """A trend 80 × 24 with its last point marked; fewer than three points draw nothing."""
    known = [(i, point) for i, point in enumerate(points) if point is not None]
    if len(known) < _SPARK_LEAST_POINTS:
        return SafeString("")
    path = _spark_path(known, len(points))
    return render("sparkline", path=path, last=path[-1], label=label)


@register.simple_tag
def bar(value: formats.Number, tone: str = "brand", label: str = "") -> SafeString:
    """A bar of `value` 0..1; the words beside it say the same, so it is not read out.

    Raises:  TemplateSyntaxError: an unknown tone
    """
    clipped = min(max(formats.exact(value), formats.exact(0)), formats.exact(1))
    percent = f"{float(clipped) * 100:.1f}"
    return render("bar", percent=percent, tone=one_of(Tone, tone, "bar tone"), label=label)


@register.simple_block_tag
def ab_table(content: SafeString, was: str, now: str) -> SafeString:
    """The frame of A → B: `was` and `now` name the two moments, rows go inside."""
    return render("ab_table", content=content, was=was, now=now)


@register.simple_tag(takes_context=True)
def ab_row(context: Context, row: AbRow) -> SafeString:
    """One metric from A to B: reached targets are a check and words, the rest a bar and the way."""
    del context
    direction = row.metric.direction
    way = reading.way(row.was, row.now, row.target, direction, language()) if row.target else None
    return render(
        "ab_row",
        row=row,
        way=way,
        behind=""
        if way is None or way.behind is None
        else formats.share(way.behind, language(), n=1),
        was_text=_figure_text(row.was, row.metric),
        is_compared=row.was.amount is not None and row.now.amount is not None,
        trend_label=gettext("trend"),
    )


def _figure_text(value: Figure, metric: Metric | None) -> str:
    if value.amount is not None:
        return reading.amount_text(value.amount, value.unit, language(), figure=value)
    match value.missing:
        case Missing.NOT_MEASURED:
            gender = metric.gender if metric else formats.Gender.MASCULINE
            return formats.not_measured(gender, language())
        case Missing.NO_ACCESS:
            return gettext("no access")
        case Missing.LOADING:
            return gettext("being counted")
        case Missing.UNDEFINED:
            return formats.UNDEFINED


def _spark_path(known: Sequence[tuple[int, float]], total: int) -> list[tuple[str, str]]:
    low, high = min(value for _, value in known), max(value for _, value in known)
    wide = _SPARK_WIDTH - 2 * _SPARK_MARGIN_X
    tall = _SPARK_HEIGHT - 2 * _SPARK_MARGIN_Y
    spread = (high - low) or 1
    return [
        (
            f"{_SPARK_MARGIN_X + wide * i / (total - 1):.1f}",
            f"{_SPARK_MARGIN_Y + tall * (high - value) / spread:.1f}",
        )
        for i, value in known
    ]
