"""Which number a link asks about: metric, period and the part of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from provodnik.kernel.periods import Period
from provodnik.metrics.catalogue import definition
from provodnik.metrics.definition import Definition, UnknownMetric

PAGE_ROWS = 50
EXPORT_ROWS = 50_000
_ALWAYS = ("month", "client", "part")


@dataclass(frozen=True, slots=True)
class Asked:
    """One number: half-open days, the dimension its rows are by, the part chosen.

    A dimension of `where` that is None picks the entries that do not tell it. With `as_of` the
    number is told as of the end of that day, whatever came later.
    """

    definition: Definition
    from_on: date | None
    to_on: date | None
    by: str | None
    where: Mapping[str, str | None]
    page: int
    as_of: date | None = None

    @property
    def period(self) -> Period | None:
        """The days asked for; None is all of time."""
        if self.from_on is None or self.to_on is None or self.from_on >= self.to_on:
            return None
        return Period(self.from_on, self.to_on)

    @property
    def chosen(self) -> str | None:
        """The dimension of the metric the address picks one row of."""
        picked = (dim for dim in self.definition.dims if dim in self.where)
        return next(picked, None)

    def over(self, period: Period | None) -> str:
        """The address of the same number over other days."""
        days = {"from": period.from_on, "to": period.to_on} if period else {}
        known = {**self._told(), **({"by": self.by} if self.by else {})}
        known |= {name: day.isoformat() for name, day in days.items()}
        return "?" + urlencode(known)

    def whole(self) -> str:
        """The address of the number without the part chosen."""
        days = {"from": self.from_on, "to": self.to_on, "as_of": self.as_of}
        return "?" + urlencode({name: day.isoformat() for name, day in days.items() if day})

    def query(self, **changes: str | int) -> str:
        """The address of the same number with something changed."""
        known: dict[str, str | int] = {**self._told()}
        for name, value in (("from", self.from_on), ("to", self.to_on), ("as_of", self.as_of)):
            if value is not None:
                known[name] = value.isoformat()
        if self.by:
            known["by"] = self.by
        return urlencode({**known, **changes})

    def _told(self) -> dict[str, str]:
        """The part as an address names it; what is not told is an empty word."""
        return {name: value or "" for name, value in self.where.items()}


def read(metric: str, query: QueryDict) -> Asked:
    """Raises:  Http404: no such metric, or an address nobody links to"""
    try:
        found = definition(metric)
        by = query.get("by") or None
        found.grouped_by(by)
        return Asked(
            definition=found,
            from_on=day_of(query.get("from")),
            to_on=day_of(query.get("to")),
            by=by,
            where=_where(found, query),
            page=max(1, int(query.get("page", 1))),
            as_of=day_of(query.get("as_of")),
        )
    except (UnknownMetric, ValueError) as error:
        raise Http404(str(error)) from error


def _where(metric: Definition, query: QueryDict) -> Mapping[str, str | None]:
    """Which part the address picks. Raises ValueError: a row named by half."""
    known = dict.fromkeys((*metric.dims, *_ALWAYS))
    where = {
        name: str(query[name]) or None
        for name in known
        if query.get(name) or (name in query and name in metric.dims)
    }
    for dim, along in metric.along.items():
        if dim in where and not all(name in where for name in along):
            raise ValueError(f"{dim} of which {along}?")
    return where


def day_of(text: str | None) -> date | None:
    """The date an address holds, None where it holds none. Raises ValueError."""
    return date.fromisoformat(text) if text else None
