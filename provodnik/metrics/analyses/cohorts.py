"""Cohorts by any first event, and who comes back by any other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from provodnik.metrics.analyses.slices import starts
from provodnik.metrics.definition import Raw
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import DateValue, Table, TimestampValue

_MONTHS_A_YEAR = 12
_DAYS_A_WEEK = 7


class Span(StrEnum):
    """How long a cohort gathers, and one step of its age."""

    MONTH = "month"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Cohort:
    """Clients who started in one span; `back` of them came back at each age, from 0."""

    begins_on: date
    size: int
    back: tuple[int, ...]


def grid(t: Tables, start: str, back: str, span: Span) -> "Table":
    """How many clients of each cohort have an entry of the kind `back` in each span.

    Shape:   one row a cohort and span: cohort, happened_in (first days), n; the row without
             `happened_in` holds the cohort's size
    Units:   clients
    """
    who = people(t, start, back, span)
    return who.group_by("cohort", "happened_in").agg(n=who.count())


def people(t: Tables, start: str, back: str, span: Span) -> "Table":
    """Who belongs to which cohort, and who came back in which span after the start.

    Entries before the client's own start do not count. In the span they started in stand
    those who did it there after the start; where both kinds are one, everybody.

    Shape:   one row a client and span: client_id, cohort, happened_in (first days); and one
             without `happened_in` for each client who started
    """
    started = starts(t, start)
    members = started.select("client_id", "started_at", cohort=_span(started.local_at, span))
    came = t.of(back).select("client_id", "happened_at", "local_at")
    later = came.inner_join(members, "client_id")
    later = later.filter(later.happened_at >= later.started_at)
    returned = later.select("client_id", "cohort", happened_in=_span(later.local_at, span))
    whole = members.select("client_id", "cohort", happened_in=ibis.null("date"))
    return whole.union(returned.distinct())


def _span(moment: "TimestampValue", span: Span) -> "DateValue":
    return moment.truncate("M" if span is Span.MONTH else "W").date()


def cohorts(raws: Sequence[Raw], span: Span, *, until: date) -> list[Cohort]:
    """Rows of `grid` as a grid without gaps, up to the span that holds `until`.

    A span that passed without anybody is a true zero; one to come has no cell.
    """
    cells: dict[date, dict[int, int]] = {}
    sizes: dict[date, int] = {}
    for raw in raws:
        cohort, happened_in, n = raw["cohort"], raw["happened_in"], int(str(raw["n"]))
        if not isinstance(cohort, date):
            continue
        if isinstance(happened_in, date):
            cells.setdefault(cohort, {})[age(cohort, happened_in, span)] = n
        else:
            sizes[cohort] = n
    return [_cohort(on, size, cells.get(on, {}), span, until) for on, size in sorted(sizes.items())]


def _cohort(on: date, size: int, found: Mapping[int, int], span: Span, until: date) -> Cohort:
    ages = range(age(on, until, span) + 1)
    return Cohort(on, size, tuple(found.get(one, 0) for one in ages))


def age(cohort: date, day: date, span: Span) -> int:
    """How many spans after the cohort's own a day lies."""
    if span is Span.WEEK:
        monday = day - timedelta(days=day.weekday())
        return (monday - cohort).days // _DAYS_A_WEEK
    return (day.year - cohort.year) * _MONTHS_A_YEAR + day.month - cohort.month
