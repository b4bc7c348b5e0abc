"""What the owner's home shows, in the order it is read: sentence, deeds, money, A → B, cohorts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import Period, add_months, month_of
from provodnik.method import queries as method
from provodnik.method.types import Right, Sentence
from provodnik.method.words import fill
from provodnik.reports import figures, programme
from provodnik.reports.counting import TO_DATE
from provodnik.reports.sales import RepeatSales, channel_funnels, has_orders, repeat_sales
from provodnik.reports.types import AbFigure, ChannelFunnel, ProgrammeRow
from provodnik.signals.queries import SignalRow, open_signals
from provodnik.web import formats
from provodnik.web.ab_rows import ab_row, number_href
from provodnik.web.access import has_right
from provodnik.web.design.types import (
    AbRow,
    Action,
    Bar,
    Direction,
    Figure,
    Metric,
    PersonCard,
    Series,
    Unit,
)
from provodnik.web.pages.owner.programme import Course, course

COLUMNS_MONTHS = 4


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel: its money, its bar against the largest, made → paid and the share of it."""

    name: str
    figure: Figure
    bar_share: Fraction
    made: int
    paid: int
    conversion: Figure


@dataclass(frozen=True, slots=True)
class DeedLine:
    """Something that waits for the owner, from an open signal."""

    title: str
    text: str
    action: Action | None
    tone: str


@dataclass(frozen=True, slots=True)
class Home:
    """Everything the template needs; nothing in it can query."""

    sentence: str
    basis_note: str
    load_action: Action | None
    window: Period
    window_words: str
    was_label: str
    now_label: str
    programme: ProgrammeRow | None
    course: Course | None
    may_edit: bool
    as_of: datetime
    total: Figure
    is_from_zero: bool
    groups: tuple[Series, ...]
    bars: tuple[Bar, ...]
    bars_label: str
    deeds: tuple[DeedLine, ...]
    ab_rows: tuple[AbRow, ...]
    at_target: int
    with_target: int
    channels: tuple[ChannelLine, ...]
    no_channel: Figure | None
    people: tuple[tuple[PersonCard, int, Figure], ...]
    people_total: Figure
    people_payments: int
    broken: tuple[tuple[ChannelFunnel, str], ...]
    sales_metric: Metric
    conversion_metric: Metric
    retention_metric: Metric

    @property
    def is_empty(self) -> bool:
        return self.load_action is not None


def home(staff: Staff, *, now: datetime) -> Home:
    """The owner's home of the current school. A fixed number of questions, whatever the sales."""
    zone = ZoneInfo(staff.school.timezone)
    today = now.astimezone(zone).date()
    opened = programme.open_row()
    window = Period(opened.starts_on, opened.ends_on) if opened else _default_window(today)
    sold = repeat_sales(window, now=now)
    funnels = channel_funnels(window, now=now)
    ab = figures.ab_figures(opened, now=now) if opened else []
    way = course(opened, today)
    may_edit = has_right(staff, Right.FIX_POINT_A)
    rows = tuple(_row(figure, window, sold, today, may_edit=may_edit) for figure in ab)
    is_empty = not has_orders()
    is_from_zero = _was_zero(ab) and sold.total.net_kopecks > 0
    return Home(
        sentence=_sentence(opened, sold, is_empty=is_empty, is_from_zero=is_from_zero),
        basis_note=method.home_words().basis_note,
        load_action=Action(_("Load orders"), reverse("imports:list")) if is_empty else None,
        window=window,
        window_words=formats.day_range(window.from_on, window.to_on, today, _language()),
        was_label=_dated(_("Before, %(day)s"), window.previous().last_on, today),
        now_label=_dated(_("Now, %(day)s"), min(today, window.last_on), today),
        programme=opened,
        course=way,
        may_edit=may_edit,
        as_of=sold.as_of,
        total=_money(sold.total.net_kopecks, window),
        is_from_zero=is_from_zero,
        groups=_groups(sold, window),
        bars=_bars(sold, today, way.marks() if way else {}),
        bars_label=_bars_label(sold, today),
        deeds=tuple(_deed(row) for row in open_signals(limit=4)),
        ab_rows=rows,
        at_target=sum(1 for row in rows if _is_reached(row)),
        with_target=sum(1 for row in rows if row.target is not None),
        channels=_channels(sold, funnels, window),
        no_channel=_no_channel(sold, window),
        people=tuple(
            (PersonCard(part.name), part.n, _money(part.net_kopecks, window, staff=part.key))
            for part in sold.people
            if part.key
        ),
        people_total=_money(sum(part.net_kopecks for part in sold.people if part.key), window),
        people_payments=sum(part.n for part in sold.people if part.key),
        broken=tuple(
            (one, number_href("channel_conversion", window, channel=one.key))
            for one in funnels
            if one.key and one.clicked and not one.paid
        ),
        sales_metric=_metric("repeat_sales"),
        conversion_metric=_metric("channel_conversion"),
        retention_metric=_metric("cohort_retention"),
    )


def _deed(row: SignalRow) -> DeedLine:
    try:
        action = Action(row.action, reverse(row.page))
    except NoReverseMatch:
        action = None
    return DeedLine(row.title, row.text, action, row.tone)


