"""The timeline of changes: what the department did differently, and from which day."""

from dataclasses import dataclass
from datetime import date

from provodnik.kernel.periods import Period
from provodnik.reports.models import ChangeNote


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A dated note. It stands beside the figures and claims nothing about their cause."""

    note_id: int
    on_date: date
    text: str
    by: str


def changes_in(window: Period) -> list[ChangeRow]:
    """Notes of a window by day. One query."""
    found = ChangeNote.objects.filter(
        dropped_at=None, on_date__gte=window.from_on, on_date__lt=window.to_on
    )
    return [
        ChangeRow(one.pk, one.on_date, one.text, one.noted_by.name if one.noted_by else "")
        for one in found.select_related("noted_by").order_by("on_date", "pk")
    ]
