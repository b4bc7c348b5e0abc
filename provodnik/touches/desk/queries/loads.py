"""Who holds how much (R-139)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F, Q

from provodnik.facts.team.models import Staff
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.rules import concentration
from provodnik.touches.desk.types import LIVE

_LIVE = Q(state__in=[state.value for state in LIVE])


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One member's tickets: live ones, those late, those of the window, and the mean answer.

    `answer` is plain time from opening to the first answer, over the window's answered tickets.
    """

    staff_id: int
    name: str
    live: int
    late: int
    recent: int
    answer: timedelta | None


def load_rows(*, since_at: datetime, now: datetime) -> list[LoadRow]:
    """Members who hold something or held it lately, the most loaded first. Queries: 2."""
    recent = Q(opened_at__gte=since_at)
    counted = {
        row["owner_id"]: row
        for row in Ticket.objects.filter(_LIVE | recent, owner__isnull=False)
        .exclude(state__in=("merged", "spam"))
        .values("owner_id")
        .annotate(
            live=Count("pk", filter=_LIVE),
            late=Count("pk", filter=_LIVE & Q(next_due_at__lt=now)),
            recent=Count("pk", filter=recent),
            answer=Avg(F("first_answered_at") - F("opened_at"), filter=recent),
        )
    }
    names = dict(Staff.objects.filter(pk__in=counted).values_list("pk", "name"))
    found = [
        LoadRow(pk, names[pk], row["live"], row["late"], row["recent"], row["answer"])
        for pk, row in counted.items()
    ]
    return sorted(found, key=lambda row: (-row.live, -row.recent, row.name))


def bottleneck(rows: list[LoadRow], *, percent: float, at_least: int) -> tuple[LoadRow, int] | None:
    """Who holds more of the window's tickets than allowed, and how many percent (R-133)."""
    found = concentration({row.staff_id: row.recent for row in rows})
    if found is None or sum(row.recent for row in rows) < at_least or found[1] <= percent:
        return None
    return next(row for row in rows if row.staff_id == found[0]), found[1]
