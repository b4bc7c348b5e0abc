"""What the page of the base shows; every sum is the sum of the parts beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.facts.sales.base.queries.census import BandCount, Census, census
from provodnik.facts.sales.base.queries.months import (
    CostRow,
    Month,
    entered_costs,
    months,
    school_zone,
)
from provodnik.facts.sales.base.queries.segments import (
    SegmentRow,
    in_no_segment,
    segment_table,
)
from provodnik.facts.sales.base.types import Part
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import Period, add_months
from provodnik.method import queries as method
from provodnik.method.shapes.client_base import ReadySegment
from provodnik.method.types import Right
from provodnik.touches.campaigns.queries import CampaignRow, campaign_rows
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Figure, Unit
from provodnik.web.formats import Mark
from provodnik.web.pages.base import words
from provodnik.web.pages.base.monthly import Monthly, ProcessRow, monthly, processes


@dataclass(frozen=True, slots=True)
class PartFigure:
    """One of the four parts, in words, as a number that opens."""

    word: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment as a row; `formula` is its potential's three inputs in words."""

    row: SegmentRow
    size: Figure
    moved: str
    formula: str
    potential: Figure


@dataclass(frozen=True, slots=True)
class BandCell:
    """Buyers of one cell of RFM and what they brought; `step` shades it, 0..6."""

    people: Figure
    net_kopecks: int
    step: int


