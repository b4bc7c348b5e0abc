"""Which number a link asks about: metric, period and the part of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from provodnik.metrics.catalogue import definition
from provodnik.metrics.definition import Definition, UnknownMetric

PAGE_ROWS = 50
EXPORT_ROWS = 50_000
_PARTS = ("channel", "staff", "product", "cohort", "month", "client", "part")


@dataclass(frozen=True, slots=True)
class Asked:
    """One number: half-open days, the dimension its rows are by, the part chosen."""

    definition: Definition
    from_on: date | None
    to_on: date | None
    by: str | None
    where: Mapping[str, str]
    page: int

    def query(self, **changes: str | int) -> str:
        """The address of the same number with something changed."""
        known: dict[str, str | int] = {**self.where}
        for name, value in (("from", self.from_on), ("to", self.to_on)):
            if value is not None:
                known[name] = value.isoformat()
        if self.by:
            known["by"] = self.by
        return urlencode({**known, **changes})


def read(metric: str, query: QueryDict) -> Asked:
    """Raises:  Http404: no such metric, or an address nobody links to"""
    try:
        found = definition(metric)
        by = query.get("by") or None
        found.grouped_by(by)
        return Asked(
            definition=found,
            from_on=_day(query.get("from")),
            to_on=_day(query.get("to")),
            by=by,
            where={name: str(query[name]) for name in _PARTS if query.get(name)},
            page=max(1, int(query.get("page", 1))),
        )
    except (UnknownMetric, ValueError) as error:
        raise Http404(str(error)) from error


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
