"""What the map and the editor show. Everything is read here; a template only prints."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from provodnik.facts.catalog.path import queries
from provodnik.facts.catalog.path.types import DeadEnds, Step, StepChange
from provodnik.facts.catalog.types import Trigger
from provodnik.facts.sales.queries.flows import Follower, flows, followers, owners_count
from provodnik.facts.team.models import Staff
from provodnik.kernel.gates import Verdict
from provodnik.kernel.periods import Period, add_months
from provodnik.method import queries as method
from provodnik.web import formats
from provodnik.web.design.types import FlowLink, FlowNode, GateReason, View
from provodnik.web.pages.path import nodes as drawing
from provodnik.web.pages.path import words
from provodnik.web.pages.path.forms import Choices, StepForm, products, step_form

MONTHS = (3, 6, 12, 24)
DEFAULT_MONTHS = 12


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in words: when, what, why; its script and channel by their names."""

    key: str
    when: str
    delay: str
    offered: str
    reason: str
    script: str
    channel: str


@dataclass(frozen=True, slots=True)
class PathMap:
    """Who went where in the window, where it ends in nothing, and the path at work."""

    sentence: str
    window_words: str
    windows: tuple[View, ...]
    nodes: tuple[FlowNode, ...]
    links: tuple[FlowLink, ...]
    dead_ends: DeadEnds
    steps: tuple[StepLine, ...]
    number: int | None
    has_draft: bool

    @property
    def is_empty(self) -> bool:
        return not self.nodes and not self.steps and not self.has_draft


@dataclass(frozen=True, slots=True)
class StepEdit:
    """A step in the editor: its words, its form, what keeps it from being published."""

    line: StepLine
    form: StepForm
    reasons: tuple[GateReason, ...]
    change: str = ""
    follower: Follower | None = None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of what publishing would change."""

    sign: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Editor:
    """The draft, or the path at work when nothing is drawn yet."""

    steps: tuple[StepEdit, ...]
    new: StepEdit
    path_reasons: tuple[GateReason, ...]
    changes: tuple[ChangeLine, ...]
    reached: int
    has_draft: bool
    to_mend: int

    @property
    def may_publish(self) -> bool:
        return self.has_draft and not self.to_mend and bool(self.changes)


def path_map(staff: Staff, *, months: int, now: datetime) -> PathMap:
    """The map of the last `months` months. A fixed number of questions."""
    zone = ZoneInfo(staff.school.timezone)
    today = now.astimezone(zone).date()
    window = Period(add_months(today.replace(day=1), -months), today + timedelta(days=1))
    from_at, to_at = window.instants(zone)
    lost_after = timedelta(days=method.signal_settings().went_nowhere.after_purchase_days)
    found = flows(from_at=from_at, to_at=to_at, now=now, nowhere_after=lost_after)
    nodes, links = drawing.columns(found)
    path = queries.published()
    return PathMap(
        sentence=drawing.sentence(found),
        window_words=_window_words(window, today),
        windows=tuple(_window_view(one, months) for one in MONTHS),
        nodes=tuple(nodes),
        links=tuple(links),
        dead_ends=queries.dead_ends(),
        steps=tuple(line_of(step) for step in path.steps) if path else (),
        number=path.number if path else None,
        has_draft=queries.draft() is not None,
    )


def editor(*, refused: Mapping[str, StepForm] | None = None) -> Editor:
    """The draft as sentences; `refused` are forms that were not accepted, by the step's key."""
    drawn = queries.draft()
    shown = drawn or queries.published()
    steps = shown.steps if shown else ()
    verdicts = queries.verdicts(steps)
    changes = queries.changes() if drawn else []
    learned = followers({step.after_id for step in steps if step.after_id is not None}, limit=1)
    marks = {change.key: "+" if change.was is None else "~" for change in changes if change.now}
    edits, known = [], products()
    for step in steps:
        first = learned.get(step.after_id or 0, [None])[0]
        edit = _edit(step, verdicts[step.key], known)
        if first is not None and first.product_id != step.offered_id:
            edit = replace(edit, follower=first)
        edit = replace(edit, change=marks.get(step.key, ""))
        form = (refused or {}).get(step.key)
        edits.append(replace(edit, form=form) if form else edit)
    alone = words.reasons_of([verdicts[""]]) if drawn else ()
    return Editor(
        steps=tuple(edits),
        new=_new_step(known),
        path_reasons=alone,
        changes=tuple(_change(change) for change in changes),
        reached=_reached(changes),
        has_draft=drawn is not None,
        to_mend=len(alone) + sum(len(edit.reasons) for edit in edits),
    )


def step_reasons(step: Step) -> tuple[GateReason, ...]:
    """What keeps one step from being published."""
    return words.reasons_of([queries.verdicts((step,))[step.key]])


def line_of(step: Step) -> StepLine:
    """A step in words."""
    return StepLine(
        key=step.key,
        when=words.moment_of(step),
        delay=words.delay_of(step),
        offered=step.offered,
        reason=step.reason,
        script=words.script_title(step.script),
        channel=words.channel_title(step.channel),
    )


def _edit(step: Step, verdict: Verdict, known: Choices) -> StepEdit:
    return StepEdit(
        line=line_of(step), form=step_form(step, known), reasons=words.reasons_of([verdict])
    )


def _new_step(known: Choices) -> StepEdit:
    step = Step(key=f"step-{secrets.token_hex(4)}", trigger=Trigger.MODULE)
    return StepEdit(line=line_of(step), form=step_form(step, known), reasons=())


def _change(change: StepChange) -> ChangeLine:
    sign = "+" if change.was is None else "−" if change.now is None else "~"
    return ChangeLine(sign, _sentence(change.was), _sentence(change.now))


def _sentence(step: Step | None) -> str:
    if step is None:
        return ""
    line = line_of(step)
    said = _("When %(when)s, offer “%(offered)s” %(delay)s.") % {
        "when": line.when,
        "offered": line.offered or "…",
        "delay": line.delay,
    }
    rest = " · ".join(part for part in (line.reason, line.script, line.channel) if part)
    return f"{said} {rest}"


def _reached(changes: list[StepChange]) -> int:
    touched = [change.now.after_id for change in changes if change.now and change.now.after_id]
    return owners_count(touched) if touched else 0


def _window_view(months: int, chosen: int) -> View:
    name = formats.counted(months, _("month|months"), words.language())
    return View(name, f"?months={months}", is_current=months == chosen)


def _window_words(window: Period, today: date) -> str:
    return formats.day_range(window.from_on, window.to_on, today, words.language())
