"""A number taken apart: value, parts, words of the definition, breakdown, rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.people.queries import names_of
from provodnik.facts.sales.models import Channel
from provodnik.facts.team.models import Staff
from provodnik.kernel import schools
from provodnik.lake import services as lake
from provodnik.lake.types import Evidence, EvidenceRow
from provodnik.method import queries as method
from provodnik.method.shapes.numbers import MetricWords
from provodnik.method.words import fill, places
from provodnik.metrics.figures import Count, Hours, Money, Score, Share, Value
from provodnik.metrics.measurement import Measurement, Row
from provodnik.web import formats, labels
from provodnik.web.design.figures import amount_text
from provodnik.web.design.types import Column, Figure, Missing, Series, Unit, View
from provodnik.web.pages.metrics import periods
from provodnik.web.pages.metrics.asking import EXPORT_ROWS, PAGE_ROWS, Asked
from provodnik.web.pages.metrics.trends import Trend, trend_of

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
    breakdown_total: tuple[Figure | None, ...]
    dims: tuple[tuple[str, str, bool], ...]
    trend: Trend | None
    sentence: str
    rows: tuple[EvidenceLine, ...]
    row_count: int
    rows_shown: str
    previous_page: int | None
    next_page: int | None
    period_words: str
    periods: tuple[View, ...]
    whole_href: str

    @property
    def title(self) -> str:
        """«LTV, валовая прибыль: 25 476 ₽»: the number in the first line of its page."""
        name = self.words.title if self.words else self.key
        if not self.parts:
            return name
        first = self.parts[0]
        text = figure_text(first.figure)
        # «Значение» adds nothing to the number's own name.
        is_named = first.name and first.name != labels.part("value")
        return f"{name}, {first.name}: {text}" if is_named else f"{name}: {text}"

    @property
    def row_columns(self) -> tuple[Column, ...]:
        """Heads of the rows behind the number."""
        return (
            Column(_("Client")),
            Column(_("What")),
            Column(_("Order"), is_wide_only=True),
            Column(_("When")),
            Column(_("Sum"), is_number=True),
        )

    @property
    def trend_series(self) -> tuple[Series, ...]:
        """One line of columns, called as the number is."""
        return (Series(self.words.title if self.words else self.key),)

    @property
    def more_query(self) -> str:
        """The address of the next rows."""
        return self.asked.query(page=self.next_page or 1)

    @property
    def back_query(self) -> str:
        """The address of the rows before these."""
        return self.asked.query(page=self.previous_page or 1)


def opened(asked: Asked, staff: Staff, *, may_open_rows: bool, now: datetime) -> Opened:
    """The number asked: three questions to the lake at most, its value, its trend and its rows.

    A number chosen by one row of a dimension («Канал: Звонки») is that row's own figure.
    """
    today = now.astimezone(ZoneInfo(staff.school.timezone)).date()
    measured = measure(asked, now=now)
    found = evidence(asked, limit=PAGE_ROWS) if may_open_rows else Evidence((), 0, 0)
    rows = () if asked.where else measured.rows[:BREAKDOWN_ROWS]
    columns = _columns(rows)
    channels = dict(Channel.objects.values_list("key", "name"))
    clients = names_of({row.client_id for row in found.rows if row.client_id})
    until = (asked.page - 1) * PAGE_ROWS + len(found.rows)
    words = method.metric_words().metric(asked.definition.name)
    return Opened(
        key=asked.definition.name,
        words=words,
        version=asked.definition.version,
        as_of=measured.as_of,
        asked=asked,
        scope=tuple(
            (labels.dimension(k), channels.get(v, labels.part(v))) for k, v in asked.where.items()
        ),
        parts=parts_of(_chosen(asked, measured)),
        breakdown_names=tuple(labels.part(name) for name in columns),
        breakdown=tuple(_line(asked, row, columns, channels) for row in rows),
        breakdown_total=_total(measured.value, columns) if rows else (),
        dims=() if asked.where else _dims(asked),
        trend=None if asked.where else trend_of(asked.definition, today, now=now),
        sentence=_sentence(words, measured) if not asked.where else "",
        rows=tuple(_evidence_line(row, clients) for row in found.rows),
        row_count=found.count,
        rows_shown=_shown(until - len(found.rows) + 1, until, found.count),
        previous_page=asked.page - 1 if asked.page > 1 else None,
        next_page=asked.page + 1 if found.count > until else None,
        period_words=_period_words(asked, now),
        periods=periods.views(asked.period, periods.of_programme(), today, asked.over),
        whole_href=asked.whole() if asked.where else "",
    )


def measure(asked: Asked, *, now: datetime) -> Measurement:
    """The number itself, with rows by the dimension asked or chosen."""
    by = asked.chosen[0] if asked.chosen else asked.by
    return lake.measure(
        asked.definition.name,
        school_id=schools.current(),
        period_from=asked.from_on,
        period_to=asked.to_on,
        by=by,
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
        case Score():
            return Figure(value.number, Unit.SCORE)
        case Hours():
            return Figure(value.number, Unit.HOURS)
        case _:
            return Figure(None, Unit.COUNT, missing=Missing.UNDEFINED)


def figure_text(shown: Figure) -> str:
    """A figure as it is printed everywhere else."""
    if shown.amount is None:
        return formats.UNDEFINED
    return amount_text(shown.amount, shown.unit, _language(), figure=shown)


def _columns(rows: Sequence[Row]) -> list[str]:
    """Columns of the breakdown; a composite value stands in the columns beside it already."""
    first = rows[0].figures if rows else {}
    return [name for name, value in first.items() if not isinstance(value, Mapping)]


def _total(value: Value, columns: Sequence[str]) -> tuple[Figure | None, ...]:
    """The sums under the rows, where the number has them; empty when it has none of them."""
    parts = value if isinstance(value, Mapping) else {}
    found = tuple(figure(parts[name]) if name in parts else None for name in columns)
    return found if any(found) else ()


def _chosen(asked: Asked, measured: Measurement) -> Value:
    """The figures of the row the address picks; of the whole number when it picks none."""
    if asked.chosen is None:
        return _month_of_cohort(asked, measured) if "month" in asked.where else measured.value
    dim, wanted = asked.chosen
    row = next((row for row in measured.rows if row.dims.get(dim) == wanted), None)
    return _plain(row.figures) if row else None


def _month_of_cohort(asked: Asked, measured: Measurement) -> Value:
    """A cell of a cohort map: the row of that month after the first payment."""
    for row in measured.rows:
        month = row.figures.get("month")
        if isinstance(month, Count) and str(month.count) == asked.where["month"]:
            return _plain({name: v for name, v in row.figures.items() if name != "month"})
    return measured.value


def _plain(figures: Mapping[str, Value]) -> Value:
    """A row's figures as a value; what is composite itself stands beside its parts already."""
    plain = {name: v for name, v in figures.items() if not isinstance(v, Mapping)}
    # The value is what the number is called by; what it was made of comes after.
    return {name: plain[name] for name in sorted(plain, key=lambda name: name != "value")}


