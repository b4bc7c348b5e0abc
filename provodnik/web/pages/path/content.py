"""What the map and the editor show. Everything is read here; a template only prints."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from provodnik.facts.catalog.path import queries
from provodnik.facts.catalog.path.types import DeadEnds, Step, StepChange, VersionRow
from provodnik.facts.catalog.types import PathState, Trigger
from provodnik.facts.sales.queries.flows import (
    PAGE,
    Traveller,
    Turn,
    flows,
    owners_count,
    travellers,
)
from provodnik.facts.sales.queries.next_products import Follower, followers
from provodnik.facts.team.models import Staff
from provodnik.kernel.gates import Verdict
from provodnik.kernel.periods import Period, add_months
from provodnik.method import queries as method
from provodnik.signals.queries import subjects
from provodnik.web import formats
from provodnik.web.design.types import Column, FlowLink, FlowNode, GateReason, View
from provodnik.web.pages.path import graph, learned, words
from provodnik.web.pages.path import nodes as drawing
from provodnik.web.pages.path.forms import Known, StepForm, known, step_form
from provodnik.web.pages.path.graph import Graph, Line

MONTHS = (3, 6, 12, 24)
DEFAULT_MONTHS = 12
# The check of the signals behind «ушли в никуда», and how many of its clients are counted.
_NOWHERE, _MOST_LOST = "went_nowhere", 10_000


@dataclass(frozen=True, slots=True)
class Drawing:
    """The arrow being drawn: from which product, and to which once it is chosen."""

    from_id: int | None = None
    to_id: int | None = None


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in words: when, what, why; its script and channel by their names."""

    key: str
    when: str
    moment: str
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
    taught: learned.Taught | None
    lost: int
    rules_off: tuple[Step, ...]

    @property
    def is_empty(self) -> bool:
        return not self.nodes and not self.steps and not self.has_draft

    @property
    def wants_path(self) -> bool:
        """Students have bought, and nothing leads them on."""
        return bool(self.nodes) and not self.steps and not self.has_draft


@dataclass(frozen=True, slots=True)
class StepEdit:
    """A step in the editor: its words, its form, what keeps it from being published."""

    line: StepLine
    form: StepForm
    reasons: tuple[GateReason, ...]
    change: str = ""
    follower: Follower | None = None

    @property
    def follower_href(self) -> str:
        """Who took what is usually taken next."""
        return learned.took_href(self.follower) if self.follower else ""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of what publishing would change."""

    sign: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Editor:
    """The draft, or the path at work when nothing is drawn yet.

    `number` is what it is published under. `drawing` is the same as a graph; `from_id` is the
    product an arrow is being drawn from, `beside` are products it does not hold yet.
    """

    steps: tuple[StepEdit, ...]
    drawing: Graph
    from_id: int | None
    from_name: str
    beside: tuple[tuple[int, str], ...]
    number: int
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
    today = now.astimezone(ZoneInfo(staff.school.timezone)).date()
    window = _window(staff, months, now)
    found = flows(**_span(staff, months, now))
    nodes, links = drawing.columns(found, months=months)
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
        taught=learned.taught(path.steps if path else ()),
        lost=len(subjects(_NOWHERE, limit=_MOST_LOST)),
        rules_off=tuple(step for step in path.steps if step.rule_is_off) if path else (),
    )


class _Span(TypedDict):
    from_at: datetime
    to_at: datetime
    now: datetime
    nowhere_after: timedelta


def _span(staff: Staff, months: int, now: datetime) -> _Span:
    """Which first payments the map is about, and after how long a silence is nowhere."""
    from_at, to_at = _window(staff, months, now).instants(ZoneInfo(staff.school.timezone))
    lost_after = timedelta(days=method.signal_settings().went_nowhere.after_purchase_days)
    return {"from_at": from_at, "to_at": to_at, "now": now, "nowhere_after": lost_after}


def _window(staff: Staff, months: int, now: datetime) -> Period:
    today = now.astimezone(ZoneInfo(staff.school.timezone)).date()
    return Period(add_months(today.replace(day=1), -months), today + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Travelled:
    """A page of the clients behind a number of the map."""

    sentence: str
    rows: tuple[Traveller, ...]
    columns: tuple[Column, ...]
    next_page: int | None


def travelled(staff: Staff, turn: Turn, *, months: int, page: int, now: datetime) -> Travelled:
    """Who took this turn. One query."""
    skip = (page - 1) * PAGE
    rows, total = travellers(turn, **_span(staff, months, now), skip=skip)
    return Travelled(
        sentence=formats.counted(total, _("student|students"), words.language()),
        rows=tuple(rows),
        columns=(Column(_("Student")), Column(_("Product")), Column(_("When"))),
        next_page=page + 1 if skip + len(rows) < total else None,
    )


def editor(
    *, refused: Mapping[str, StepForm] | None = None, arrow: Drawing | None = None
) -> Editor:
    """The draft as sentences and as a graph; `refused` are forms that were not accepted, by the
    step's key."""
    arrow = arrow or Drawing()
    drawn = queries.draft()
    shown = drawn or queries.published()
    steps = shown.steps if shown else ()
    verdicts = queries.verdicts(steps)
    changes = queries.changes() if drawn else []
    names = known()
    edits = _edits(steps, verdicts, names, refused or {}, changes)
    alone = words.reasons_of([verdicts[""]]) if drawn else ()
    on_graph = {step.after_id for step in steps} | {step.offered_id for step in steps}
    products = {int(pk): name for pk, name in names.products if pk}
    return Editor(
        steps=tuple(edits),
        drawing=graph.lay_out(
            steps,
            {edit.line.key: _line(edit) for edit in edits},
            anything=_("Any moment"),
            chosen_id=arrow.from_id,
        ),
        from_id=arrow.from_id,
        from_name=products.get(arrow.from_id or 0, ""),
        beside=tuple((pk, name) for pk, name in products.items() if pk not in on_graph),
        number=drawn.number if drawn else (shown.number if shown else 0) + 1,
        new=_new_step(names, refused or {}, arrow),
        path_reasons=alone,
        changes=tuple(_change(change) for change in changes),
        reached=_reached(changes),
        has_draft=drawn is not None,
        to_mend=len(alone) + sum(len(edit.reasons) for edit in edits),
    )


