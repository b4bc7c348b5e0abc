"""Plan and fact of repeat sales by month, channel and person (R-110)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models.functions import Coalesce

from provodnik.facts.sales.models import Channel
from provodnik.facts.sales.queries.plans import PlanRow, plans
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import Period, month_of
from provodnik.reports.sales import kopecks_by

type Facts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlanCell:
    """A month: what was planned, None where nothing was, and what came. Kopecks, net."""

    month: date
    plan_kopecks: int | None
    fact_kopecks: int


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A channel, a person or the department over months. `key` is empty for the department.

    `staff_id` names a person one may plan for; None where an export knows somebody we do not.
    """

    key: str
    name: str
    staff_id: int | None
    cells: tuple[PlanCell, ...]

    @property
    def plan_kopecks(self) -> int | None:
        """The sum of what was planned; None where nothing was."""
        told = [cell.plan_kopecks for cell in self.cells if cell.plan_kopecks is not None]
        return sum(told) if told else None

    @property
    def fact_kopecks(self) -> int:
        return sum(cell.fact_kopecks for cell in self.cells)

    @property
    def fact_of_planned_kopecks(self) -> int:
        """What came in the months that had a plan: those one may compare."""
        return sum(cell.fact_kopecks for cell in self.cells if cell.plan_kopecks is not None)


@dataclass(frozen=True, slots=True)
class PlanFact:
    """The department's line and its two breakdowns; each sums to the department's fact."""

    months: tuple[date, ...]
    total: PlanLine
    channels: tuple[PlanLine, ...]
    people: tuple[PlanLine, ...]


def plan_fact(window: Period, *, now: datetime) -> PlanFact:
    """Two questions to the lake a month. A line without plan and fact is there if it may sell."""
    months = tuple(window.months())
    by_channel = {month: kopecks_by("channel", month_of(month), now=now) for month in months}
    by_person = {month: kopecks_by("staff", month_of(month), now=now) for month in months}
    told = plans(Period(months[0], month_of(months[-1]).to_on))
    channels = dict(Channel.objects.order_by("position", "key").values_list("key", "name"))
    people = _people()
    totals = {month: {"": sum(facts.values())} for month, facts in by_channel.items()}
    return PlanFact(
        months=months,
        total=_line("", "", None, [row for row in told if _is_total(row)], totals),
        channels=tuple(
            _line(
                key, channels.get(key, key), None, [r for r in told if r.channel == key], by_channel
            )
            for key in _keys(channels, by_channel)
        ),
        people=tuple(
            _line(name, name, people.get(name), _of(told, people.get(name)), by_person)
            for name in _keys(_sellers(people, told), by_person)
        ),
    )


def _is_total(row: PlanRow) -> bool:
    return not row.channel and row.staff_id is None


def _of(told: list[PlanRow], staff_id: int | None) -> list[PlanRow]:
    return [row for row in told if staff_id is not None and row.staff_id == staff_id]


def _people() -> dict[str, int]:
    """Members by the name metrics know them under."""
    named = Staff.objects.annotate(known=Coalesce("external_name", "name"))
    return dict(named.order_by("sort_key", "pk").values_list("known", "pk"))


def _sellers(people: Mapping[str, int], told: list[PlanRow]) -> list[str]:
    planned = {row.staff_id for row in told}
    return [name for name, pk in people.items() if pk in planned]


def _keys(known: Mapping[str, str] | list[str], facts: Mapping[date, Facts]) -> list[str]:
    """The known ones in their order, then those who only sold."""
    sold = {key for month in facts.values() for key, kopecks in month.items() if kopecks}
    return [*known, *sorted(sold - set(known))]


def _line(
    key: str,
    name: str,
    staff_id: int | None,
    told: list[PlanRow],
    facts: Mapping[date, Facts],
) -> PlanLine:
    plan = {row.month: row.kopecks for row in told}
    cells = tuple(
        PlanCell(month, plan.get(month), month_facts.get(key, 0))
        for month, month_facts in facts.items()
    )
    return PlanLine(key, name, staff_id, cells)
