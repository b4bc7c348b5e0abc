"""The school's list of pains and goals."""

from dataclasses import dataclass

from django.db.models import Count

from provodnik.facts.people.models import Goal, Pain


@dataclass(frozen=True, slots=True)
class PainRow:
    """A pain or goal of the school's list."""

    pain_id: int
    name: str


def pains() -> list[PainRow]:
    """The whole list, by name. One query."""
    return [PainRow(*row) for row in Pain.objects.order_by("name", "pk").values_list("pk", "name")]


def frequent_pains(*, limit: int = 5) -> list[tuple[str, int]]:
    """What stands behind students' goals most often: the pain and how many goals. One query."""
    told = Goal.objects.filter(pain__isnull=False).values_list("pain__name")
    return list(told.annotate(n=Count("pk")).order_by("-n", "pain__name")[:limit])
