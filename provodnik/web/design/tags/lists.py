"""Lists: tables, saved views, chips, selection, emptiness, long jobs, the import wizard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import template
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.safestring import SafeString

from provodnik.web import formats
from provodnik.web.design.tags.rendering import among, language, one_of, render
from provodnik.web.design.types import (
    Action,
    Column,
    Filter,
    Job,
    JobState,
    MapColumn,
    MapState,
    Step,
    Tone,
    View,
)

register = template.Library()

EMPTY_KINDS = ("nothing", "filtered", "done")
TABLE_KINDS = ("wide", "rows")
SORT_PARAMETER = "sort"

_JOB_TONES = {JobState.FAILED: Tone.ACT, JobState.PAUSED: Tone.NEUTRAL}


@dataclass(frozen=True, slots=True)
class _Head:
    column: Column
    href: str
    aria_sort: str


@register.simple_block_tag(takes_context=True)
def data_table(
    context: Context,
    content: SafeString,
    columns: Sequence[Column],
    caption: str,
    select: bool = False,
    kind: str = "wide",
) -> SafeString:
    """A table whose heads sort by a link; the rows are the block. Wide ones scroll inside.

    A table of kind `rows` becomes a list on a phone: the row's head and its number on the
    first line, the other cells below. `?sort=price` ascending, `?sort=-price` descending;
    the other parameters stay.

    Raises:  TemplateSyntaxError: an unknown kind
    """
    among(TABLE_KINDS, kind, "table kind")
    request = context.get("request")
    query = request.GET if isinstance(request, HttpRequest) else QueryDict()
    heads = [_head(column, query) for column in columns]
    return render(
        "data_table", content=content, heads=heads, caption=caption, select=select, kind=kind
    )


@register.simple_tag
def view_bar(
    views: Sequence[View], filters: Sequence[Filter], count: str = "", export_href: str = ""
) -> SafeString:
    """Saved views as tabs, active filters with ×, how many rows, export of exactly these."""
    return render("view_bar", views=views, filters=filters, count=count, export_href=export_href)


@register.simple_tag
def chips(views: Sequence[View], label: str) -> SafeString:
    """A choice of one among few, as links; on a phone the row scrolls sideways."""
    return render("chips", views=views, label=label)


@register.simple_block_tag
def bulk_bar(content: SafeString, total: int) -> SafeString:
    """Actions on the selected rows; shown by CSS while a box of its form is ticked."""
    return render("bulk_bar", content=content, total=total)


@register.simple_tag
def empty(
    title: str, text: str = "", action: Action | None = None, kind: str = "nothing"
) -> SafeString:
    """Nothing yet, nothing matches, all done: three different silences.

    Straight inside `{% for %}` Django takes it for the loop's own `{% empty %}`; put it after that.

    Raises:  TemplateSyntaxError: an unknown kind
    """
    among(EMPTY_KINDS, kind, "empty kind")
    return render("empty", title=title, text=text, action=action, kind=kind)


@register.simple_tag
def deed(
    title: str,
    text: str = "",
    action: Action | None = None,
    icon: str = "point",
    tone: str = "neutral",
) -> SafeString:
    """Something that waits for me: what, until when or since when, and the way to do it.

    Raises:  TemplateSyntaxError: an unknown tone
    """
    shown = one_of(Tone, tone, "deed tone")
    return render("deed", title=title, text=text, action=action, icon=icon, tone=shown)


@register.simple_block_tag
def notice(content: SafeString, tone: str = "info", icon: str = "info-circle") -> SafeString:
    """A box in the flow of a page: what was found, and inside the block where to look.

    Raises:  TemplateSyntaxError: an unknown tone
    """
    return render("notice", content=content, tone=one_of(Tone, tone, "notice tone"), icon=icon)


@register.simple_tag
def job(job: Job) -> SafeString:
    """A long job in three real numbers. While it lives the page asks `job.href` for news."""
    is_alive = job.state in {JobState.QUEUED, JobState.RUNNING}
    is_started = job.state is JobState.RUNNING and job.done > 0
    return render(
        "job",
        job=job,
        done_share=job.done / job.total if job.total else 0,
        percent=round(100 * job.done / job.total) if job.total else 0,
        left=_left(job.seconds_left) if job.seconds_left else "",
        delay="3s" if is_started else "1s",
        is_alive=is_alive,
        tone=_JOB_TONES.get(job.state, Tone.BRAND),
    )


@register.simple_tag
def map_row(column: MapColumn, targets: Mapping[str, str]) -> SafeString:
    """A column of a file beside what it was taken for; three of its values to judge by."""
    tones = {
        MapState.SURE: "good",
        MapState.GUESSED: "watch",
        MapState.UNKNOWN: "act",
        MapState.IGNORED: "neutral",
    }
    return render("map_row", column=column, targets=targets, tone=tones[column.state])


@register.simple_tag
def steps(rows: Sequence[Step]) -> SafeString:
    """Where one is in a wizard; on a phone the current step and «шаг 2 из 4»."""
    current = next((i for i, step in enumerate(rows, start=1) if step.is_current), len(rows))
    return render("steps", steps=rows, current=current)


def _head(column: Column, query: QueryDict) -> _Head:
    if not column.sort:
        return _Head(column, "", "")
    now = query.get(SORT_PARAMETER, "")
    changed = query.copy()
    changed[SORT_PARAMETER] = f"-{column.sort}" if now == column.sort else column.sort
    changed.pop("page", None)
    order = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(now, "none")
    return _Head(column, f"?{changed.urlencode()}", order)


def _left(seconds: int) -> str:
    spoken = formats.words(language())
    if seconds < 60:  # noqa: PLR2004
        return f"{seconds}{formats.NBSP}{spoken.second}"
    return formats.duration(seconds / 60, language())
