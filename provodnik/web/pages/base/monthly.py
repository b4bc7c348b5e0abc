"""The base month by month: growth, share of revenue, offers, cost of buyers, bad processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.facts.sales.base.queries.months import Month
from provodnik.facts.sales.base.rules import bad_run, cost_of_one
from provodnik.kernel import schools
from provodnik.kernel.periods import Period, month_of
from provodnik.lake import services as lake
from provodnik.method import queries as method
from provodnik.method.shapes.client_base import Process
from provodnik.method.types import Direction
from provodnik.metrics.figures import Share
from provodnik.web import formats
from provodnik.web.pages.base import words


@dataclass(frozen=True, slots=True)
class BaseShare:
    """Parts of a month's revenue: of all known before it, and of those who had paid before."""

    known: float | None = None
    repeat: float | None = None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month in figures and words. Shares are 0..1; kopecks a buyer."""

    month: Month
    title: str
    base_share: float | None
    repeat_share: float | None
    is_base_met: bool
    offers_each: str
    new_buyer_kopecks: int | None
    repeat_buyer_kopecks: int | None
    is_current: bool
    share_href: str
    joined_href: str
    offers_href: str


@dataclass(frozen=True, slots=True)
class Monthly:
    """Months, the latest first, and the benchmark of the share."""

    rows: tuple[MonthRow, ...]
    benchmark_percent: int
    offers_limit: int
    limit_days: int

    @property
    def current(self) -> MonthRow | None:
        return self.rows[0] if self.rows else None

    @property
    def last_whole(self) -> MonthRow | None:
        return self.rows[1] if len(self.rows) > 1 else None


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process by month: its values in words, and for how many months in a row it is bad."""

    title: str
    threshold: str
    months: tuple[tuple[str, str, bool, str], ...]
    run: int
    is_red: bool


def monthly(shown: Sequence[Month], window: Period | None, *, now: datetime) -> Monthly:
    """The months with their shares of revenue from the base: one question to the lake."""
    settings = method.base_settings()
    limits = method.offer_gates().limits
    shares = _base_shares(window, now=now) if window else {}
    rows = tuple(
        _row(
            one,
            shares.get(one.month_on, BaseShare()),
            shown[-1].month_on,
            settings.base_share_percent,
        )
        for one in reversed(shown)
    )
    return Monthly(rows, round(settings.base_share_percent), limits.per_window, limits.window_days)


def processes(shown: Sequence[Month], told: Monthly) -> tuple[ProcessRow, ...]:
    """Each watched process over the whole months shown; red after a run of bad ones (R-277)."""
    shares = {row.month.month_on: row.base_share for row in told.rows}
    return tuple(
        process_row(one, [(m.month_on, _value(str(one.key), m, shares)) for m in shown[:-1]])
        for one in method.base_settings().processes
    )


def process_row(one: Process, values: Sequence[tuple[date, float | None]]) -> ProcessRow:
    """One process of the method over its months, the oldest first."""
    bad = [_is_bad(one, value) for _month, value in values]
    run = bad_run(bad)
    lang = words.language()
    line = _("at least %(share)s") if one.better is Direction.UP else _("at most %(share)s")
    return ProcessRow(
        title=one.title,
        threshold=line % {"share": formats.share(one.percent / 100, lang)},
        months=tuple(
            (
                formats.month(on, values[-1][0], lang),
                formats.share(value, lang),
                bool(is_bad),
                _process_href(str(one.key), on),
            )
            for (on, value), is_bad in zip(values, bad, strict=True)
        ),
        run=run,
        is_red=run >= method.base_settings().bad_periods,
    )


def _is_bad(one: Process, value: float | None) -> bool | None:
    if value is None:
        return None
    limit = one.percent / 100
    return value < limit if one.better is Direction.UP else value > limit


def _value(key: str, month: Month, shares: Mapping[date, float | None]) -> float | None:
    """A process's share of a month; None where there is nothing to divide by."""
    match key:
        case "base_share":
            return shares.get(month.month_on)
        case "offer_conversion":
            return month.offers_paid / month.offers if month.offers else None
        case "refunds":
            received = month.received_kopecks
            return month.refunded_kopecks / received if received else None
        case "unsubscribes":
            told = month.subscribers + month.unsubscribed
            return month.unsubscribed / told if told else None
        case _:
            return None


def _row(month: Month, share: BaseShare, today: date, benchmark: float) -> MonthRow:
    lang, is_current = words.language(), month.month_on == today
    each = month.offers_per_subscriber
    return MonthRow(
        month=month,
        title=formats.month(month.month_on, today, lang),
        base_share=share.known,
        repeat_share=share.repeat,
        is_base_met=share.known is not None and share.known * 100 >= benchmark,
        offers_each=formats.UNDEFINED if each is None else formats.number(each, lang, decimals=2),
        new_buyer_kopecks=cost_of_one(month.new_cost_kopecks, month.new_buyers),
        repeat_buyer_kopecks=cost_of_one(month.repeat_cost_kopecks, month.repeat_buyers),
        is_current=is_current,
        share_href=_number_href("base_revenue_share", month.month_on),
        joined_href=f"{reverse('base:people')}?joined={month.month_on:%Y-%m}",
        offers_href=_offers_href(month.month_on),
    )


def _number_href(metric: str, on: date) -> str:
    return f"{reverse('metrics:show', args=[metric])}?{urlencode(_days(on))}"


def _offers_href(on: date) -> str:
    return f"{reverse('path:offers')}?{urlencode(_days(on))}"


def _days(on: date) -> dict[str, str]:
    month = month_of(on)
    return {"from": month.from_on.isoformat(), "to": month.to_on.isoformat()}


def _process_href(key: str, on: date) -> str:
    """Where a month of a watched process opens; unsubscribed contacts are in the base."""
    match key:
        case "offer_conversion":
            return _offers_href(on)
        case "refunds":
            return _number_href("refund_share", on)
        case "base_share":
            return _number_href("base_revenue_share", on)
        case _:
            return reverse("base:people")


def _base_shares(window: Period, *, now: datetime) -> dict[date, BaseShare]:
    """Share of each month's revenue from people the school knew before it."""
    measured = lake.measure(
        "base_revenue_share",
        school_id=schools.current(),
        period_from=window.from_on,
        period_to=window.to_on,
        by="month",
        now=now,
    )
    return {
        date.fromisoformat(f"{row.dims['month']}-01"): BaseShare(
            _number(row.figures["known_contacts"]), _number(row.figures["repeat_buyers"])
        )
        for row in measured.rows
    }


def _number(value: object) -> float | None:
    return float(value.number) if isinstance(value, Share) and value.number is not None else None
