"""The strategy of growth: initiatives over twelve months and the objectives that serve them."""

from dataclasses import dataclass
from datetime import date

from provodnik.decisions.goals.models import Initiative, Objective


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """A part of the strategy: [starts_on, ends_on), and its objectives by quarter."""

    initiative_id: int
    title: str
    effect: str
    owner_id: int | None
    owner: str
    starts_on: date
    ends_on: date
    objectives: tuple[tuple[int, str, date], ...]


def strategy() -> list[InitiativeRow]:
    """Initiatives in the order they begin. Two queries."""
    objectives: dict[int | None, list[tuple[int, str, date]]] = {}
    linked = Objective.objects.filter(dropped_at=None, initiative__isnull=False)
    for one in linked.order_by("quarter_on", "pk"):
        objectives.setdefault(one.initiative_id, []).append((one.pk, one.title, one.quarter_on))
    found = Initiative.objects.filter(dropped_at=None).select_related("owner")
    return [
        InitiativeRow(
            initiative_id=one.pk,
            title=one.title,
            effect=one.effect,
            owner_id=one.owner_id,
            owner=one.owner.name if one.owner else "",
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            objectives=tuple(objectives.get(one.pk, ())),
        )
        for one in found.order_by("starts_on", "pk")
    ]
