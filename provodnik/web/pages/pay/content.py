"""What the pages of pay show. Everything is read before the template begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.decisions.pay import queries, rules
from provodnik.decisions.pay.queries.counting import bounds
from provodnik.decisions.pay.types import Line, LineKind, Sheet, Slip
from provodnik.kernel import schools
from provodnik.kernel.periods import Period, add_months, month_of
from provodnik.lake import services as lake
from provodnik.metrics.change import Change, Changes
from provodnik.metrics.figures import Money, Share
from provodnik.metrics.measurement import Measurement
from provodnik.web import formats
from provodnik.web.ab_rows import number_href
from provodnik.web.design.types import Bar, View
from provodnik.web.pages.pay import words

_CHART_MONTHS = 12


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A line as it is printed; without `href` there are no rows behind it."""

    title: str
    note: str
    kopecks: int
    href: str
    is_loss: bool


@dataclass(frozen=True, slots=True)
class SlipPage:
    """A month of one person."""

    slip: Slip
    sentence: str
    month_on: date
    months: Sequence[View]
    lines: Sequence[SlipLine]
    raises: Sequence[str]
    bars: Sequence[Bar]
    is_closed: bool
    quality: str
    quality_kopecks: int


@dataclass(frozen=True, slots=True)
class Payroll:
    """Two lines that are never mixed: the share of costs, and roubles a month (R-201)."""

    share: str
    share_change: str
    share_href: str
    change: str
    change_href: str
    mean: str


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the team's month. Kopecks; the three parts make the total."""

    slip: Slip
    base: int
    quality: int
    rest: int


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A month of the team."""

    sheet: Sheet
    sentence: str
    month: Period
    months: Sequence[View]
    payroll: Payroll
    is_over: bool
    people: Sequence[Person]

    @property
    def is_open(self) -> bool:
        return self.sheet.closed_at is None


def slip_page(slip: Slip, month_on: date, *, today: date) -> SlipPage:
    """One person's month with what would raise it and how income went."""
    closed = set(queries.closed_months())
    scheme = queries.scheme_for(month_on)
    base, is_closed = slip.of(LineKind.BASE), month_on in closed
    raises = [] if is_closed else rules.raises(base, slip.lines, bounds(scheme))
    return SlipPage(
        slip=slip,
        sentence=_slip_sentence(slip, month_on, today=today, is_closed=is_closed),
        month_on=month_on,
        months=months_of(month_on, today),
        lines=[_line(slip.staff_id, line, month_on) for line in slip.lines],
        raises=[words.raise_words(one) for one in raises],
        bars=_bars(queries.incomes(slip.staff_id)[-_CHART_MONTHS:], slip.staff_id, today),
        is_closed=is_closed,
        quality=f"×{formats.number(slip.coefficient, words.language(), decimals=2)}",
        quality_kopecks=slip.of(LineKind.KPI),
    )


def sheet_page(month_on: date, *, today: date, now: datetime) -> SheetPage:
    """The team's month. A fixed number of queries, whatever the team."""
    sheet, month = queries.sheet(month_on), month_of(month_on)
    return SheetPage(
        sheet=sheet,
        sentence=_sheet_sentence(sheet, today),
        month=month,
        months=months_of(month_on, today),
        payroll=_payroll(month, now=now),
        is_over=today >= month.to_on,
        people=[_person(slip) for slip in sheet.slips],
    )


def months_of(month_on: date, today: date) -> list[View]:
    """This month and the five before it, as choices."""
    this = month_of(today).from_on
    shown = [add_months(this, -back) for back in range(6)]
    return [
        View(
            name=words.month_words(one, today),
            href=f"?month={one:%Y-%m}",
            is_current=one == month_on,
        )
        for one in shown
    ]


