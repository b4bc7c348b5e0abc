"""What the day shows: its sentence, the list in parts, the open deed in two panes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import start_of_day
from provodnik.method import queries as method
from provodnik.touches.queue.queries import ROWS, Day, day
from provodnik.web.design.types import TouchRow, View
from provodnik.web.pages.day.pane import Pane, Place, pane
from provodnik.web.pages.day.rows import MOST, Asked, touch_rows
from provodnik.web.pages.day.words import sentence


@dataclass(frozen=True, slots=True)
class More:
    """The end of a list that goes on: where to, and how many deeds wait there."""

    href: str
    left: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of the list in two parts, each with its heading where it begins here.

    `more` leads to the rows after these; None when the list is whole.
    """

    overdue: tuple[TouchRow, ...]
    today: tuple[TouchRow, ...]
    day: Day
    more: More | None
    begins_overdue: bool = True
    begins_today: bool = True


@dataclass(frozen=True, slots=True)
class Board:
    """The day: sentence, progress, filters, the list, the open deed."""

    sentence: str
    listing: Listing
    day: Day
    done_share: float
    done_href: str
    views: tuple[View, ...]
    pane: Pane | None
    open_id: int | None
    place: int
    previous_href: str
    next_href: str
    is_empty: bool
    asked: Asked

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
    zone = ZoneInfo(staff.school.timezone)
    shown = _day(staff, asked, now)
    ids = [row.touch_id for row in shown.rows]
    open_id = asked.open_id or (prefer if prefer in ids else next(iter(ids), None))
    place = ids.index(open_id) if open_id in ids else -1
    following = [*ids, shown.beyond_id][place + 1] if place >= 0 else None
    total = shown.done + shown.open
    return Board(
        sentence=sentence(shown),
        listing=Listing(
            overdue=touch_rows(shown.overdue, asked, zone=zone, now=now),
            today=touch_rows(shown.today, asked, zone=zone, now=now),
            day=shown,
            more=_more(asked, shown),
        ),
        day=shown,
        done_share=shown.done / total if total else 0.0,
        done_href=_done_href(staff, now),
        views=_views(shown, asked),
        pane=None
        if open_id is None
        else pane(open_id, staff, place=Place(following, asked, origin), now=now),
        open_id=open_id,
        place=place + 1,
        previous_href=address(ids[place - 1], asked) if place > 0 else "",
        next_href=_next_href(following, asked, is_listed=following in ids),
        is_empty=not ids,
        asked=asked,
    )


def continued(staff: Staff, *, asked: Asked, now: datetime) -> Listing:
    """The last page of a list `asked.rows` long: what comes after the rows shown already."""
    zone = ZoneInfo(staff.school.timezone)
    shown = _day(staff, asked, now)
    skip = asked.rows - ROWS
    late = len(shown.overdue)
    return Listing(
        overdue=touch_rows(shown.overdue[skip:], asked, zone=zone, now=now),
        today=touch_rows(shown.today[max(skip - late, 0) :], asked, zone=zone, now=now),
        day=shown,
        more=_more(asked, shown),
        begins_overdue=False,
        begins_today=late >= skip,
    )


def address(touch_id: int | None, asked: Asked) -> str:
    """The day with this deed open, or the day."""
    deed = reverse("day:deed", args=[touch_id]) if touch_id else reverse("day:show")
    return deed + asked.query


def _day(staff: Staff, asked: Asked, now: datetime) -> Day:
    zone = ZoneInfo(staff.school.timezone)
    today = _today(staff, now)
    return day(
        owner_id=staff.pk,
        now=now,
        day_starts_at=start_of_day(today, zone),
        day_ends_at=start_of_day(today + timedelta(days=1), zone),
        duty=asked.duty or None,
        rows=asked.rows,
    )


def _today(staff: Staff, now: datetime) -> date:
    return now.astimezone(ZoneInfo(staff.school.timezone)).date()


def _done_href(staff: Staff, now: datetime) -> str:
    """The talks of today behind «сделано 5 из 14»."""
    asked = {"staff": staff.pk, "day": _today(staff, now).isoformat()}
    return f"{reverse('day:talks')}?{urlencode(asked)}"


def _more(asked: Asked, shown: Day) -> More | None:
    if shown.beyond_id is None or asked.rows >= MOST:
        return None
    longer = replace(asked, open_id=None, rows=asked.rows + ROWS)
    return More(reverse("day:show") + longer.query, shown.listed - asked.rows)


def _next_href(following: int | None, asked: Asked, *, is_listed: bool) -> str:
    if following is None:
        return ""
    return address(following, asked if is_listed else replace(asked, rows=asked.rows + ROWS))


def _views(shown: Day, asked: Asked) -> tuple[View, ...]:
    """Filters by the four duties of a coordinator in the method's order; «Все» first."""
    here = reverse("day:show")
    parts = [
        View(
            duty.title,
            here + Asked(duty.key.value).query,
            count=shown.counts.get(duty.key.value, 0),
            is_current=duty.key.value == asked.duty,
        )
        for duty in method.queue_settings().duties
    ]
    return (View(_("All"), here, is_current=not asked.duty), *parts)