@dataclass(frozen=True, slots=True)
class BandRow:
    """A row of the table: how recently, and a cell for each frequency."""

    title: str
    cells: tuple[BandCell | None, ...]
    total: Figure


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Buyers of a band of money."""

    title: str
    people: Figure
    net_kopecks: int


@dataclass(frozen=True, slots=True)
class BasePage:
    """Everything the template needs."""

    sentence: str
    census: Census
    total: Figure
    parts: tuple[PartFigure, ...]
    per_contact_kopecks: int | None
    segments: tuple[SegmentLine, ...]
    in_none: Figure
    ready: tuple[ReadySegment, ...]
    campaigns: tuple[CampaignRow, ...]
    recencies: tuple[BandRow, ...]
    frequencies: tuple[str, ...]
    monies: tuple[MoneyRow, ...]
    monthly: Monthly
    processes: tuple[ProcessRow, ...]
    costs: tuple[CostRow, ...]
    may_edit: bool
    may_run: bool
    sees_people: bool
    sees_money: bool


def base_page(staff: Staff, *, now: datetime) -> BasePage:
    """The whole page. A fixed number of queries, whatever the base."""
    counted, zone = census(now=now), school_zone()
    segments = segment_table(now=now)
    sees_people = has_right(staff, Right.SEE_ALL_STUDENTS)
    sees_money = has_right(staff, Right.SEE_MONEY)
    asleep = segments.potential(counted.parts[Part.SLEEPING])
    link = Link(sees_people)
    shown, told = months(now=now, zone=zone), list(campaign_rows(now=now))
    history = monthly(shown, _window(shown), now=now)
    taken = {row.name for row in segments.rows}
    return BasePage(
        sentence=_sentence(counted, asleep if sees_money else None),
        census=counted,
        total=Figure(counted.total, Unit.COUNT, href=link.to()),
        parts=tuple(
            PartFigure(words.part_words(part), Figure(n, Unit.COUNT, href=link.to(part=part.value)))
            for part, n in counted.parts.items()
        ),
        per_contact_kopecks=counted.per_contact_kopecks,
        segments=tuple(_segment(row, link) for row in segments.rows),
        in_none=Figure(in_no_segment(), Unit.COUNT, href=link.to(segment=0)),
        ready=tuple(one for one in method.base_settings().ready if one.title not in taken),
        campaigns=tuple(told),
        recencies=_recencies(counted.bands, link),
        frequencies=tuple(band.title for band in method.base_settings().frequency),
        monies=_monies(counted.bands, link),
        monthly=history,
        processes=processes(shown, history),
        costs=tuple(entered_costs(zone=zone)),
        may_edit=has_right(staff, Right.EDIT_SEGMENTS),
        may_run=has_right(staff, Right.RUN_CAMPAIGNS),
        sees_people=sees_people,
        sees_money=sees_money,
    )


@dataclass(frozen=True, slots=True)
class Link:
    """Where a number of people opens; nowhere for who may not see them."""

    sees_people: bool

    def to(self, **asked: object) -> str:
        if not self.sees_people:
            return ""
        query = urlencode({name: value for name, value in asked.items() if value is not None})
        return reverse("base:people") + (f"?{query}" if query else "")


def formula(row: SegmentRow) -> str:
    """«212 × 6,5% × 13 100 ₽», an unknown input as «—»."""
    told, lang = row.inputs, words.language()
    conversion = formats.share(told.conversion_share, lang)
    cheque = (
        formats.UNDEFINED
        if told.cheque_kopecks is None
        else formats.money(told.cheque_kopecks, lang)
    )
    return f"{formats.integer(told.size, lang)} × {conversion} × {cheque}"


def potential_figure(row: SegmentRow, href: str = "") -> Figure:
    """The potential with its mark: an estimate, never a promise."""
    why = _("No offers or repeat orders to count from yet")
    amount = row.potential_kopecks
    return Figure(
        amount, Unit.KOPECKS, href=href, mark=Mark.APPROX, why="" if amount is not None else why
    )


def _segment(row: SegmentRow, link: Link) -> SegmentLine:
    change = row.entered - row.left
    return SegmentLine(
        row=row,
        size=Figure(row.size, Unit.COUNT, href=link.to(segment=row.segment_id)),
        moved=formats.signed(change, words.language()) if change else "0",
        formula=formula(row),
        potential=potential_figure(row, reverse("base:segment", args=[row.segment_id])),
    )


def _recencies(bands: Sequence[BandCount], link: Link) -> tuple[BandRow, ...]:
    settings = method.base_settings()
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    for one in bands:
        key = (one.recency, one.frequency)
        known = cells.get(key, (0, 0))
        cells[key] = known[0] + one.people, known[1] + one.net_kopecks
    largest = max((people for people, _net in cells.values()), default=0)
    return tuple(
        BandRow(
            title=band.title,
            cells=tuple(
                _cell(cells.get((r, f)), largest, link.to(r=r, f=f))
                for f in range(len(settings.frequency))
            ),
            total=Figure(
                sum(people for (row, _f), (people, _net) in cells.items() if row == r),
                Unit.COUNT,
                href=link.to(r=r),
            ),
        )
        for r, band in enumerate(settings.recency)
    )


def _cell(counted: tuple[int, int] | None, largest: int, href: str) -> BandCell | None:
    if counted is None:
        return None
    people, net = counted
    return BandCell(Figure(people, Unit.COUNT, href=href), net, step=1 + 3 * people // largest)


def _monies(bands: Sequence[BandCount], link: Link) -> tuple[MoneyRow, ...]:
    rows = []
    for place, band in enumerate(method.base_settings().money):
        mine = [one for one in bands if one.money == place]
        people = Figure(sum(one.people for one in mine), Unit.COUNT, href=link.to(m=place))
        rows.append(MoneyRow(band.title, people, sum(one.net_kopecks for one in mine)))
    return tuple(rows)


def _sentence(counted: Census, worth: int | None) -> str:
    """Who sleeps and what they are worth; without sleepers, how large the base is."""
    lang = words.language()
    asleep = counted.parts[Part.SLEEPING]
    if not counted.total:
        return _("The base is empty: load contacts, and its parts appear here")
    if not asleep:
        whole = formats.counted(counted.total, _("contact|contacts"), lang)
        return _("%(people)s in the base, nobody sleeps") % {"people": whole}
    people = formats.counted(asleep, _("contact sleeps|contacts sleep"), lang)
    if worth is None:
        return _("%(people)s in the base") % {"people": people}
    told = formats.marked(formats.money(worth, lang), Mark.APPROX, lang)
    return _("%(people)s in the base, worth %(worth)s") % {"people": people, "worth": told}


def _window(shown: Sequence[Month]) -> Period | None:
    """The days the shares of revenue are asked about: those of the months shown."""
    if not shown:
        return None
    return Period(shown[0].month_on, add_months(shown[-1].month_on, 1))