def _edits(
    steps: tuple[Step, ...],
    verdicts: Mapping[str, Verdict],
    names: Known,
    refused: Mapping[str, StepForm],
    changes: list[StepChange],
) -> list[StepEdit]:
    taken = followers({step.after_id for step in steps if step.after_id is not None}, limit=1)
    marks = {change.key: "+" if change.was is None else "~" for change in changes if change.now}
    edits = []
    for step in steps:
        first = taken.get(step.after_id or 0, [None])[0]
        edit = _edit(step, verdicts[step.key], names)
        if first is not None and first.product_id != step.offered_id:
            edit = replace(edit, follower=first)
        edit = replace(edit, change=marks.get(step.key, ""))
        form = refused.get(step.key)
        edits.append(replace(edit, form=form) if form else edit)
    return edits


def _line(edit: StepEdit) -> Line:
    return Line(edit.line.moment, _STATES.get(edit.change, ""), bool(edit.reasons))


_STATES = {"+": "new", "~": "changed"}


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version that is or was at work, and what it changed in the one before, in words."""

    row: VersionRow
    changes: tuple[ChangeLine, ...]

    @property
    def is_at_work(self) -> bool:
        return self.row.state == PathState.PUBLISHED


def versions() -> tuple[VersionLine, ...]:
    """Every version, the newest first. Two queries."""
    return tuple(
        VersionLine(row, tuple(_change(change) for change in row.changes))
        for row in queries.versions()
    )


def was_overtaken(number: str) -> bool:
    """Whether a colleague published the draft of this number while it was being drawn on."""
    at_work = queries.published()
    return number.isdecimal() and at_work is not None and at_work.number >= int(number)


def step_reasons(step: Step) -> tuple[GateReason, ...]:
    """What keeps one step from being published."""
    return words.reasons_of([queries.verdicts((step,))[step.key]])


def line_of(step: Step) -> StepLine:
    """A step in words."""
    return StepLine(
        key=step.key,
        when=words.moment_of(step),
        moment=words.brief(step),
        delay=words.delay_of(step),
        offered=step.offered,
        reason=step.reason,
        script=words.script_title(step.script),
        channel=words.channel_title(step.channel),
    )


def _edit(step: Step, verdict: Verdict, names: Known) -> StepEdit:
    return StepEdit(
        line=line_of(step), form=step_form(step, names), reasons=words.reasons_of([verdict])
    )


def _new_step(names: Known, refused: Mapping[str, StepForm], arrow: Drawing) -> StepEdit:
    """An empty step, with the two products of an arrow that was drawn to its end."""
    step = Step(key=f"step-{secrets.token_hex(4)}", trigger=Trigger.MODULE)
    if arrow.to_id is not None:
        step = replace(step, trigger=Trigger.COURSE, after_id=arrow.from_id, offered_id=arrow.to_id)
    form = next((form for key, form in refused.items() if key.startswith("step-")), None)
    return StepEdit(line=line_of(step), form=form or step_form(step, names), reasons=())


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
