"""What the page of channels shows; every sum is the sum of the rows above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from types import MappingProxyType
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.facts.sales.queries.clicks import Placement, machine_clicks, placements
from provodnik.facts.sales.queries.launches import LaunchFunnel, launch_funnels
from provodnik.facts.sales.queries.offers import (
    CascadeStep,
    ObjectionRow,
    cascade_steps,
    top_objections,
)
from provodnik.facts.sales.queries.weeks import WarmedMonth, warmed
from provodnik.facts.sales.rules import FunnelStep, failing_step
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import Period
from provodnik.method import queries as method
from provodnik.reports.sales import (
    Profit,
    Reconciliation,
    RepeatSales,
    channel_funnels,
    profit,
    reconcile,
    repeat_sales,
)
from provodnik.reports.types import ChannelFunnel
from provodnik.web import formats
from provodnik.web.design.types import Figure, Metric, Unit, View
from provodnik.web.pages.channels.windows import Window, chosen, language

_PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Cell:
    """How many reached a step; `is_worst` loses the most, `is_break` loses everybody."""

    figure: Figure
    is_worst: bool
    is_break: bool


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel: its steps, what was paid of what was offered, its money and average cheque."""

    key: str
    name: str
    cells: tuple[Cell, ...]
    counts: tuple[int, ...]
    conversion: Figure
    money: Figure
    net_kopecks: int
    cheque_kopecks: int | None
    sales: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A line of the department's total with the window it sold in (R-097)."""

    title: str
    money: Figure
    months: int


@dataclass(frozen=True, slots=True)
class LaunchRow:
    """A launch with its dates in words; `days_left` while it is too early to judge."""

    launch: LaunchFunnel
    channel: str
    days: str
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Channels:
    """Everything the template needs."""

    sentence: str
    window: Window
    rows: tuple[ChannelRow, ...]
    total: ChannelRow
    groups: tuple[GroupLine, ...]
    lost_sales: int
    launches: tuple[LaunchRow, ...]
    profit: Profit
    parts: Reconciliation
    warmed: tuple[WarmedMonth, ...]
    placements: tuple[Placement, ...]
    clicks: tuple[View, ...]
    objections: tuple[tuple[ObjectionRow, str], ...]
    cascades: tuple[tuple[CascadeStep, str], ...]
    sales_metric: Metric
    conversion_metric: Metric
    sales_href: str
    platform_href: str
    as_of: datetime

    @property
    def failed_launch_id(self) -> int | None:
        """The launch to look into first: interest without money, and nobody asked why yet."""
        failed = (row.launch.launch_id for row in self.launches if row.launch.needs_analysis)
        return next(failed, None)

    @property
    def is_empty(self) -> bool:
        return not any(self.total.counts) and not self.total.sales and not self.launches


def channels(staff: Staff, *, asked: str, now: datetime, with_machines: bool = False) -> Channels:
    """Channels of the window; clicks of robots are added where asked for, apart otherwise.

    A fixed number of questions, whatever the sales.
    """
    zone = staff.school.timezone
    today = now.astimezone(ZoneInfo(zone)).date()
    window = chosen(asked, today)
    sold = repeat_sales(window.period, now=now)
    robots = machine_clicks(window.period, timezone=zone)
    funnels = channel_funnels(window.period, now=now)
    rows = _rows(sold, funnels, window.period, robots if with_machines else {})
    names = {one.key: one.name for one in funnels}
    launches = tuple(_launch(one, today, names) for one in launch_funnels() if any(one.counts))
    return Channels(
        sentence=_sentence(rows, sold, launches),
        window=window,
        rows=rows,
        total=_total(rows, sold, window.period),
        groups=_groups(sold, window.period),
        lost_sales=sum(row.sales for row in rows if not row.key),
        launches=launches,
        profit=profit(sold, window.period, timezone=zone),
        parts=reconcile(sold),
        warmed=tuple(warmed(window.period, timezone=zone)),
        placements=tuple(placements(_PLATFORM, window.period, timezone=zone)),
        clicks=_clicks(window, sum(robots.values()), with_machines=with_machines),
        objections=tuple(
            (one, _offers_href(window.period, objection=one.code))
            for one in top_objections(window.period, timezone=zone)[:5]
        ),
        cascades=tuple(
            (one, _offers_href(window.period, after=one.from_id, product=one.to_id))
            for one in cascade_steps(window.period, timezone=zone)
        ),
        sales_metric=_metric("repeat_sales"),
        conversion_metric=_metric("channel_conversion"),
        sales_href=_href("repeat_sales", window.period, {}),
        platform_href=_href("channel_conversion", window.period, {"channel": _PLATFORM}),
        as_of=sold.as_of,
    )


def table(shown: Channels) -> tuple[Sequence[str], list[Sequence[object]]]:
    """The channels' table for a spreadsheet: the same rows and sums as the screen, in roubles."""
    header = (
        _("Channel"),
        _("Offered"),
        _("Clicks"),
        _("Orders"),
        _("Paid"),
        _("Conversion, %"),
        _("Repeat sales, RUB"),
        _("Average cheque, RUB"),
    )
    return header, [_exported(row) for row in (*shown.rows, shown.total)]


def _exported(row: ChannelRow) -> Sequence[object]:
    share = row.conversion.amount
    return (
        row.name,
        *row.counts,
        "—" if share is None else _decimal(Fraction(share) * 100, 1),
        _decimal(Fraction(row.net_kopecks, 100), 2),
        "—" if row.cheque_kopecks is None else _decimal(Fraction(row.cheque_kopecks, 100), 2),
    )


def _decimal(value: Fraction, places: int) -> str:
    return f"{float(value):.{places}f}".replace(".", ",")