def _sentence(words: MetricWords | None, measured: Measurement) -> str:
    """«476 довольных из 500 ответов»; the method speaks Russian, other languages go without."""
    numbers = {"numerator": measured.numerator, "denominator": measured.denominator}
    if words is None or not words.sentence or _language() != "ru":
        return ""
    asked_for = places(words.sentence)
    if not asked_for or not all(isinstance(numbers[name], int) for name in asked_for):
        return ""
    return fill(words.sentence, {name: int(str(numbers[name])) for name in asked_for})


def _shown(first: int, last: int, count: int) -> str:
    """«1–50 из 8 439»; nothing when all of them are on the screen."""
    if last - first + 1 >= count:
        return formats.integer(count, _language()) if count else ""
    shown = f"{formats.integer(first, _language())}–{formats.integer(last, _language())}"
    return f"{shown} {formats.words(_language()).out_of} {formats.integer(count, _language())}"


def _language() -> str:
    return (get_language() or "ru").split("-")[0]


def _period_words(asked: Asked, now: datetime) -> str:
    if asked.from_on is None or asked.to_on is None:
        return ""
    return formats.day_range(asked.from_on, asked.to_on, now.date(), _language())


def parts_of(value: Value) -> tuple[Part, ...]:
    """The named figures of a value; one that has no parts is a figure without a name."""
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        return (Part("", figure(value)),)
    parts: list[Part] = []
    for name, part in value.items():
        parts += [replace(one, name=_joined(labels.part(name), one.name)) for one in parts_of(part)]
    return tuple(parts)


def _joined(outer: str, inner: str) -> str:
    """«в рабочих часах: медиана» where a part has parts of its own."""
    return f"{outer}: {inner}" if inner else outer


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
        part="" if row.part == row.event else labels.part(row.part),
        item=row.item or "",
        figure=Figure(row.value, Unit.KOPECKS) if is_money else None,
    )


MONEY = frozenset({"order_placed", "payment_received", "refund_paid", "cost_recorded"})