def _metric(key: str) -> Metric:
    words = method.metric_words().metric(key)
    return Metric(key, words.title if words else key)


def _dated(text: str, on: date, today: date) -> str:
    return text % {"day": formats.day_words(on, today, _language())}


def _default_window(today: date) -> Period:
    """Without a programme: the last four months, this one included."""
    last = month_of(today)
    return Period(add_months(last.from_on, 1 - COLUMNS_MONTHS), last.to_on)


def _sentence(
    opened: ProgrammeRow | None, sold: RepeatSales, *, is_empty: bool, is_from_zero: bool
) -> str:
    """The first sentence that can be proved. The method speaks Russian; English has its own."""
    amount = formats.money(sold.total.net_kopecks, _language())
    if _language() != "ru":
        return _("Repeat sales: %(amount)s") % {"amount": amount}
    if is_empty:
        key = Sentence.OWNER_NOTHING_LOADED
    elif opened is None or opened.point_a_fixed_at is None:
        key = Sentence.OWNER_NO_POINT_A
    elif is_from_zero:
        key = Sentence.OWNER_FROM_ZERO
    else:
        key = Sentence.OWNER_PLAIN
    values: dict[str, str | int | float] = {
        "now_kopecks": sold.total.net_kopecks,
        "window": _months_words(len(sold.by_month)),
    }
    return fill(method.home_words().sentence(key).text, values)


def _months_words(months: int) -> str:
    return formats.counted(months, _("month|months"), _language())


def _was_zero(ab: Sequence[AbFigure]) -> bool:
    was = next((figure.was for figure in ab if figure.row == "repeat_total"), None)
    return was is not None and was.amount == 0


def _groups(sold: RepeatSales, window: Period) -> tuple[Series, ...]:
    """The two lines of the total, each with the months it sold in (R-097)."""
    return tuple(
        Series(
            name=_("%(group)s, over %(months)s")
            % {
                "group": group.title.lower(),
                "months": _months_words(sold.group_months(group.key)),
            },
            figure=formats.money(sold.group_kopecks(group.key), _language()),
            href=number_href("repeat_sales", window, by="channel"),
        )
        for group in reversed(method.channels().groups)
    )


def _row(
    figure: AbFigure, window: Period, sold: RepeatSales, today: date, *, may_edit: bool
) -> AbRow:
    """A row with its own window: lines of the total sold in different months (R-358)."""
    group = next(
        (row.group for row in method.metric_words().point_rows if row.key == figure.row), None
    )
    months = sum(1 for month in window.months() if month <= today)
    if group is not None:
        months = sold.group_months(str(group))
    return ab_row(
        figure,
        window,
        today=today,
        months=None if figure.metric in TO_DATE else months,
        edit_href=reverse("goals:success", args=[figure.row]) if may_edit else "",
    )


def _bars(sold: RepeatSales, today: date, marks: Mapping[date, str]) -> tuple[Bar, ...]:
    keys = [group.key for group in reversed(method.channels().groups)]
    return tuple(
        Bar(
            label=formats.month(month, today, _language()),
            parts=tuple(max(0, sums.get(key, 0)) for key in keys),
            total=formats.money_short(sum(sums.values()), _language()),
            href=number_href("repeat_sales", month_of(month)),
            mark=marks.get(month, ""),
        )
        for month, sums in sold.by_month.items()
    )


def _bars_label(sold: RepeatSales, today: date) -> str:
    return ", ".join(
        f"{formats.month(month, today, _language())}"
        f" {formats.money(sum(sums.values()), _language())}"
        for month, sums in sold.by_month.items()
    )


def _is_reached(row: AbRow) -> bool:
    if row.target is None or row.now.amount is None:
        return False
    ahead = Fraction(row.now.amount) - Fraction(row.target.amount)
    return ahead <= 0 if row.metric.direction is Direction.DOWN else ahead >= 0


def _channels(
    sold: RepeatSales, funnels: Sequence[ChannelFunnel], window: Period
) -> tuple[ChannelLine, ...]:
    """Every channel of the school's own list that has money or offers, richest first."""
    sums = {part.key: part.net_kopecks for part in sold.channels}
    largest = max([1, *sums.values()])
    lines = [
        ChannelLine(
            name=one.name,
            figure=_money(sums.get(one.key, 0), window, channel=one.key),
            bar_share=Fraction(max(0, sums.get(one.key, 0)), largest),
            made=one.made,
            paid=one.paid,
            conversion=Figure(
                Fraction(one.paid, one.made) if one.made else None,
                Unit.SHARE,
                href=number_href("channel_conversion", window, channel=one.key),
            ),
        )
        for one in funnels
        if one.key and (one.made or sums.get(one.key))
    ]
    return tuple(sorted(lines, key=lambda line: -line.bar_share))


def _no_channel(sold: RepeatSales, window: Period) -> Figure | None:
    lost = sum(part.net_kopecks for part in sold.channels if not part.key)
    return _money(lost, window) if lost else None


def _money(kopecks: int, window: Period, **where: str) -> Figure:
    return Figure(kopecks, Unit.KOPECKS, href=number_href("repeat_sales", window, **where))


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
