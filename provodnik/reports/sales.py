"""Repeat sales of a window as the owner reads them: by month, channel and person.

Every part is counted by the same metric, so the parts sum to the total.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from provodnik.facts.sales.models import Channel, Order
from provodnik.facts.sales.queries.profit import RepeatCosts, repeat_costs
from provodnik.kernel import schools
from provodnik.kernel.periods import Period, month_of
from provodnik.lake import services as lake
from provodnik.metrics.figures import Count, Money, Value
from provodnik.metrics.measurement import Measurement, Row
from provodnik.reports.types import ChannelFunnel, SalesPart

type Channels = Mapping[str, Channel]


@dataclass(frozen=True, slots=True)
class RepeatSales:
    """One window's repeat sales. Kopecks, net of refunds unless named otherwise.

    `by_month` gives each month's money by line of the total: «platform»,
    «coordinators», empty for channels outside both.
    """

    total: SalesPart
    channels: tuple[SalesPart, ...]
    people: tuple[SalesPart, ...]
    by_month: Mapping[date, Mapping[str, int]]
    as_of: datetime

    def group_kopecks(self, group: str) -> int:
        return sum(part.net_kopecks for part in self.channels if part.group == group)

    def group_months(self, group: str) -> int:
        """How many months the line sold in: the windows of lines differ (R-097)."""
        return sum(1 for parts in self.by_month.values() if parts.get(group))


@dataclass(frozen=True, slots=True)
class Profit:
    """Three figures of repeat sales that are never mixed (R-109). Kopecks.

    Revenue is net of refunds; gross profit is less the direct costs of what was sold;
    contribution is less what the department spent and was paid.
    """

    revenue_kopecks: int
    costs: RepeatCosts

    @property
    def gross_profit_kopecks(self) -> int:
        return self.revenue_kopecks - self.costs.direct_kopecks

    @property
    def contribution_kopecks(self) -> int:
        spent = self.costs.overhead_kopecks + self.costs.pay_kopecks
        return self.gross_profit_kopecks - spent


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Whether the parts make the whole: by channel and by person (R-098). Kopecks."""

    total_kopecks: int
    channels_kopecks: int
    people_kopecks: int
    without_channel: int

    @property
    def is_whole(self) -> bool:
        """The sums agree, and no sale stands outside the channels."""
        sums = {self.total_kopecks, self.channels_kopecks, self.people_kopecks}
        return len(sums) == 1 and not self.without_channel


def profit(sold: RepeatSales, window: Period, *, timezone: str) -> Profit:
    """Revenue, gross profit and contribution of a window's repeat sales. One query."""
    return Profit(sold.total.net_kopecks, repeat_costs(window, timezone=timezone))


def reconcile(sold: RepeatSales) -> Reconciliation:
    """The parts beside the whole. No question asked."""
    return Reconciliation(
        total_kopecks=sold.total.net_kopecks,
        channels_kopecks=sum(part.net_kopecks for part in sold.channels),
        people_kopecks=sum(part.net_kopecks for part in sold.people),
        without_channel=sum(part.n for part in sold.channels if not part.key),
    )


def kopecks_by(dimension: str, window: Period, *, now: datetime) -> dict[str, int]:
    """Net repeat sales of a window by channel or person. One question to the lake."""
    rows = _ask(window, dimension, now).rows
    return {row.dims[dimension] or "": _kopecks(row.figures.get("net")) for row in rows}


def has_orders() -> bool:
    """Whether the school has loaded any order yet."""
    return Order.objects.exists()


def repeat_sales(window: Period, *, now: datetime) -> RepeatSales:
    """Two questions to the lake and one for each month of the window."""
    channels = {channel.key: channel for channel in Channel.objects.all()}
    measured = _ask(window, "channel", now)
    parts = [_of_channel(row, channels) for row in measured.rows]
    people = [
        _part(row.dims["staff"] or "", row.dims["staff"] or "", row.figures)
        for row in _ask(window, "staff", now).rows
    ]
    total = measured.value if isinstance(measured.value, Mapping) else {}
    return RepeatSales(
        total=_part("", "", total),
        channels=tuple(sorted(parts, key=_most_first)),
        people=tuple(sorted(people, key=_most_first)),
        by_month={month: _by_group(month_of(month), channels, now) for month in window.months()},
        as_of=measured.as_of,
    )


def channel_funnels(window: Period, *, now: datetime) -> list[ChannelFunnel]:
    """Each channel's steps with the money it brought, in the school's order of channels.

    A channel the school has but nobody used is there with zeros; orders that name no
    channel make a last row with an empty key.
    """
    channels = {channel.key: channel for channel in Channel.objects.order_by("position", "key")}
    conversions = {row.dims["channel"] or "": row.figures for row in _conversion(window, now).rows}
    money = {row.dims["channel"] or "": row.figures for row in _ask(window, "channel", now).rows}
    keys = [*channels, *(key for key in conversions if key not in channels)]
    return [
        ChannelFunnel(
            key=key,
            name=channels[key].name if key in channels else key,
            made=_count(conversions.get(key, {}).get("made")),
            clicked=_count(conversions.get(key, {}).get("clicked")),
            ordered=_count(conversions.get(key, {}).get("ordered")),
            paid=_count(conversions.get(key, {}).get("paid")),
            net_kopecks=_kopecks(money.get(key, {}).get("net")),
        )
        for key in keys
    ]


def _ask(window: Period, by: str, now: datetime) -> Measurement:
    return lake.measure(
        "repeat_sales",
        school_id=schools.current(),
        period_from=window.from_on,
        period_to=window.to_on,
        by=by,
        now=now,
    )


def _conversion(window: Period, now: datetime) -> Measurement:
    return lake.measure(
        "channel_conversion",
        school_id=schools.current(),
        period_from=window.from_on,
        period_to=window.to_on,
        now=now,
    )


def _by_group(month: Period, channels: Channels, now: datetime) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in _ask(month, "channel", now).rows:
        part = _of_channel(row, channels)
        sums[part.group] = sums.get(part.group, 0) + part.net_kopecks
    return sums


def _of_channel(row: Row, channels: Channels) -> SalesPart:
    key = row.dims["channel"] or ""
    channel = channels.get(key)
    name, group = (channel.name, channel.group) if channel else (key, "")
    return _part(key, name, row.figures, group)


def _part(key: str, name: str, figures: Mapping[str, Value], group: str = "") -> SalesPart:
    return SalesPart(
        key=key,
        name=name,
        net_kopecks=_kopecks(figures.get("net")),
        gross_kopecks=_kopecks(figures.get("gross")),
        refunds_kopecks=_kopecks(figures.get("refunds")),
        n=_count(figures.get("n")),
        group=group,
    )


def _most_first(part: SalesPart) -> int:
    return -part.net_kopecks


def _kopecks(value: Value | None) -> int:
    return int(value.kopecks) if isinstance(value, Money) else 0


def _count(value: Value | None) -> int:
    return value.count if isinstance(value, Count) else 0
