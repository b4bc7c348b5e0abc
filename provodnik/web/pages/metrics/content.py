"""A number taken apart: value, parts, words of the definition, breakdown, rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.people.queries import names_of
from provodnik.facts.sales.models import Channel
from provodnik.facts.team.models import Staff
from provodnik.kernel import journal, schools
from provodnik.kernel.events import Unit as EntryUnit
from provodnik.lake import services as lake
from provodnik.lake.types import Evidence, EvidenceRow
from provodnik.method import queries as method
from provodnik.method.shapes.numbers import MetricWords
from provodnik.method.words import fill, places
from provodnik.metrics.figures import Count, Value
from provodnik.metrics.measurement import Measurement
from provodnik.metrics.redefined import Redefined
from provodnik.web import formats, labels
from provodnik.web.design.figures import amount_text
from provodnik.web.design.types import Column, Figure, Series, Unit, View
from provodnik.web.pages.metrics import periods
from provodnik.web.pages.metrics.asking import EXPORT_ROWS, PAGE_ROWS, Asked
from provodnik.web.pages.metrics.breakdown import Breakdown, breakdown
from provodnik.web.pages.metrics.parts import Part, besides_of, parts_of
from provodnik.web.pages.metrics.trends import Trend, changed_words, trend_of


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
    breakdown: Breakdown
    redefined: tuple[str, ...]
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
        if _is_nothing(self.parts):
            return _("%(name)s: nothing to count yet") % {"name": name}
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
            Column(_("Order or item"), is_wide_only=True),
            Column(_("When")),
            Column(_("Sum or mark"), is_number=True),
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
    channels = dict(Channel.objects.values_list("key", "name")) | _sources(asked)
    clients = names_of({row.client_id for row in found.rows if row.client_id})
    until = (asked.page - 1) * PAGE_ROWS + len(found.rows)
    words = method.metric_words().metric(asked.definition.name)
    return Opened(
        key=asked.definition.name,
        words=words,
        version=asked.definition.version,
        as_of=measured.as_of,
        asked=asked,
        scope=tuple(_scope(asked, channels)),
        parts=_parts(asked, measured),
        breakdown=breakdown(asked, measured, channels),
        redefined=tuple(_redefined(measured, today)),
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


def _redefined(measured: Measurement, today: date) -> Iterator[str]:
    """Changes of the definition within the period, in words."""
    for change in measured.redefined:
        day = formats.day_words(timezone.localdate(change.at), today, _language())
        yield f"{day}: {changed_words(change)}"


def _sources(asked: Asked) -> dict[str, str]:
    """Titles of sources of leads, where the number tells them apart."""
    known = method.channels().lead_sources if "source" in asked.definition.dims else ()
    return {one.key: one.title for one in known}


def measure(asked: Asked, *, now: datetime) -> Measurement:
    """The number itself, with rows by the dimension asked or chosen."""
    by = asked.chosen or asked.by
    return lake.measure(
        asked.definition.name,
        school_id=schools.current(),
        period_from=asked.from_on,
        period_to=asked.to_on,
        as_of=asked.as_of,
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
        as_of=asked.as_of,
        where={
            name: int(value) if value and name == "month" and value.isdigit() else value
            for name, value in asked.where.items()
        },
        limit=limit,
        offset=(asked.page - 1) * PAGE_ROWS if limit == PAGE_ROWS else 0,
    )


def changes(asked: Asked) -> list[Redefined]:
    """When the formula changed within the days asked for."""
    return lake.changes_within(
        asked.definition.name,
        school_id=schools.current(),
        period_from=asked.from_on,
        period_to=asked.to_on,
    )


def figure_text(shown: Figure) -> str:
    """A figure as it is printed everywhere else."""
    if shown.amount is None:
        return formats.UNDEFINED
    return amount_text(shown.amount, shown.unit, _language(), figure=shown)


def _parts(asked: Asked, measured: Measurement) -> tuple[Part, ...]:
    """The named figures of what was asked; beside the whole number its other ways of counting."""
    parts = parts_of(_chosen(asked, measured))
    others = () if asked.where else besides_of(measured.extra)
    if others and len(parts) == 1 and not parts[0].name:
        return (Part(labels.part("value"), parts[0].figure), *others)
    return (*parts, *others)


def _is_nothing(parts: Sequence[Part]) -> bool:
    """Of a number of several parts only counts are left, and they are all zero."""
    counted = [one.figure for one in parts]
    return len(counted) > 1 and all(one.unit is Unit.COUNT and not one.amount for one in counted)


def _scope(asked: Asked, channels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Which part of the number is open, in words."""
    for name, value in asked.where.items():
        word = labels.part(value) if value and name == "part" else channels.get(value or "", value)
        yield labels.dimension(name), word or _("not told")


def _chosen(asked: Asked, measured: Measurement) -> Value:
    """The figures of the row the address picks; of the whole number when it picks none."""
    if asked.chosen is None:
        return _month_of_cohort(asked, measured) if "month" in asked.where else measured.value
    for row in measured.rows:
        if all(asked.where.get(dim) == value for dim, value in row.dims.items()):
            return _plain(row.figures)
    return None


def _month_of_cohort(asked: Asked, measured: Measurement) -> Value:
    """A cell of a cohort map: the row of that month after the first payment."""
    for row in measured.rows:
        month = row.figures.get("month")
        if isinstance(month, Count) and str(month.count) == asked.where["month"]:
            return _plain({name: v for name, v in row.figures.items() if name != "month"})
    return measured.value


def _plain(figures: Mapping[str, Value]) -> Value:
    """A row's figures as a value; a composite value stands beside its parts already."""
    plain = {
        name: v for name, v in figures.items() if name != "value" or not isinstance(v, Mapping)
    }
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


def _dims(asked: Asked) -> tuple[tuple[str, str, bool], ...]:
    """Dimensions the number can be taken apart by: words, address, chosen or not."""
    address = reverse("metrics:show", args=[asked.definition.name])
    return tuple(
        (
            labels.dimension(dim),
            f"{address}?{asked.query(by=dim)}",
            dim == (asked.by or asked.definition.always_by),
        )
        for dim in asked.definition.dims
    )


def _evidence_line(row: EvidenceRow, clients: Mapping[int, str]) -> EvidenceLine:
    return EvidenceLine(
        happened_at=row.happened_at,
        event=labels.event(row.event),
        client=clients.get(row.client_id or 0, row.client or ""),
        client_href=reverse("students:show", args=[row.client_id]) if row.client_id else "",
        part="" if row.part == row.event else labels.part(row.part),
        item=row.item or "",
        figure=_worth(row),
    )


def amount_of(row: EvidenceRow) -> Decimal | None:
    """The sum in roubles or the mark of an entry; other values are not for a reader."""
    kind = journal.kinds().get(row.event)
    if row.value is None or kind is None or kind.unit not in _SHOWN:
        return None
    return Decimal(row.value) / 100


def _worth(row: EvidenceRow) -> Figure | None:
    amount = amount_of(row)
    if amount is None:
        return None
    is_money = journal.kinds()[row.event].unit is EntryUnit.KOPECKS
    return Figure(amount * 100, Unit.KOPECKS) if is_money else Figure(amount, Unit.SCORE)


_SHOWN = frozenset({EntryUnit.KOPECKS, EntryUnit.HUNDREDTHS})
