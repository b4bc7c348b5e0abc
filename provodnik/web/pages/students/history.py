"""A student's history in words: what happened, and the person or the rule behind it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.catalog.queries import names_of
from provodnik.facts.people.queries import TimelineEntry, timeline
from provodnik.facts.people.types import TimelineGroup
from provodnik.method import queries as method
from provodnik.method.types import Deed, Outcome, SignalKey
from provodnik.web import formats, labels
from provodnik.web.design.types import TimelineEvent, Tone

FIRST, MORE = 12, 25
_HUNDREDTHS = 100
_RULES = ("method:", "path:", "signal:", "touch:", "check:", "step:")
_ICONS: Mapping[str, str] = {
    "payment_received": "cash",
    "refund_paid": "receipt-refund",
    "order_placed": "receipt",
    "sale_credited": "wallet",
    "touch_made": "phone",
    "touch_planned": "calendar-time",
    "touch_missed": "clock-exclamation",
    "touch_undone": "arrow-back-up",
    "offer_made": "gift",
    "offer_accepted": "check",
    "offer_declined": "x",
    "offer_clicked": "click",
    "lead_came": "user-plus",
    "module_completed": "flag-3",
    "course_completed": "certificate",
    "graduated": "certificate",
    "homework_submitted": "file-upload",
    "homework_reviewed": "checkbox",
    "lesson_viewed": "book",
    "enrolled": "lock-open",
    "survey_answered": "mood-smile",
    "complaint_received": "mood-sad",
    "goal_recorded": "target",
    "goal_reached": "star",
    "stage_entered": "route",
    "note_written": "note",
    "coordinator_assigned": "user-check",
    "client_merged": "git-merge",
}
_TONES: Mapping[str, Tone] = {
    "payment_received": Tone.GOOD,
    "goal_reached": Tone.GOOD,
    "module_completed": Tone.GOOD,
    "course_completed": Tone.GOOD,
    "graduated": Tone.GOOD,
    "complaint_received": Tone.ACT,
    "touch_missed": Tone.LATE,
    "refund_paid": Tone.WATCH,
}
_OF_STAGE = frozenset({"stage_entered", "stage_led", "handoff_made", "handoff_accepted"})
_ITEM_IN_TITLE = _OF_STAGE | {"signal_opened", "signal_closed"}
# What was asked or decided is in words; the number of our record says nothing to a reader.
_ABOUT_WORDS = frozenset(
    {"priority_asked", "decision_requested", "decision_made", "decision_agreed"}
)
_RECORD = re.compile(r"(priority|decision):[0-9]+")


@dataclass(frozen=True, slots=True)
class History:
    """The newest part of the history, newest first, and whether there is more."""

    events: tuple[TimelineEvent, ...]
    has_more: bool


def history(
    client_ids: tuple[int, ...], *, group: TimelineGroup | None, shown: int = FIRST
) -> History:
    """The newest `shown` lines. Queries: 2, whatever the number of lines."""
    page = timeline(client_ids, group=group, limit=shown)
    products = names_of(page.product_ids)
    return History(
        tuple(_event(entry, products) for entry in page.entries),
        page.next_place is not None,
    )


def _event(entry: TimelineEntry, products: Mapping[int, str]) -> TimelineEvent:
    return TimelineEvent(
        at=entry.happened_at,
        title=_title(entry),
        text=_text(entry, products.get(entry.product_id or 0, "")),
        source=_source(entry),
        icon=_ICONS.get(entry.event, "point"),
        tone=_tone(entry),
        anchor=anchor(entry.entry_id),
    )


def anchor(entry_id: int) -> str:
    """What a link to one line of the history ends in."""
    return f"entry-{entry_id}"


def _title(entry: TimelineEntry) -> str:
    """«Оплата 54 000 ₽», «Знакомство: Нет ответа», «Оценка 4 из 5»."""
    name = labels.event(entry.event)
    match entry.event:
        case "payment_received" | "refund_paid" | "order_placed" if entry.value:
            said = f"{name} {formats.money(entry.value, _language())}"
        case "touch_made" | "touch_planned" | "touch_missed" | "touch_undone":
            said = _touch(entry, name)
        case "survey_answered" if entry.value is not None:
            said = f"{name} {_score(entry)}"
        case "homework_reviewed" if entry.value is not None:
            said = f"{name}: {_points(entry.value)}"
        case event if event in _OF_STAGE:
            said = f"{name}: {stage_title(entry.item or '')}"
        case "signal_opened" | "signal_closed":
            said = f"{name}: {_check(entry.item or '')}"
        case _:
            said = name
    return said


def _touch(entry: TimelineEntry, name: str) -> str:
    noun = _deed(entry.item or "") or name
    if entry.event != "touch_made":
        return f"{name}: {noun.lower()}"
    outcome = str(entry.attrs.get("outcome", ""))
    return f"{noun}: {_outcome(outcome)}" if outcome else noun


def _text(entry: TimelineEntry, product: str) -> str:
    """The text written, what it was about, the objection: whatever the entry has."""
    said = entry.attrs.get("text") or entry.attrs.get("note") or entry.attrs.get("reason") or ""
    if entry.event in ("goal_recorded", "note_written", "complaint_received"):
        return str(said)
    if entry.event == "lead_came":
        return lead_source(entry.item or "", str(entry.attrs.get("campaign", "")))
    said = said or (entry.attrs.get("what") or "" if entry.event in _ABOUT_WORDS else "")
    named = _named(entry)
    objection = str(entry.attrs.get("objection", ""))
    words = method.outcomes().objection(objection) if objection else None
    parts = (product, named, words.title if words else "", str(said))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _named(entry: TimelineEntry) -> str:
    """What the entry's item is called, where it says more than the title."""
    item = entry.item or ""
    if entry.event in _ITEM_IN_TITLE or _RECORD.fullmatch(item):
        return ""
    settings = method.relation_settings()
    if entry.event in ("part_owner_named", "part_owner_released"):
        part = settings.part(item)
        return ": ".join(filter(None, (part.title if part else item, entry.staff)))
    if entry.event.startswith("side_contact_"):
        role = settings.side_role(item)
        return role.title if role else item
    return "" if _deed(item) else item