def _clicks(window: Window, robots: int, *, with_machines: bool) -> tuple[View, ...]:
    """Whose clicks are counted: people's, or robots' as well."""
    people = f"?window={window.key}"
    return (
        View(_("People only"), people, is_current=not with_machines),
        View(_("With robots"), f"{people}&clicks=all", count=robots, is_current=with_machines),
    )


def _rows(
    sold: RepeatSales,
    funnels: Sequence[ChannelFunnel],
    window: Period,
    robots: Mapping[str, int] = MappingProxyType({}),
) -> tuple[ChannelRow, ...]:
    """Every channel that the school has, then money that no channel claims."""
    parts = {part.key: part for part in sold.channels}
    named = {one.key: one for one in funnels}
    rows = []
    for key in [*named, *(key for key in parts if key not in named)]:
        one, part = named.get(key), parts.get(key)
        counts = (one.made, one.clicked, one.ordered, one.paid) if one else (0, 0, 0, 0)
        counts = (counts[0], counts[1] + robots.get(key, 0), *counts[2:])
        net, sales = (part.net_kopecks, part.n) if part else (0, 0)
        if not key and not any(counts) and not sales:
            continue
        name = (one.name if one else "") or (part.name if part else "") or _("Without a channel")
        rows.append(_row(key, name, counts, (net, sales), window))
    return tuple(rows)


def _row(
    key: str, name: str, counts: tuple[int, ...], money: tuple[int, int], window: Period
) -> ChannelRow:
    net, sales = money
    where = {"channel": key} if key else {}
    steps = dict(zip(FunnelStep, counts, strict=True))
    worst = failing_step(steps) if key else None
    href = _href("channel_conversion", window, where)
    made, clicked, _ordered, paid = counts
    return ChannelRow(
        key=key,
        name=name,
        cells=tuple(
            Cell(
                Figure(count, Unit.COUNT, href=href),
                is_worst=step is worst,
                is_break=step is worst and clicked > 0 and paid == 0,
            )
            for step, count in steps.items()
        ),
        counts=counts,
        conversion=Figure(Fraction(paid, made) if made else None, Unit.SHARE, href=href),
        money=Figure(net, Unit.KOPECKS, href=_href("repeat_sales", window, where)),
        net_kopecks=net,
        cheque_kopecks=round(net / sales) if sales else None,
        sales=sales,
    )


def _total(rows: Sequence[ChannelRow], sold: RepeatSales, window: Period) -> ChannelRow:
    """Sums of the rows. Paid of offered leaves out orders that no channel claims."""
    counts = tuple(sum(row.counts[step] for row in rows) for step in range(len(FunnelStep)))
    sales = sum(row.sales for row in rows)
    whole = _row("", _("In all"), counts, (sold.total.net_kopecks, sales), window)
    made = counts[0]
    paid = sum(row.counts[-1] for row in rows if row.key)
    share = replace(whole.conversion, amount=Fraction(paid, made) if made else None)
    return replace(whole, conversion=share)


def _groups(sold: RepeatSales, window: Period) -> tuple[GroupLine, ...]:
    return tuple(
        GroupLine(
            title=group.title,
            money=Figure(
                sold.group_kopecks(group.key),
                Unit.KOPECKS,
                href=_href("repeat_sales", window, {"by": "channel"}),
            ),
            months=sold.group_months(group.key),
        )
        for group in method.channels().groups
    )


def _sentence(rows: Sequence[ChannelRow], sold: RepeatSales, launches: Sequence[LaunchRow]) -> str:
    """The worst news first; without any, who sells best."""
    for row in launches:
        if row.launch.drops_at_payment:
            return _lost_all(row.launch.name, row.launch.clicked)
    for one in rows:
        if one.key and one.counts[1] and not one.counts[-1]:
            return _lost_all(one.name, one.counts[1])
    best = max(rows, key=lambda row: row.net_kopecks, default=None)
    if best is None or best.net_kopecks <= 0:
        return _("No repeat sales in these days")
    amount = formats.money(best.net_kopecks, language())
    whole = formats.money(sold.total.net_kopecks, language())
    return _("%(channel)s brought %(amount)s of %(whole)s") % {
        "channel": best.name,
        "amount": amount,
        "whole": whole,
    }


def _lost_all(name: str, clicked: int) -> str:
    clicks = formats.counted(clicked, _("click|clicks"), language())
    return _("“%(name)s” lost everybody at payment: %(clicks)s, 0 payments") % {
        "name": name,
        "clicks": clicks,
    }


def _launch(launch: LaunchFunnel, today: date, names: Mapping[str, str]) -> LaunchRow:
    known = method.channels().channel(launch.channel)
    last = launch.ends_on or launch.starts_on
    after_last = date.fromordinal(last.toordinal() + 1)
    return LaunchRow(
        launch=launch,
        channel=known.short if known else names.get(launch.channel, launch.channel),
        days=formats.day_range(launch.starts_on, after_last, today, language()),
        days_left=launch.days_left(today),
    )


def _href(metric: str, window: Period, where: dict[str, str]) -> str:
    query = {"from": window.from_on.isoformat(), "to": window.to_on.isoformat(), **where}
    return f"{reverse('metrics:show', args=[metric])}?{urlencode(query)}"


def _offers_href(window: Period, **where: object) -> str:
    """The offers of the window behind a number of refusals or of a cascade."""
    days = {"from": window.from_on.isoformat(), "to": window.to_on.isoformat()}
    return f"{reverse('path:offers')}?{urlencode({**where, **days})}"


def _metric(key: str) -> Metric:
    words = method.metric_words().metric(key)
    return Metric(key, words.title if words else key)
