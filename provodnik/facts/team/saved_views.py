"""Views that members keep for themselves. A convenience of one person: no journal entry."""

from dataclasses import dataclass
from datetime import datetime

from provodnik.facts.team.models import SavedView
from provodnik.kernel import schools

MAX_NAME = 80
MAX_QUERY = 2000
_MOST = 50


@dataclass(frozen=True, slots=True)
class View:
    """A kept question: its name and the part of the address that asks it."""

    view_id: int
    name: str
    query: str


def of(staff_id: int, page: str) -> list[View]:
    """What a member has kept on a page, by name. One query."""
    kept = SavedView.objects.filter(staff_id=staff_id, page=page).order_by("name")[:_MOST]
    return [View(view.pk, view.name, view.query) for view in kept]


def keep(staff_id: int, page: str, name: str, query: str, *, now: datetime) -> None:
    """Keep a question; one of the same name is replaced.

    Raises:  ValueError: the address is too long to be kept
    """
    if len(query) > MAX_QUERY:
        raise ValueError(f"a view of {len(query)} characters")
    SavedView.objects.update_or_create(
        school_id=schools.current(),
        staff_id=staff_id,
        page=page,
        name=name[:MAX_NAME],
        defaults={"query": query, "saved_at": now},
    )


def forget(staff_id: int, view_id: int) -> bool:
    """Remove a member's own view; False where it is nobody's or another's."""
    removed, _ = SavedView.objects.filter(staff_id=staff_id, pk=view_id).delete()
    return bool(removed)
