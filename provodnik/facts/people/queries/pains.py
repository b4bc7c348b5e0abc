"""The school's list of pains and goals."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from provodnik.facts.people.models import Goal, Pain
from provodnik.facts.people.types import ClientKind


@dataclass(frozen=True, slots=True)
class PainRow:
    """A pain or goal of the school's list."""

    pain_id: int
    name: str


def pains() -> list[PainRow]:
    """The whole list, by name. One query."""
    return [PainRow(*row) for row in Pain.objects.order_by("name", "pk").values_list("pk", "name")]


def name_of_pain(pain_id: int) -> str:
    """One of the list; empty when the school has none such. One query."""
    return Pain.objects.filter(pk=pain_id).values_list("name", flat=True).first() or ""


def clients_with_pain(pain_id: int) -> QuerySet[Goal, int]:
    """Ids of those a goal of whom names this pain, as a part of another query."""
    return Goal.objects.filter(pain=pain_id).values_list("client_id", flat=True)


@dataclass(frozen=True, slots=True)
class FrequentPain:
    """A pain and how many students named it behind a goal."""

    pain_id: int
    name: str
    students: int


def frequent_pains(*, limit: int = 5) -> list[FrequentPain]:
    """What stands behind students' goals most often. One query."""
    told = Goal.objects.filter(
        pain__isnull=False,
        client__merged_into__isnull=True,
        client__kind=ClientKind.STUDENT.value,
    ).values_list("pain_id", "pain__name")
    counted = told.annotate(n=Count("client", distinct=True)).order_by("-n", "pain__name")
    return [FrequentPain(*row) for row in counted[:limit]]
