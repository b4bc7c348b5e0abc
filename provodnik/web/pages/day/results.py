"""What came of the days: my month, the team's month, and the log of talks under each number."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.sales.queries.plans import plans
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import Period, PeriodError, month_of, start_of_day
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.outcomes.queries import Results, results, total_of, touches_by_kind
from provodnik.reports.sales import kopecks_by
from provodnik.touches.queue.queries import HandedOver, hand_overs
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Fact


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of the school and its neighbours; `next_href` is empty at the present."""

    period: Period
    words: str
    previous_href: str
    next_href: str

    @property
    def query(self) -> str:
        return f"month={self.period.from_on:%Y-%m}"

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        return start_of_day(self.period.from_on, zone), start_of_day(self.period.to_on, zone)


@dataclass(frozen=True, slots=True)
class Line:
    """A member's results with what each number opens to. `sold` and `plan` in kopecks.

    `is_nobodys`: deeds that wait without an owner; nobody talked or sold there.
    """

    results: Results
    sold_kopecks: int
    plan_kopecks: int | None
    sold_href: str
    talks_href: str
    agreed_href: str
    paid_href: str
    script_href: str
    made_href: str
    calmer_href: str
    anxious_href: str
    open_href: str
    late_href: str
    missed_href: str
    students_href: str
    is_nobodys: bool = False

    @property
    def plan_share(self) -> float | None:
        return self.sold_kopecks / self.plan_kopecks if self.plan_kopecks else None


@dataclass(frozen=True, slots=True)
class Mine:
    """A member's own month."""

    month: Month
    sentence: str
    line: Line
    duties: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """Load and results of everybody who works a queue, and what was handed over lately."""

    month: Month
    sentence: str
    lines: tuple[Line, ...]
    total: Line
    handed: tuple[HandedOver, ...]


def month_asked(told: str, *, here: str, zone: ZoneInfo, now: datetime) -> Month:
    """The month an address names as «2026-11»; the present one for anything else."""
    present = month_of(now.astimezone(zone).date())
    try:
        period = month_of(date.fromisoformat(f"{told}-01"))
    except (ValueError, PeriodError):
        period = present
    before = month_of(period.from_on - timedelta(days=1))
    return Month(
        period=period,
        words=formats.month(period.from_on, present.from_on, _language()),
        previous_href=f"{here}?month={before.from_on:%Y-%m}",
        next_href=f"{here}?month={period.to_on:%Y-%m}" if period < present else "",
    )


def mine(staff: Staff, told: str, *, now: datetime) -> Mine:
    """The member's month: sales against the plan, talks, conversion, each with its rows."""
    zone = ZoneInfo(staff.school.timezone)
    month = month_asked(told, here=reverse("day:me"), zone=zone, now=now)
    found = _results(month, zone=zone, now=now, staff_id=staff.pk)
    own = found[0] if found else Results(staff.pk, staff.name)
    line = _lines([own], month, opens=_opens(staff), now=now)[0]
    return Mine(month, _my_sentence(line, month), line, _duties(line, month, zone))


def team(staff: Staff, told: str, *, now: datetime) -> Team:
    """Everybody's month and what waits for each now."""
    zone = ZoneInfo(staff.school.timezone)
    month = month_asked(told, here=reverse("day:team"), zone=zone, now=now)
    found = _results(month, zone=zone, now=now)
    lines = _lines([_named(row) for row in found], month, opens=_opens(staff), now=now)
    return Team(
        month=month,
        sentence=_team_sentence(lines),
        lines=lines,
        total=_total(lines, month),
        handed=tuple(hand_overs()),
    )


def _named(row: Results) -> Results:
    """What waits for nobody is told under words, not under an empty name."""
    return row if row.staff_id else replace(row, name=_("Without an owner"))


