"""The log of talks: the rows under every number of results, filtered by the address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import names_of
from provodnik.kernel.periods import start_of_day
from provodnik.method import queries as method
from provodnik.method.shapes.touches import Outcomes, Queue, Scripts
from provodnik.method.types import Deed, Outcome, Right
from provodnik.outcomes.queries import (
    EXPORT,
    PAGE,
    Moved,
    ScriptUse,
    Talk,
    TalkFilter,
    count_talks,
    talks,
)
from provodnik.touches.queue.types import NO_SCRIPT
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Column, Filter, View
from provodnik.web.pages.day.results import Month, month_asked

_KEPT = ("month", "staff", "show", "outcome", "duty", "script", "mood", "day")


@dataclass(frozen=True, slots=True)
class LogLine:
    """A touch as the log prints it."""

    made_at: datetime
    by: str
    client: str
    client_href: str
    deed: str
    icon: str
    outcome: str
    step: str
    mood: str
    product: str
    note: str
    paid_kopecks: int


@dataclass(frozen=True, slots=True)
class Log:
    """One page of the log with the views of it and what it is filtered by."""

    month: Month
    sentence: str
    lines: tuple[LogLine, ...]
    columns: tuple[Column, ...]
    views: tuple[View, ...]
    filters: tuple[Filter, ...]
    next_href: str
    export_href: str


def log(staff: Staff, told: QueryDict, *, now: datetime) -> Log:
    """The touches a number was made of. A member sees their own; the head sees everybody's."""
    zone = ZoneInfo(staff.school.timezone)
    month = month_asked(told.get("month", ""), here=reverse("day:talks"), zone=zone, now=now)
    asked = _filter(staff, told, month, zone)
    turned = told.get("page", "")
    page = max(int(turned), 1) if turned.isdecimal() else 1
    total = count_talks(asked)
    found = talks(asked, skip=(page - 1) * PAGE)
    words = formats.counted(total, _("touch|touches"), _language())
    return Log(
        month=month,
        sentence=words
        if _day(told)
        else _("%(touches)s in %(month)s") % {"touches": words, "month": month.words},
        lines=tuple(_line(one) for one in found),
        columns=_columns(),
        views=_views(told),
        filters=_filters(staff, told, month),
        next_href=_address(told, page=page + 1) if page * PAGE < total else "",
        export_href=reverse("day:export_talks") + _query(told),
    )


def table(
    staff: Staff, told: QueryDict, *, now: datetime
) -> tuple[list[str], Iterator[list[object]]]:
    """The whole log as rows of a file."""
    zone = ZoneInfo(staff.school.timezone)
    month = month_asked(told.get("month", ""), here="", zone=zone, now=now)
    found = talks(_filter(staff, told, month, zone), limit=EXPORT)
    head = [column.name for column in _columns()]
    return [*head, _("Note")], (
        [
            formats.moment(line.made_at, now, zone, _language()),
            *(line.client, line.deed, line.outcome, line.step, line.mood, line.product),
            *(line.by, line.paid_kopecks / 100, line.note),
        ]
        for line in map(_line, found)
    )


def _filter(staff: Staff, told: QueryDict, month: Month, zone: ZoneInfo) -> TalkFilter:
    from_at, to_at = _bounds(told, month, zone)
    duty, script, mood = (told.get(name, "") for name in ("duty", "script", "mood"))
    kinds = [deed.key.value for deed in method.queue_settings().deeds if str(deed.duty) == duty]
    return TalkFilter(
        from_at=from_at,
        to_at=to_at,
        staff_id=_whose(staff, told),
        kinds=tuple(kinds),
        outcome=told.get("outcome", "") if told.get("outcome") in set(Outcome) else "",
        talks_only=told.get("show") == "talks",
        paid_only=told.get("show") == "paid",
        script=ScriptUse(script) if script in set(ScriptUse) else None,
        moved=Moved(mood) if mood in set(Moved) else None,
    )


