"""All the figures on one page, each over the period asked, each opening to its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import get_language

from provodnik.facts.team.models import Staff
from provodnik.kernel import schools
from provodnik.kernel.periods import Period
from provodnik.lake import services as lake
from provodnik.method import queries as method
from provodnik.method.shapes.numbers import MetricWords
from provodnik.metrics.figures import Value
from provodnik.reports.counting import TO_DATE
from provodnik.web import formats
from provodnik.web.design.types import Metric, View
from provodnik.web.pages.metrics import periods
from provodnik.web.pages.metrics.asking import day_of
from provodnik.web.pages.metrics.parts import Part, parts_of

ALL = "all"


@dataclass(frozen=True, slots=True)
class Card:
    """A figure of the catalogue: its words, its parts, where it opens."""

    words: MetricWords
    metric: Metric
    parts: tuple[Part, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every figure in the order of the method; `period_words` is empty for all of time."""

    cards: tuple[Card, ...]
    period_words: str
    views: tuple[View, ...]
    as_of: datetime


def catalogue(staff: Staff, query: QueryDict, *, now: datetime) -> Catalogue:
    """Two questions to the lake a figure at most; without a period asked, the programme's.

    Raises:  Http404: dates nobody links to
    """
    today = now.astimezone(ZoneInfo(staff.school.timezone)).date()
    own = periods.of_programme()
    chosen = _asked(query, own)
    cards, as_of = [], now
    for words in method.metric_words().metrics:
        days = None if words.key in TO_DATE else chosen
        href = _href(words.key, days)
        measured = lake.measure(
            words.key,
            school_id=schools.current(),
            period_from=days.from_on if days else None,
            period_to=days.to_on if days else None,
            now=now,
        )
        as_of = measured.as_of
        cards.append(
            Card(words, Metric(words.key, words.title), _linked(measured.value, href), href)
        )
    return Catalogue(
        cards=tuple(cards),
        period_words=_words(chosen, now),
        views=periods.views(chosen, own, today, _address),
        as_of=as_of,
    )


def _asked(query: QueryDict, own: Period | None) -> Period | None:
    if query.get("period") == ALL:
        return None
    try:
        from_on, to_on = day_of(query.get("from")), day_of(query.get("to"))
        return Period(from_on, to_on) if from_on and to_on else own
    except ValueError as error:
        raise Http404(str(error)) from error


def _linked(value: Value, href: str) -> tuple[Part, ...]:
    return tuple(replace(part, figure=replace(part.figure, href=href)) for part in parts_of(value))


def _href(metric: str, period: Period | None) -> str:
    address = reverse("metrics:show", args=[metric])
    return f"{address}?{urlencode(_days(period))}" if period else address


def _address(period: Period | None) -> str:
    return "?" + urlencode(_days(period) if period else {"period": ALL})


def _days(period: Period) -> Mapping[str, str]:
    return {"from": period.from_on.isoformat(), "to": period.to_on.isoformat()}


def _words(period: Period | None, now: datetime) -> str:
    if period is None:
        return ""
    language = (get_language() or "ru").split("-")[0]
    return formats.day_range(period.from_on, period.to_on, now.date(), language)
