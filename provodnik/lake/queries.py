"""Answers about one school, from the lake as it is. Costs three small queries of PostgreSQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from provodnik.kernel import schools
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.kernel.models import School
from provodnik.kernel.schools.services import working_calendar
from provodnik.lake import definitions, dims, manifest, words
from provodnik.lake.answers import Answers
from provodnik.lake.reading import Choice, Opens, Page, Question, end_of, reading
from provodnik.lake.source import Source
from provodnik.lake.together import once
from provodnik.lake.types import Evidence, EvidenceRow
from provodnik.method import queries as method
from provodnik.metrics.catalogue import definition
from provodnik.metrics.change import changes
from provodnik.metrics.definition import COLUMNS, Cell, Definition, Raw, column_of
from provodnik.metrics.figures import Value
from provodnik.metrics.measurement import Measurement, rows_of
from provodnik.metrics.redefined import Redefined
from provodnik.metrics.terms import Terms

type Period = tuple[date | None, date | None]


def measure(  # noqa: PLR0913 (what the command of the contract may ask)
    name: str,
    *,
    school_id: int,
    period_from: date | None = None,
    period_to: date | None = None,
    as_of: date | None = None,
    by: str | None = None,
    versus: Period | None = None,
    opens: Opens = reading,
    now: datetime,
) -> Measurement:
    """Count a metric of a school for the period [period_from, period_to) of its days.

    No period is all of history; `as_of` is the end of that day. `versus` counts the
    value of another period beside it and tells the change from that one to this. `opens`
    is the engine asked: this process's, or `lake.spark.engine` of a cluster.

    Raises:  UnknownMetric, UnknownDimension
    """
    metric = definition(name)
    rows_by = metric.grouped_by(by)
    school = _school(school_id)
    terms = partial(once, "terms", school_id, lambda: _terms(school_id))
    answers = Answers(_source(school, as_of), opens)
    question = _question(school, metric, (period_from, period_to))
    with answers.open():
        total = answers.total(metric, question, terms)
        earlier = _question(school, metric, versus) if versus else None
        baseline = answers.total(metric, earlier, terms).value if earlier else None
        raws = answers.raws(metric, rows_by, question) if rows_by else []
        named = _rows(school, metric, rows_by, raws) if rows_by else []
    rows = rows_of(metric, rows_by or "", named)
    return Measurement(
        definition=metric,
        school=school.slug,
        currency=school.currency,
        period_from=period_from,
        period_to=period_to,
        as_of=_moment(school, as_of, now=now),
        value=total.value,
        numerator=total.numerator,
        denominator=total.denominator,
        extra={**total.extra, **metric.notes(rows)},
        rows=rows,
        is_compared=versus is not None,
        baseline=baseline,
        change=changes(baseline, total.value, words.change_words()) if versus else None,
        redefined=_redefined(school, metric, (period_from, period_to), versus),
    )


def of_members(
    name: str, *, school_id: int, period_from: date | None, period_to: date | None
) -> Mapping[int, Mapping[str, Value]]:
    """A metric's figures of each member of staff, by id: two people may share a name.

    Raises:  UnknownMetric, UnknownDimension
    """
    metric = definition(name)
    metric.grouped_by("staff")
    school = _school(school_id)
    answers = Answers(_source(school, None), reading)
    with answers.open():
        raws = answers.raws(metric, "staff", _question(school, metric, (period_from, period_to)))
    return {
        staff_id: metric.row(raw) for raw in raws if isinstance(staff_id := raw["staff_id"], int)
    }


def evidence(  # noqa: PLR0913 (the same question, and which part of it)
    name: str,
    *,
    school_id: int,
    period_from: date | None = None,
    period_to: date | None = None,
    as_of: date | None = None,
    where: Mapping[str, str | int | None] | None = None,
    limit: int = 100,
    offset: int = 0,
) -> Evidence:
    """The very entries a number was made of, newest first.

    `where` chooses a row's or a part's entries by what the row prints: a dimension
    of the metric, or `part` («refunds», «clicked»…).

    Raises:  UnknownMetric, UnknownDimension
    """
    metric = definition(name)
    chosen = where or {}
    for dim in chosen:
        if dim not in ("part", "month", "client"):
            metric.grouped_by(dim)
    school = _school(school_id)
    choices = [_choice(school, dim, value) for dim, value in chosen.items()]
    question, page = _question(school, metric, (period_from, period_to)), Page(limit, offset)
    with reading(_source(school, as_of)) as reader:
        raws = reader.evidence(metric, question, choices, page)
    rows = tuple(_evidence_row(raw) for raw in _named(school, "client", raws))
    return Evidence(rows, _number(raws, "n"), _number(raws, "total"))


def changes_within(
    name: str,
    *,
    school_id: int,
    period_from: date | None = None,
    period_to: date | None = None,
) -> list[Redefined]:
    """When the definition of a metric changed within the days, since the school is here.

    Raises:  UnknownMetric
    """
    return _redefined(_school(school_id), definition(name), (period_from, period_to))


def _redefined(school: School, metric: Definition, *periods: Period | None) -> list[Redefined]:
    """Changes that the days span, a period to compare with among them."""
    told = [one for one in periods if one]
    days = _Days(
        None if any(one[0] is None for one in told) else min(one[0] for one in told if one[0]),
        None if any(one[1] is None for one in told) else max(one[1] for one in told if one[1]),
    )
    zone = ZoneInfo(school.timezone)
    return [
        one
        for one in definitions.changes_of(metric)
        if one.at > school.created_at and one.at.astimezone(zone).date() in days
    ]


@dataclass(frozen=True, slots=True)
class _Days:
    """Days [first, end) that may have no bound."""

    first: date | None
    end: date | None

    def __contains__(self, on: date) -> bool:
        return (self.first is None or self.first <= on) and (self.end is None or on < self.end)


def _school(school_id: int) -> School:
    return once("school", school_id, lambda: School.objects.get(pk=school_id))


def _source(school: School, as_of: date | None) -> Source:
    files = once("files", school.pk, lambda: tuple(manifest.living(school.pk)))
    aliases = once("aliases", school.pk, lambda: _aliases(school.pk))
    if as_of is None:
        return Source(school.pk, files, aliases)
    until = end_of(as_of)
    until_at = until.replace(tzinfo=ZoneInfo(school.timezone))
    has_later = any(file.last_at >= until_at for file in files)
    return Source(school.pk, files, aliases, until=until, has_later=has_later)


def _question(school: School, metric: Definition, period: Period) -> Question:
    """The period with what of the school's the metric counts by."""
    calendar = None
    if metric.working_time_of:
        calendar = once("calendar", school.pk, lambda: _calendar(school.pk))
    settings: tuple[tuple[str, float], ...] = ()
    if metric.settings:
        terms = once("terms", school.pk, lambda: _terms(school.pk))
        settings = tuple((name, float(getattr(terms, name))) for name in metric.settings)
    return Question(*period, calendar=calendar, settings=settings)


