"""The school's list of pains and goals."""

from dataclasses import dataclass

from provodnik.facts.people.models import Pain


@dataclass(frozen=True, slots=True)
class PainRow:
    """A pain or goal of the school's list."""

    pain_id: int
    name: str


def pains() -> list[PainRow]:
    """The whole list, by name. One query."""
    return [PainRow(*row) for row in Pain.objects.order_by("name", "pk").values_list("pk", "name")]
