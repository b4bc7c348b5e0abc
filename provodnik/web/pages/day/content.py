"""What the day shows: the list in its order, the open deed in two panes, words after a key."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.kernel.gates import Refused
from provodnik.kernel.periods import start_of_day
from provodnik.method import queries as method
from provodnik.method import types as method_types
from provodnik.method.rules import refusal
from provodnik.method.types import Deed as DeedKey
from provodnik.method.types import Sentence
from provodnik.method.words import fill
from provodnik.touches.queue.errors import (
    ClaimedByAnother,
    ObjectionMissing,
    TooLateToUndo,
    TouchIsClosed,
)
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.queries import Day, DayRow, day
from provodnik.touches.queue.services import Recorded
from provodnik.web import formats
from provodnik.web.design.types import TouchRow, TouchState, View
from provodnik.web.pages.day.pane import Pane, Place, pane

__all__ = [
    "Asked",
    "Board",
    "address",
    "board",
    "gate_words",
    "moved_words",
    "refusal_words",
    "toast_words",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a filter by duty («» is all), and a deed."""

    duty: str = ""
    open_id: int | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """The day: sentence, progress, filters, the list in parts, the open deed."""

    sentence: str
    overdue: tuple[TouchRow, ...]
    today: tuple[TouchRow, ...]
    day: Day
    done_share: float
    views: tuple[View, ...]
    pane: Pane | None
    open_id: int | None
    place: int
    previous_href: str
    next_href: str
    is_empty: bool
    duty: str

    @property
    def total(self) -> int:
        return self.day.done + self.day.open


def board(
    staff: Staff, *, asked: Asked, prefer: int | None = None, now: datetime, origin: str = ""
) -> Board:
    """The member's day with one deed open: the named one, else the preferred, else the first.

    `asked.open_id` is somebody's right to see already; `prefer` counts only while it is
    still in the list.
    """
    shown = _day(staff, asked.duty, now)
    ids = [row.touch_id for row in shown.rows]
    open_id = asked.open_id or (prefer if prefer in ids else next(iter(ids), None))
    place = ids.index(open_id) if open_id in ids else -1
    after = ids[place + 1] if 0 <= place < len(ids) - 1 else None
    total = shown.done + shown.open
    zone = ZoneInfo(staff.school.timezone)
    return Board(
        sentence=_sentence(shown),
        overdue=tuple(_row(row, now, zone, asked.duty) for row in shown.overdue),
        today=tuple(_row(row, now, zone, asked.duty) for row in shown.today),
        day=shown,
        done_share=shown.done / total if total else 0.0,
        views=_views(shown, asked.duty),
        pane=None
        if open_id is None
        else pane(open_id, staff, place=Place(after, asked.duty, origin), now=now),
        open_id=open_id,
        place=place + 1,
        previous_href=_deed_href(ids, place - 1, asked.duty),
        next_href=_deed_href(ids, place + 1, asked.duty) if place >= 0 else "",
        is_empty=not ids,
        duty=asked.duty,
    )


def _day(staff: Staff, duty: str, now: datetime) -> Day:
    zone = ZoneInfo(staff.school.timezone)
    today = now.astimezone(zone).date()
    return day(
        owner_id=staff.pk,
        now=now,
        day_starts_at=start_of_day(today, zone),
        day_ends_at=start_of_day(today + timedelta(days=1), zone),
        duty=duty or None,
    )


def address(touch_id: int | None, duty: str) -> str:
    """The day with this deed open, or the day."""
    deed = reverse("day:deed", args=[touch_id]) if touch_id else reverse("day:show")
    return _with_duty(deed, duty)


def toast_words(recorded: Recorded) -> str:
    """«Оксана Грек: «Думает», перезвонить 5 ноября»."""
    words = method.outcomes().outcome(method_types.Outcome(recorded.outcome.value))
    if recorded.follow_up_at is None:
        return f"{recorded.client_name}: «{words.title}»"
    when = timezone.localdate(recorded.follow_up_at)
    return fill(words.toast, {"name": recorded.client_name, "when_on": when.isoformat()})


def moved_words(touch: Touch, *, now: datetime) -> str:
    """That a deed was moved, and to when."""
    on = formats.day(timezone.localdate(touch.due_from), timezone.localdate(now), _language())
    return _("Moved to %(day)s.") % {"day": on}