def _calendar(school_id: int) -> WorkCalendar:
    with schools.inside(school_id):
        return working_calendar()


def _aliases(school_id: int) -> tuple[tuple[int, int], ...]:
    with schools.inside(school_id):
        return dims.aliases()


def _terms(school_id: int) -> Terms:
    """What the school decided about its figures."""
    with schools.inside(school_id):
        words = method.metric_words()
    told, service = words.forecast, words.service
    return Terms(
        horizon_days=told.horizon_days,
        buyers_at_least=told.buyers_at_least,
        repeat_buyers_at_least=told.repeat_buyers_at_least,
        check_days_at_least=told.check_days_at_least,
        first_response_hours=service.first_response_hours,
        department_response_hours=service.department_response_hours,
        response_over_percent=service.response_over_percent,
        training_meetings_a_week=service.training_meetings_a_week,
        equal_age_days=words.sources.equal_age_days,
    )


def _rows(school: School, metric: Definition, by: str, raws: Sequence[Raw]) -> Sequence[Raw]:
    """Named rows by name; rows of clients, months and channels come in order already."""
    printed = metric.printed_dims(by)
    if len(printed) == 1 and (by not in COLUMNS or not raws or by in raws[0]):
        return raws
    for dim in printed:
        raws = _named(school, dim, raws)
    return sorted(raws, key=lambda raw: [(raw[dim] is None, str(raw[dim])) for dim in printed])


def _named(school: School, dim: str, raws: Sequence[Raw]) -> list[Raw]:
    """Rows whose ids are told by outside names."""
    column = column_of(dim)
    if column == dim or not raws or dim in raws[0]:
        return list(raws)
    ids = {value for raw in raws if isinstance(value := raw[column], int)}
    with schools.inside(school.pk):
        known = dims.names(dim, ids)
    return [{**raw, dim: _name(known, raw[column])} for raw in raws]


def _name(known: Mapping[int, str], subject_id: Cell) -> str | None:
    if not isinstance(subject_id, int):
        return None
    return known.get(subject_id, f"{dims.NAMELESS}{subject_id}")


def _choice(school: School, dim: str, value: str | int | None) -> Choice:
    """What a row prints, as the column of the evidence holds it."""
    if value is not None and dim in COLUMNS:
        with schools.inside(school.pk):
            return Choice(COLUMNS[dim], tuple(dims.ids_of(dim, str(value))))
    if dim in ("cohort", "month") and isinstance(value, str):
        return Choice(dim, (date.fromisoformat(f"{value}-01"),))
    return Choice(column_of(dim), (value,))


def _moment(school: School, as_of: date | None, *, now: datetime) -> datetime:
    """The moment up to which a number tells: the end of the day asked for, else the last export."""
    zone = ZoneInfo(school.timezone)
    if as_of is not None:
        return end_of(as_of).replace(tzinfo=zone)
    mark = once("mark", school.pk, manifest.mark)
    return ((mark and mark.exported_at) or now).astimezone(zone)


def _evidence_row(raw: Raw) -> EvidenceRow:
    columns: dict[str, Any] = dict(raw)
    del columns["n"], columns["total"]
    columns["happened_at"] = columns["happened_at"].replace(tzinfo=UTC)
    return EvidenceRow(**columns)


def _number(raws: list[Raw], name: str) -> int:
    return int(str(raws[0][name])) if raws else 0
