"""Which place a number's page asks to take up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from provodnik.decisions.causes import queries
from provodnik.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Asked:
    """A step of a course as a metric names it, over the days the number was looked at."""

    metric: str
    product: str
    item: str
    window: Period | None


def read(told: Mapping[str, str]) -> Asked:
    """Raises:  Http404: a figure without steps, or days nobody links to"""
    metric = told.get("metric", "")
    if metric not in queries.METRICS:
        raise Http404(metric)
    try:
        from_on, to_on = _day(told.get("from")), _day(told.get("to"))
        window = Period(from_on, to_on) if from_on and to_on else None
    except ValueError as error:
        raise Http404(str(error)) from None
    return Asked(metric, told.get("product", ""), told.get("item", ""), window)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