def _source(entry: TimelineEntry) -> str:
    """The person, else the rule, else where the record came from."""
    if entry.author:
        return entry.author
    if entry.event == "coordinator_assigned" and entry.staff:
        return entry.staff
    if entry.actor.startswith(_RULES):
        return _("by a rule of the school")
    return {"getcourse": "GetCourse", "events": _("from a file of events")}.get(entry.source, "")


def _tone(entry: TimelineEntry) -> Tone:
    if entry.event == "survey_answered" and entry.value is not None:
        low = method.offer_gates().dissatisfied
        limit = low.nps_at_most if entry.attrs.get("measure") == "nps" else low.csat_at_most
        return Tone.ACT if entry.value <= limit * _HUNDREDTHS else Tone.GOOD
    if entry.event == "touch_made" and entry.attrs.get("outcome") == Outcome.AGREED:
        return Tone.GOOD
    return _TONES.get(entry.event, Tone.NEUTRAL)


def _score(entry: TimelineEntry) -> str:
    scale = entry.attrs.get("scale") or (10 if entry.attrs.get("measure") == "nps" else 5)
    return _("%(score)s of %(scale)s") % {"score": _points(entry.value or 0), "scale": scale}


def _points(hundredths: int) -> str:
    is_whole = hundredths % _HUNDREDTHS == 0
    return formats.number(hundredths / _HUNDREDTHS, _language(), decimals=0 if is_whole else 1)


def stage_title(key: str) -> str:
    """A lifecycle stage by its name in the method; its key if it left the method."""
    stages = {str(stage.key): stage.title for stage in method.lifecycle().stages}
    return stages.get(key, key)


def lead_source(source: str, campaign: str) -> str:
    """«Рассылка «Осень»»: where a client came from, in the school's words."""
    title = method.channels().lead_title(source) if source else _("source not told")
    if not campaign:
        return title
    return _("%(source)s “%(campaign)s”") % {"source": title, "campaign": campaign}


def _check(item: str) -> str:
    """A signal's name from «check:subject»."""
    key = item.partition(":")[0]
    settings = method.signal_settings()
    return settings.words(SignalKey(key)).title if key in set(SignalKey) else key


def _deed(key: str) -> str:
    return method.queue_settings().deed(Deed(key)).noun if key in set(Deed) else ""


def _outcome(key: str) -> str:
    return method.outcomes().outcome(Outcome(key)).title if key in set(Outcome) else key


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