def _bounds(told: QueryDict, month: Month, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The month, or the one day of it the address names."""
    day = _day(told)
    if day is None:
        return month.bounds(zone)
    return start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)


def _day(told: QueryDict) -> date | None:
    try:
        return date.fromisoformat(told.get("day", ""))
    except ValueError:
        return None


def _whose(staff: Staff, told: QueryDict) -> int | None:
    if not has_right(staff, Right.SEE_TEAM_QUEUE):
        return staff.pk
    asked = told.get("staff", "")
    return int(asked) if asked.isdecimal() else None


def _line(talk: Talk) -> LogLine:
    queue, outcomes, scripts = method.queue_settings(), method.outcomes(), method.scripts()
    deed = queue.deed(Deed(talk.kind))
    return LogLine(
        made_at=talk.made_at,
        by=talk.by,
        client=talk.client,
        client_href=reverse("students:show", args=[talk.client_id]),
        deed=deed.noun,
        icon=deed.icon,
        outcome=_outcome(talk, outcomes),
        step=_step(talk, scripts),
        mood=_mood(talk, queue),
        product=talk.product,
        note=talk.note,
        paid_kopecks=talk.paid_kopecks,
    )


def _outcome(talk: Talk, outcomes: Outcomes) -> str:
    title = outcomes.outcome(Outcome(talk.outcome)).title
    objection = outcomes.objection(talk.objection)
    return f"{title}: {objection.title}" if objection else title


def _step(talk: Talk, scripts: Scripts) -> str:
    if talk.script_step == NO_SCRIPT:
        return _("without a script")
    script = scripts.script(talk.script)
    steps = {str(step.key): step.title for step in script.steps} if script else {}
    return steps.get(talk.script_step, talk.script_step)


def _mood(talk: Talk, queue: Queue) -> str:
    mark = queue.mood.mark(talk.mood) if talk.mood is not None else None
    return f"{mark.value} {mark.title}" if mark else ""


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("When")),
        Column(_("Student")),
        Column(_("Touch")),
        Column(_("How it ended")),
        Column(_("Step of the script"), is_wide_only=True),
        Column(_("Mood"), is_wide_only=True),
        Column(_("Product"), is_wide_only=True),
        Column(_("Who"), is_wide_only=True),
        Column(_("Paid after it"), is_number=True),
    )


def _views(told: QueryDict) -> tuple[View, ...]:
    shown = told.get("show", "")
    names = {"": _("All touches"), "talks": _("Talks"), "paid": _("Brought money")}
    return tuple(
        View(name, _address(told, show=key), is_current=key == shown) for key, name in names.items()
    )


def _filters(staff: Staff, told: QueryDict, month: Month) -> tuple[Filter, ...]:
    found = []
    whose = _whose(staff, told)
    if told.get("staff") and whose is not None and has_right(staff, Right.SEE_TEAM_QUEUE):
        found.append(Filter(names_of([whose]).get(whose, ""), _address(told, staff="")))
    outcome = told.get("outcome", "")
    if outcome in set(Outcome):
        title = method.outcomes().outcome(Outcome(outcome)).title
        found.append(Filter(title, _address(told, outcome="")))
    if duty := method.queue_settings().duty(told.get("duty", "")):
        found.append(Filter(duty.title, _address(told, duty="")))
    if told.get("script") in set(ScriptUse):
        used = told["script"] == ScriptUse.USED
        name = _("By the script") if used else _("Without a script")
        found.append(Filter(name, _address(told, script="")))
    if day := _day(told):
        words = formats.day_words(day, month.period.from_on, _language())
        found.append(Filter(words, _address(told, day="")))
    if told.get("mood") in set(Moved):
        name = _("Became calmer") if told["mood"] == Moved.CALMER else _("Became more anxious")
        found.append(Filter(name, _address(told, mood="")))
    return tuple(found)


def _address(told: QueryDict, **changes: object) -> str:
    return reverse("day:talks") + _query(told, **changes)


def _query(told: QueryDict, **changes: object) -> str:
    kept = {key: told[key] for key in _KEPT if told.get(key)} | changes
    return f"?{urlencode({key: value for key, value in kept.items() if value})}"


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
