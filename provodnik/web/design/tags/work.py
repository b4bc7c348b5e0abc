"""People and deeds: the queue, the script, the outcome, the history."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import template
from django.template import Context, TemplateSyntaxError
from django.utils import timezone
from django.utils.safestring import SafeString

from provodnik.web import formats
from provodnik.web.design import history
from provodnik.web.design.tags.rendering import among, language, now_of, render
from provodnik.web.design.tags.text import icon
from provodnik.web.design.types import (
    Clock,
    OutcomeForm,
    OutcomeKind,
    PersonCard,
    Script,
    Stage,
    TimelineEvent,
    TouchRow,
    TouchState,
)

register = template.Library()

PERSON_SIZES = ("small", "normal", "large")


@dataclass(frozen=True, slots=True)
class _Segment:
    stage: Stage
    state: str
    percent: str


@register.simple_tag
def person(person: PersonCard, meta: str = "", size: str = "normal") -> SafeString:
    """Initials on neutral ground, name, role or `meta`: colour carries no meaning here.

    Raises:  TemplateSyntaxError: an unknown size
    """
    among(PERSON_SIZES, size, "person size")
    initials = formats.initials(person.name)
    return render("person", person=person, meta=meta or person.role, size=size, initials=initials)


@register.simple_tag
def queue_group(title: str, count: int, late: bool = False) -> SafeString:
    """The heading of a part of the queue: overdue, today, later."""
    return render("queue_group", title=title, count=count, late=late)


@register.simple_tag
def queue_rows(touches: Sequence[TouchRow], selected_id: int = 0) -> SafeString:
    """Deeds of the queue: who, by which channel, why now, what is at stake, by when.

    One template for all the rows, its values made beforehand: a day may list hundreds.
    """
    zone, spoken = timezone.get_current_timezone(), language()
    full = {
        at: formats.full_moment(at, zone, spoken)
        for at in {touch.due_at for touch in touches}
        if at is not None
    }
    rows = [
        {
            "id": SafeString(touch.id),
            "href": _escaped(touch.href),
            "name": _escaped(touch.name),
            "reason": _escaped(touch.reason),
            "duty": _escaped(touch.duty),
            "due": _escaped(touch.due),
            "stake": _escaped(touch.stake),
            "state": SafeString(touch.state.value),
            "is_selected": touch.id == selected_id,
            "is_late": touch.state is TouchState.OVERDUE,
            "is_new": touch.state is TouchState.NEW,
            "claimed_by": touch.claimed_by if touch.state is TouchState.CLAIMED else "",
            "initials": _escaped(formats.initials(touch.name)),
            "due_full": _escaped(full[touch.due_at]) if touch.due_at else "",
            "channel_icon": icon(touch.channel_icon, touch.channel),
            "duty_icon": icon(touch.duty_icon),
        }
        for touch in touches
    ]
    return render("queue_row", rows=rows)


def _escaped(text: str) -> SafeString:
    """What the template would do to the text, without asking first what it is: rows are many."""
    return SafeString(html.escape(text))


@register.simple_tag
def script_panel(script: Script, link_label: str = "") -> SafeString:
    """The script as a list of steps; what is said aloud is larger. ↑↓ move the current step."""
    return render("script_panel", script=script, link_label=link_label)


@register.simple_tag(takes_context=True)
def outcomes(context: Context, form: OutcomeForm, kinds: Sequence[OutcomeKind]) -> SafeString:
    """Equal buttons with digits. A refusal first asks why, in place, then posts the same form."""
    return render("outcomes", form=form, kinds=kinds, csrf_token=context.get("csrf_token"))


@register.simple_tag(takes_context=True)
def timeline(
    context: Context, events: Sequence[TimelineEvent], more_href: str = "", more_label: str = ""
) -> SafeString:
    """A history by month, newest first: what happened, who or which rule did it."""
    now: datetime = now_of(context)
    chapters = history.chapters(events, now, timezone.get_current_timezone(), language())
    return render("timeline", chapters=chapters, more_href=more_href, more_label=more_label)


@register.simple_tag
def stage_bar(stages: Sequence[Stage], current: int, done_share: float = 0.5) -> SafeString:
    """Where a client stands, `current` from 1; the current stage is filled by `done_share`.

    Raises:  TemplateSyntaxError: there is no such stage
    """
    if not 1 <= current <= len(stages):
        raise TemplateSyntaxError(f"stage_bar: {current} of {len(stages)} stages")
    segments = []
    for number, stage in enumerate(stages, start=1):
        state = "done" if number < current else "now" if number == current else "ahead"
        percent = {"done": 100.0, "now": 100 * done_share, "ahead": 0.0}[state]
        segments.append(_Segment(stage, state, f"{percent:.0f}"))
    return render(
        "stage_bar",
        segments=segments,
        current=current,
        total=len(stages),
        stage=stages[current - 1],
    )


@register.simple_tag
def sla_chip(clock: Clock) -> SafeString:
    """How long a promise still holds, counted by the server in working time."""
    return render("sla_chip", clock=clock, time=formats.duration(clock.minutes, language()))
