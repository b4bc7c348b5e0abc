"""The register of handing over."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.models import F, QuerySet

from provodnik.decisions.duties.models import Delegation, DelegationStep
from provodnik.decisions.duties.rules import delegated_by
from provodnik.decisions.duties.types import (
    DelegatedMonth,
    DelegationRow,
    Handing,
    StepKind,
    StepRow,
)
from provodnik.method import queries as method

_COLUMNS = (
    *("pk", "function", "title", "from_staff_id", "from_staff__name"),
    *("to_staff_id", "to_staff__name", "state", "started_on", "state_since", "accepted_at", "note"),
)
_YEAR = 12


def delegations() -> list[DelegationRow]:
    """What is still on its way, the longest standing first, then the accepted. One query."""
    found = Delegation.objects.order_by(
        F("accepted_at").desc(nulls_first=True), "state_since", "pk"
    )
    return _rows(found)


def delegation(delegation_id: int) -> tuple[DelegationRow, list[StepRow]]:
    """One handing over with its steps, the earliest first. Two queries.

    Raises:  Delegation.DoesNotExist
    """
    found = _rows(Delegation.objects.filter(pk=delegation_id))
    if not found:
        raise Delegation.DoesNotExist(str(delegation_id))
    steps = DelegationStep.objects.filter(delegation=delegation_id).order_by("at", "pk")
    told = steps.values_list("kind", "at", "by__name", "reason")
    return found[0], [StepRow(StepKind(kind), at, by, reason) for kind, at, by, reason in told]


def delegated_months(
    *, today: date, zone: tzinfo, count: int = _YEAR
) -> tuple[DelegatedMonth, ...]:
    """The share fully delegated at the end of each of the last months, the current one last.

    Months before the register began are left out. Two queries.
    """
    begun = dict(Delegation.objects.values_list("pk", "started_on"))
    if not begun:
        return ()
    steps = DelegationStep.objects.order_by("at", "pk").values_list("delegation_id", "kind", "at")
    first = min(begun.values()).replace(day=1)
    months = [m for m in _months(today, count) if m >= first]
    spans = [(m, datetime.combine(_next_month(m), time(), zone)) for m in months]
    return delegated_by(spans, begun, [(pk, StepKind(kind), at) for pk, kind, at in steps])


def function_titles() -> Mapping[str, str]:
    """Functions of the method by key."""
    return {str(one.key): one.title for one in method.duty_settings().functions}


def title_of(function: str, title: str, titles: Mapping[str, str]) -> str:
    """A function of the method with what was added in one's own words."""
    return ": ".join(filter(None, (titles.get(function, function), title)))


def _months(today: date, count: int) -> list[date]:
    found = [today.replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _rows(found: QuerySet[Delegation]) -> list[DelegationRow]:
    return [_row(one) for one in found.values(*_COLUMNS)]


def _row(one: dict[str, Any]) -> DelegationRow:
    return DelegationRow(
        delegation_id=one["pk"],
        function=one["function"],
        title=one["title"],
        from_staff_id=one["from_staff_id"],
        from_name=one["from_staff__name"],
        to_staff_id=one["to_staff_id"],
        to_name=one["to_staff__name"],
        state=Handing(one["state"]),
        started_on=one["started_on"],
        state_since=one["state_since"],
        accepted_at=one["accepted_at"],
        note=one["note"],
    )
