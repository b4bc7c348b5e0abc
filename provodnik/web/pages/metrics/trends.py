"""How a number went over the last twelve months, where its definition tells months apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.kernel import schools
from provodnik.kernel.periods import Period, add_months, month_label
from provodnik.lake import services as lake
from provodnik.metrics.definition import Definition
from provodnik.metrics.figures import Count, Hours, Money, Score, Share, Value
from provodnik.metrics.measurement import Row
from provodnik.metrics.redefined import Redefined
from provodnik.reports.changes import changes_in
from provodnik.web import formats
from provodnik.web.design.types import Bar

MONTHS = 12
_SHARE_STEPS = 10_000
_SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Mark:
    """A dated mark under the columns. A change of the formula is marked apart from the others."""

    sign: str
    on_date: date
    text: str
    is_of_formula: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """A column a month, and the same in one sentence for who does not see it.

    `marks` tell what happened on the way: a mark of the chart, its day, its words.
    """

    bars: tuple[Bar, ...]
    label: str
    marks: tuple[Mark, ...] = ()


def trend_of(definition: Definition, today: date, *, now: datetime) -> Trend | None:
    """The last twelve months with this one; None where nothing is counted by months.

    One question to the lake.
    """
    if "month" not in definition.dims:
        return None
    first = add_months(today.replace(day=1), 1 - MONTHS)
    measured = lake.measure(
        definition.name,
        school_id=schools.current(),
        period_from=first,
        period_to=add_months(first, MONTHS),
        by="month",
        now=now,
    )
    found = {row.dims["month"]: _main(row) for row in measured.rows}
    months = [add_months(first, step) for step in range(MONTHS)]
    if not any(_height(found.get(month_label(month))) for month in months):
        return None
    marks = _marks(measured.redefined, Period(first, add_months(first, MONTHS)))
    bars = tuple(
        replace(
            _bar(definition.name, month, found.get(month_label(month))),
            mark="".join(one.sign for one in marks if one.on_date.replace(day=1) == month),
        )
        for month in months
    )
    return Trend(bars, ", ".join(f"{bar.label} {bar.total}" for bar in bars), marks)


def changed_words(change: Redefined) -> str:
    """«Определение изменено: версия 1 → 2», and what changed."""
    told = {"before": change.before, "after": change.after}
    said = _("Definition changed: version %(before)s → %(after)s") % told
    return f"{said}. {change.what}" if change.what else said


def _marks(redefined: Sequence[Redefined], window: Period) -> tuple[Mark, ...]:
    """What the department changed, and when the formula did, by day. One query."""
    told = [(one.on_date, one.text, False) for one in changes_in(window)]
    told += [(timezone.localdate(one.at), changed_words(one), True) for one in redefined]
    return tuple(
        Mark(_SIGNS[min(place, len(_SIGNS) - 1)], *one)
        for place, one in enumerate(sorted(told, key=lambda one: one[0]))
    )


def _main(row: Row) -> Value:
    """The first figure of a row: the one the number is called by."""
    return next(iter(row.figures.values()), None)


def _bar(metric: str, month: date, value: Value) -> Bar:
    language = _language()
    return Bar(
        formats.words(language).months_short[month.month - 1],
        (_height(value),),
        _text(value, language) if _height(value) else "",
        href=_href(metric, month) if _height(value) else "",
    )


def _href(metric: str, month: date) -> str:
    """The same number over the one month."""
    days = {"from": month.isoformat(), "to": add_months(month, 1).isoformat()}
    return f"{reverse('metrics:show', args=[metric])}?{urlencode(days)}"


def _text(value: Value, language: str) -> str:
    match value:
        case Money():
            return formats.money_short(int(value.number), language)
        case Share():
            return formats.share(value.number, language, n=int(Fraction(value.denominator)))
        case Count():
            return formats.integer(value.count, language)
        case Score():
            return formats.number(value.number, language, decimals=1)
        case Hours():
            return formats.hours(value.number, language)
        case _:
            return formats.UNDEFINED


def _height(value: Value) -> int:
    match value:
        case Money() | Count():
            return max(0, int(value.number))
        case Share():
            return max(0, int((value.number or 0) * _SHARE_STEPS))
        case Score() | Hours():
            return max(0, int(value.number * _SHARE_STEPS))
        case _:
            return 0


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
