"""A number taken apart: value, parts, words of the definition, breakdown, rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import get_language

from provodnik.facts.people.queries import names_of
from provodnik.facts.sales.models import Channel
from provodnik.kernel import schools
from provodnik.lake import services as lake
from provodnik.lake.types import Evidence, EvidenceRow
from provodnik.method import queries as method
from provodnik.method.shapes.numbers import MetricWords
from provodnik.metrics.catalogue import definition
from provodnik.metrics.figures import Count, Money, Share, Value
from provodnik.metrics.measurement import Measurement, Row
from provodnik.web import formats, labels
from provodnik.web.design.types import Figure, Missing, Unit
from provodnik.web.pages.metrics.asking import EXPORT_ROWS, PAGE_ROWS, Asked

BREAKDOWN_ROWS = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A named figure of the number."""

    name: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the breakdown; opens to the number of this row alone."""

    name: str
    href: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One journal entry the number was made of."""

    happened_at: datetime
    event: str
    client: str
    client_href: str
    part: str
    item: str
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A number, opened."""

    key: str
    words: MetricWords | None
    version: int
    as_of: datetime
    asked: Asked
    scope: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    breakdown_names: tuple[str, ...]
    breakdown: tuple[Line, ...]
    dims: tuple[tuple[str, str, bool], ...]
    rows: tuple[EvidenceLine, ...]
    row_count: int
    next_page: int | None
    period_words: str

    @property
    def more_query(self) -> str:
        """The address of the next rows."""
        return self.asked.query(page=self.next_page or 1)


def opened(asked: Asked, *, may_open_rows: bool, now: datetime) -> Opened:
    """Two questions to the lake: the number and its rows."""
    measured = measure(asked, now=now)
    found = evidence(asked, limit=PAGE_ROWS) if may_open_rows else Evidence((), 0, 0)
    rows = measured.rows[:BREAKDOWN_ROWS]
    # A composite value stands in the columns beside it already.
    columns = [
        name
        for name, value in (rows[0].figures if rows else {}).items()
        if not isinstance(value, Mapping)
    ]
    channels = dict(Channel.objects.values_list("key", "name"))
    clients = names_of({row.client_id for row in found.rows if row.client_id})
    shown = asked.page * PAGE_ROWS
    return Opened(
        key=asked.definition.name,
        words=method.metric_words().metric(asked.definition.name),
        version=asked.definition.version,
        as_of=measured.as_of,
        asked=asked,
        scope=tuple(
            (labels.dimension(k), channels.get(v, labels.part(v))) for k, v in asked.where.items()
        ),
        parts=_parts(measured.value),
        breakdown_names=tuple(labels.part(name) for name in columns),
        breakdown=tuple(_line(asked, row, columns, channels) for row in rows),
        dims=_dims(asked),
        rows=tuple(_evidence_line(row, clients) for row in found.rows),
        row_count=found.count,
        next_page=asked.page + 1 if found.count > shown else None,
        period_words=_period_words(asked, now),
    )


def measure(asked: Asked, *, now: datetime) -> Measurement:
    """The number itself, with rows by the dimension asked."""
    return lake.measure(
        asked.definition.name,
        school_id=schools.current(),
        period_from=asked.from_on,
        period_to=asked.to_on,
        by=asked.by,
        now=now,
    )


def evidence(asked: Asked, *, limit: int = EXPORT_ROWS) -> Evidence:
    """The entries behind the number or its part, newest first."""
    return lake.evidence(
        asked.definition.name,
        school_id=schools.current(),
        period_from=asked.from_on,
        period_to=asked.to_on,
        where={k: int(v) if k == "month" and v.isdigit() else v for k, v in asked.where.items()},
        limit=limit,
        offset=(asked.page - 1) * PAGE_ROWS if limit == PAGE_ROWS else 0,
    )


def figure(value: Value | None) -> Figure:
    """A metric's figure as a component shows it."""
    match value:
        case Money():
            return Figure(value.number, Unit.KOPECKS)
        case Share():
            whole = int(Fraction(value.denominator))
            return Figure(value.number, Unit.SHARE, n=whole if whole else None)
        case Count():
            return Figure(value.count, Unit.COUNT)
        case _:
            return Figure(None, Unit.COUNT, missing=Missing.UNDEFINED)


def _period_words(asked: Asked, now: datetime) -> str:
    if asked.from_on is None or asked.to_on is None:
        return ""
    language = (get_language() or "ru").split("-")[0]
    return formats.day_range(asked.from_on, asked.to_on, now.date(), language)


def _parts(value: Value) -> tuple[Part, ...]:
    if value is None:
        return ()
    if isinstance(value, Mapping):
        return tuple(Part(labels.part(name), figure(part)) for name, part in value.items())
    return (Part("", figure(value)),)


def _line(asked: Asked, row: Row, columns: Sequence[str], channels: Mapping[str, str]) -> Line:
    name, value = next(iter(row.dims.items()))
    address = reverse("metrics:show", args=[asked.definition.name])
    href = f"{address}?{asked.query(**{name: value})}" if value else ""
    parts = tuple(Part(labels.part(key), figure(row.figures[key])) for key in columns)
    shown = channels.get(value, value) if value and name == "channel" else value
    return Line(shown or formats.UNDEFINED, href, parts)


def _dims(asked: Asked) -> tuple[tuple[str, str, bool], ...]:
    """Dimensions the number can be taken apart by: words, address, chosen or not."""
    address = reverse("metrics:show", args=[asked.definition.name])
    return tuple(
        (labels.dimension(dim), f"{address}?{asked.query(by=dim)}", dim == asked.by)
        for dim in asked.definition.dims
    )


def _evidence_line(row: EvidenceRow, clients: Mapping[int, str]) -> EvidenceLine:
    is_money = row.event in MONEY and row.value is not None
    return EvidenceLine(
        happened_at=row.happened_at,
        event=labels.event(row.event),
        client=clients.get(row.client_id or 0, row.client or ""),
        client_href=reverse("students:show", args=[row.client_id]) if row.client_id else "",
        part=labels.part(row.part),
        item=row.item or "",
        figure=Figure(row.value, Unit.KOPECKS) if is_money else None,
    )


MONEY = frozenset({"order_placed", "payment_received", "refund_paid", "cost_recorded"})


@dataclass(frozen=True, slots=True)
class CatalogueCard:
    """A figure of the catalogue: its words, its parts to date, where it opens."""

    key: str
    words: MetricWords | None
    parts: tuple[Part, ...]
    href: str


def catalogue(*, now: datetime) -> list[CatalogueCard]:
    """Every figure with its value to date, in the order of the method."""
    cards = []
    for words in method.metric_words().metrics:
        metric = definition(words.key)
        measured = lake.measure(words.key, school_id=schools.current(), now=now)
        href = reverse("metrics:show", args=[metric.name])
        cards.append(CatalogueCard(metric.name, words, _parts(measured.value), href))
    return cards