def refusal_words(error: Exception) -> str:
    """What is wrong, in words, with what to do."""
    match error:
        case ClaimedByAnother():
            return _("%(name)s is with this student already. Take the next one.") % {
                "name": error.by
            }
        case ObjectionMissing():
            return _("Choose what stood in the way: refusals teach what to change.")
        case TouchIsClosed():
            return _("This deed is closed already. Here is the next one.")
        case TooLateToUndo():
            return _("Too late to take it back: something followed from it already.")
        case _:
            return _("Choose how it ended.")


def gate_words(refused: Refused) -> str:
    """Every reason of a gate in the school's words."""
    gates = method.gates()
    return " ".join(refusal(gates, reason).missing for reason in refused.reasons)


def _sentence(shown: Day) -> str:
    if _language() != "ru":
        return _english(shown)
    if shown.open:
        is_late = shown.late == shown.open
        key = Sentence.DAY_ALL_OVERDUE if is_late else Sentence.DAY_DEEDS
    elif shown.done:
        key = Sentence.DAY_ALL_DONE
    else:
        key = Sentence.DAY_EMPTY if shown.has_students else Sentence.DAY_NOBODY_ASSIGNED
    return fill(
        method.home_words().sentence(key).text,
        {
            "count": shown.open or shown.done,
            "left_minutes": shown.minutes_left,
            "paid": shown.paid,
            "paid_kopecks": shown.paid_kopecks,
            "tomorrow": shown.later,
        },
    )


def _english(shown: Day) -> str:
    """The method speaks Russian; these are the same sentences in English."""
    if shown.open:
        left = formats.duration(shown.minutes_left, _language())
        deeds = formats.counted(shown.open, _("deed|deeds"), _language())
        return _("%(deeds)s today, about %(left)s") % {"deeds": deeds, "left": left}
    if not shown.done and not shown.has_students:
        return _("You have no students yet. The head assigns them")
    return _("All done for today. Tomorrow %(count)s") % {"count": shown.later}


def _views(shown: Day, duty: str) -> tuple[View, ...]:
    """Filters by duty, only those that have deeds; «Все» first."""
    address = reverse("day:show")
    settings = method.queue_settings()
    parts = [
        View(
            settings.deed(DeedKey(key)).title,
            _with_duty(address, key),
            count=n,
            is_current=key == duty,
        )
        for key, n in sorted(shown.counts.items(), key=lambda item: -item[1])
    ]
    return (View(_("All"), address, is_current=not duty), *parts)


def _row(row: DayRow, now: datetime, zone: ZoneInfo, duty: str) -> TouchRow:
    settings = method.queue_settings()
    deed = settings.deed(DeedKey(row.kind))
    way = settings.way(row.way)
    state = TouchState.OVERDUE if row.is_late else TouchState.OPEN
    return TouchRow(
        id=row.touch_id,
        href=_with_duty(reverse("day:deed", args=[row.touch_id]), duty),
        name=row.client_name,
        reason=row.reason,
        duty=deed.title,
        duty_icon=deed.icon,
        channel=way.title if way else "",
        channel_icon=way.icon if way else "phone",
        due=_due(row, now, zone),
        due_at=row.due_at,
        stake=formats.money(row.stake_kopecks, _language()) if row.stake_kopecks else "",
        state=TouchState.CLAIMED if row.claimed_by else state,
        claimed_by=row.claimed_by,
    )


def _due(row: DayRow, now: datetime, zone: ZoneInfo) -> str:
    """«до 12:00», «до чт», «на 40 мин»: short, the full moment stands in the title."""
    if row.is_late:
        late = (now - row.due_at).total_seconds() / 60
        return _("by %(time)s") % {"time": formats.duration(late, _language())}
    if row.due_at.astimezone(zone).date() == now.astimezone(zone).date():
        return _("until %(time)s") % {"time": formats.clock(row.due_at, zone)}
    on = formats.day_short(
        row.due_at.astimezone(zone).date(), now.astimezone(zone).date(), _language()
    )
    return _("until %(time)s") % {"time": on}


def _deed_href(ids: list[int], place: int, duty: str) -> str:
    if not 0 <= place < len(ids):
        return ""
    return _with_duty(reverse("day:deed", args=[ids[place]]), duty)


def _with_duty(address: str, duty: str) -> str:
    return f"{address}?{urlencode({'duty': duty})}" if duty else address


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