def _results(
    month: Month, *, zone: ZoneInfo, now: datetime, staff_id: int | None = None
) -> list[Results]:
    from_at, to_at = month.bounds(zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return results(
        from_at=from_at,
        to_at=to_at,
        now=now,
        day_ends_at=start_of_day(tomorrow, zone),
        staff_id=staff_id,
    )


def _lines(found: list[Results], month: Month, *, opens: bool, now: datetime) -> tuple[Line, ...]:
    """Sales are those of the department's report; `opens`: the reader may open its rows."""
    sold = kopecks_by("staff", month.period, now=now)
    planned = {row.staff_id: row.kopecks for row in plans(month.period) if row.staff_id}
    return tuple(
        _line(row, month, sold.get(row.known_as, 0), planned.get(row.staff_id), opens=opens)
        if row.staff_id
        else _line(row, month, 0, None, opens=opens)
        for row in found
    )


def _line(row: Results, month: Month, sold: int, plan: int | None, *, opens: bool) -> Line:
    return Line(
        results=row,
        sold_kopecks=sold,
        plan_kopecks=plan,
        sold_href=_sold_href(month, staff=row.known_as)
        if opens
        else talks_href(month, staff=row.staff_id, show="paid"),
        talks_href=talks_href(month, staff=row.staff_id, show="talks"),
        agreed_href=talks_href(month, staff=row.staff_id, outcome="agreed"),
        paid_href=talks_href(month, staff=row.staff_id, show="paid"),
        script_href=talks_href(month, staff=row.staff_id, script="used"),
        made_href=talks_href(month, staff=row.staff_id),
        calmer_href=talks_href(month, staff=row.staff_id, mood="calmer"),
        anxious_href=talks_href(month, staff=row.staff_id, mood="anxious"),
        open_href=waiting_href(staff=row.staff_id),
        late_href=waiting_href(staff=row.staff_id, show="late"),
        missed_href=waiting_href(staff=row.staff_id, show="missed"),
        students_href=f"{reverse('students:list')}?coordinator={row.staff_id}",
        is_nobodys=not row.staff_id,
    )


def _total(lines: tuple[Line, ...], month: Month) -> Line:
    told = [line.plan_kopecks for line in lines if line.plan_kopecks is not None]
    return Line(
        results=total_of([line.results for line in lines]),
        sold_kopecks=sum(line.sold_kopecks for line in lines),
        plan_kopecks=sum(told) if told else None,
        sold_href=_sold_href(month),
        talks_href=talks_href(month, show="talks"),
        agreed_href=talks_href(month, outcome="agreed"),
        paid_href=talks_href(month, show="paid"),
        script_href=talks_href(month, script="used"),
        made_href=talks_href(month),
        calmer_href=talks_href(month, mood="calmer"),
        anxious_href=talks_href(month, mood="anxious"),
        open_href=waiting_href(),
        late_href=waiting_href(show="late"),
        missed_href=waiting_href(show="missed"),
        students_href=f"{reverse('students:list')}?assigned=1",
    )


def talks_href(month: Month, **asked: object) -> str:
    """The log of talks behind a number of this month."""
    return f"{reverse('day:talks')}?{month.query}&{urlencode(asked)}"


def waiting_href(**asked: object) -> str:
    """The deeds behind a number of what waits now."""
    tail = f"?{urlencode(asked)}" if asked else ""
    return f"{reverse('day:waiting')}{tail}"


def _sold_href(month: Month, **where: str) -> str:
    period = month.period
    asked = {**where, "from": period.from_on.isoformat(), "to": period.to_on.isoformat()}
    return f"{reverse('metrics:show', args=['repeat_sales'])}?{urlencode(asked)}"


def _opens(staff: Staff) -> bool:
    return has_right(staff, Right.SEE_NUMBERS)


def _duties(line: Line, month: Month, zone: ZoneInfo) -> tuple[Fact, ...]:
    """How many touches of each of the four duties were made."""
    queue = method.queue_settings()
    from_at, to_at = month.bounds(zone)
    staff_id = line.results.staff_id
    made = touches_by_kind(from_at=from_at, to_at=to_at, staff_id=staff_id)
    counts: Counter[str] = Counter()
    for deed in queue.deeds:
        counts[str(deed.duty)] += made.get(deed.key.value, 0)
    return tuple(
        Fact(
            duty.title,
            formats.integer(counts[duty.key.value], _language()),
            talks_href(month, staff=staff_id, duty=duty.key.value),
            duty.icon,
        )
        for duty in queue.duties
    )


def _my_sentence(line: Line, month: Month) -> str:
    """«Ноябрь: 84 разговора, продано на 128 900 ₽, 86% плана»."""
    talks = formats.counted(line.results.talks, _("talk|talks"), _language())
    sold = formats.money(line.sold_kopecks, _language())
    name = month.words[:1].upper() + month.words[1:]
    said = _("%(month)s: %(talks)s, sold for %(sold)s") % {
        "month": name,
        "talks": talks,
        "sold": sold,
    }
    if line.plan_share is None:
        return said
    share = formats.share(line.plan_share, _language(), is_approx=True)
    return _("%(said)s, %(share)s of the plan") % {"said": said, "share": share}


def _team_sentence(lines: tuple[Line, ...]) -> str:
    """The conclusion for the head: whether anybody drowns."""
    late = sum(line.results.late for line in lines)
    if not late:
        return _("Nobody is late today")
    deeds = formats.counted(late, _("overdue deed|overdue deeds"), _language())
    owned = [line.results for line in lines if line.results.late and not line.is_nobodys]
    if not owned:
        return _("%(deeds)s, all without an owner") % {"deeds": deeds}
    worst = max(owned, key=lambda row: row.late)
    return _("%(deeds)s, most of all with %(name)s: %(n)s") % {
        "deeds": deeds,
        "name": worst.name,
        "n": worst.late,
    }


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
