"""The rows of the day as the list shows them, and how the list goes on past its beginning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.method import queries as method
from provodnik.method.shapes.touches import DeedKind, Way
from provodnik.touches.queue.queries import ROWS, DayRow
from provodnik.web import formats
from provodnik.web.design.types import TouchRow, TouchState

MOST = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a filter by duty («» is all), a deed, how long a list."""

    duty: str = ""
    open_id: int | None = None
    rows: int = ROWS

    @property
    def query(self) -> str:
        """What every link and form of the page carries along, so that the list stays as it is."""
        kept = {"duty": self.duty} if self.duty else {}
        if self.rows != ROWS:
            kept["rows"] = str(self.rows)
        return f"?{urlencode(kept)}" if kept else ""


def asked_rows(told: str) -> int:
    """A length of the list told by an address: whole pages of it, never without end."""
    rows = int(told) if told.isdecimal() else ROWS
    return min(max(-(-rows // ROWS), 1) * ROWS, MOST)


def touch_rows(
    rows: Sequence[DayRow], asked: Asked, *, zone: ZoneInfo, now: datetime
) -> tuple[TouchRow, ...]:
    """What the list shows of each deed; what all rows share is found out once."""
    words = _Words((get_language() or "ru").split("-")[0], zone, now)
    settings = method.queue_settings()
    ways = {way.key: way for way in settings.ways}
    kinds = {deed.key.value: (deed, ways.get(str(deed.way))) for deed in settings.deeds}
    address, query = reverse("day:deed", args=[0]).removesuffix("0/"), asked.query
    return tuple(
        _row(row, *kinds[row.kind], href=f"{address}{row.touch_id}/{query}", words=words)
        for row in rows
    )


def _row(row: DayRow, deed: DeedKind, way: Way | None, *, href: str, words: "_Words") -> TouchRow:
    state = TouchState.OVERDUE if row.is_late else TouchState.OPEN
    return TouchRow(
        id=row.touch_id,
        href=href,
        name=row.client_name,
        reason=row.reason,
        duty=deed.title,
        duty_icon=deed.icon,
        channel=way.title if way else "",
        channel_icon=way.icon if way else "phone",
        due=words.due(row),
        due_at=row.due_at,
        stake=words.stake(row.stake_kopecks),
        state=TouchState.CLAIMED if row.claimed_by else state,
        claimed_by=row.claimed_by,
    )


class _Words:
    """Moments and sums of one list in words: rows repeat them, each is written once."""

    def __init__(self, language: str, zone: ZoneInfo, now: datetime) -> None:
        self._language, self._zone, self._now = language, zone, now
        self._today = now.astimezone(zone).date()
        self._dues: dict[tuple[datetime, bool], str] = {}
        self._stakes = {0: ""}

    def due(self, row: DayRow) -> str:
        """«до 12:00», «до чт», «на 40 мин»: short, the full moment stands in the title."""
        key = row.due_at, row.is_missed
        if key not in self._dues:
            self._dues[key] = self._written(row)
        return self._dues[key]

    def stake(self, kopecks: int) -> str:
        if kopecks not in self._stakes:
            self._stakes[kopecks] = formats.money(kopecks, self._language)
        return self._stakes[kopecks]

    def _written(self, row: DayRow) -> str:
        if row.is_late:
            late = (self._now - row.due_at).total_seconds() / 60
            shape = _("missed by %(time)s") if row.is_missed else _("by %(time)s")
            return shape % {"time": formats.duration(late, self._language)}
        due_on = row.due_at.astimezone(self._zone).date()
        is_today = due_on == self._today
        return _("until %(time)s") % {
            "time": formats.clock(row.due_at, self._zone)
            if is_today
            else formats.day_short(due_on, self._today, self._language)
        }
