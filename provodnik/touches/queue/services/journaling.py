"""What the journal is told of one touch, and how its entries are found again."""

from datetime import datetime

from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry
from provodnik.touches.queue.models import Touch


def record(
    touch: Touch,
    event: str,
    *,
    at: datetime,
    actor: str,
    value: int | None = None,
    attrs: dict[str, journal.Attr] | None = None,
) -> None:
    """One entry about a touch: its client, its owner or who made it, its product and channel."""
    journal.record(
        event,
        happened_at=at,
        actor=actor,
        client_id=touch.client_id,
        staff_id=touch.made_by_id or touch.owner_id,
        product_id=touch.product_id,
        item=touch.kind,
        channel=touch.channel or None,
        value=value,
        attrs={"touch": touch.pk, **(attrs or {})},
    )


def entries_of(touch: Touch, *events: str) -> list[int]:
    """Journal entries that speak of this touch, by the index of its client."""
    found = JournalEntry.objects.filter(client_id=touch.client_id, attrs__touch=touch.pk)
    if events:
        found = found.filter(event__name__in=events)
    return list(found.values_list("pk", flat=True))