def _slip_sentence(slip: Slip, month_on: date, *, today: date, is_closed: bool) -> str:
    month = month_of(month_on)
    told = {
        "month": words.month_words(month_on, today),
        "money": words.money(slip.total_kopecks),
    }
    if is_closed or today >= month.to_on:
        return _("%(month)s: %(money)s") % told
    passed = rules.passed_share(month.from_on, month.to_on, today)
    ahead = rules.forecast(slip.lines, passed=passed)
    about = formats.money(round(ahead, -5), words.language())
    return _("%(month)s: %(money)s so far, about %(ahead)s ahead") % {**told, "ahead": about}


def _sheet_sentence(sheet: Sheet, today: date) -> str:
    told = {
        "month": words.month_words(sheet.month_on, today),
        "money": words.money(sheet.total_kopecks),
        "paid": sheet.paid_people,
        "all": len(sheet.slips),
    }
    if not sheet.slips:
        return _("%(month)s: nobody is paid by a scheme yet") % told
    return _("%(month)s: %(money)s, paid %(paid)s of %(all)s") % told


def _person(slip: Slip) -> Person:
    base, quality = slip.of(LineKind.BASE), slip.of(LineKind.KPI)
    return Person(slip, base, quality, slip.total_kopecks - base - quality)


def _line(staff_id: int, line: Line, month_on: date) -> SlipLine:
    href = ""
    if line.metric and line.kind is not LineKind.CORRECTION:
        path = reverse("pay:rows", args=[staff_id, line.kind.value, line.key])
        href = f"{path}?{urlencode({'month': f'{month_on:%Y-%m}'})}"
    return SlipLine(
        title=words.title(line),
        note=words.note(line),
        kopecks=line.amount_kopecks,
        href=href,
        is_loss=line.amount_kopecks < 0,
    )


def _bars(months: Sequence[tuple[date, int]], staff_id: int, today: date) -> list[Bar]:
    path = reverse("pay:slip", args=[staff_id])
    return [
        Bar(
            label=words.month_words(month_on, today),
            parts=(kopecks,),
            total=formats.money_short(kopecks, words.language()),
            href=f"{path}?month={month_on:%Y-%m}",
        )
        for month_on, kopecks in months
    ]


def _payroll(month: Period, *, now: datetime) -> Payroll:
    """How the month's payroll stands to the month before, from approved pay."""
    before = month.previous()
    with lake.together():
        share, change = (_measured(name, month, before, now) for name in _PAYROLL)
    return Payroll(
        share=_share_text(share),
        share_change=_change_text(share.change),
        share_href=number_href("payroll_share", month),
        change=_moved_text(change),
        change_href=number_href("payroll_change", month),
        mean=_money_text(change, "mean_pay"),
    )


_PAYROLL = ("payroll_share", "payroll_change")


def _measured(name: str, month: Period, before: Period, now: datetime) -> Measurement:
    return lake.measure(
        name,
        school_id=schools.current(),
        period_from=month.from_on,
        period_to=month.to_on,
        versus=(before.from_on, before.to_on) if name == "payroll_share" else None,
        now=now,
    )


def _share_text(told: Measurement) -> str:
    share = told.value if isinstance(told.value, Share) else None
    if share is None or share.number is None:
        return formats.UNDEFINED
    return formats.share(share.number, words.language())


def _change_text(told: Changes) -> str:
    if not isinstance(told, Change) or not isinstance(told.points, int | float):
        return ""
    points = formats.signed(told.points, words.language(), decimals=1)
    return _("%(relative)s (%(points)s p.p.)") % {"relative": told.text, "points": points}


def _moved_text(told: Measurement) -> str:
    change = told.value.get("change") if isinstance(told.value, Mapping) else None
    if not isinstance(change, Money):
        return formats.UNDEFINED
    kopecks = int(change.kopecks)
    sign = "+" if kopecks > 0 else ""
    return _("%(money)s a month") % {"money": sign + formats.money(kopecks, words.language())}


def _money_text(told: Measurement, name: str) -> str:
    found = told.value.get(name) if isinstance(told.value, Mapping) else None
    if not isinstance(found, Money):
        return formats.UNDEFINED
    return formats.money(int(found.kopecks), words.language())
