"""What was agreed with a client about the next sale."""

from dataclasses import dataclass
from datetime import date, datetime

from provodnik.touches.queue.models import Agreement, Touch
from provodnik.touches.queue.types import Origin


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """What, from which day, on what conditions; or `not_now`, the reason of waiting."""

    touch_id: int
    what: str
    starts_on: date | None
    conditions: str
    not_now: str
    agreed_at: datetime
    by: str


def agreements_of(client_id: int) -> list[AgreementRow]:
    """Everything agreed with a client, newest first. One query."""
    rows = Agreement.objects.filter(client_id=client_id).order_by("-agreed_at", "-pk")
    columns = ("touch_id", "what", "starts_on", "conditions", "not_now", "agreed_at")
    return [AgreementRow(*row) for row in rows.values_list(*columns, "agreed_by__name")]


def asks_agreement(touch: Touch) -> bool:
    """Whether this is the talk of the week of agreeing, or another try of it."""
    return source_of(touch).origin == Origin.AGREEMENT


def agreement_of(touch: Touch) -> AgreementRow | None:
    """What this talk has agreed so far. One query, and one for each try."""
    source = source_of(touch)
    rows = agreements_of(touch.client_id)
    return next((row for row in rows if row.touch_id == source.pk), None)


def source_of(touch: Touch) -> Touch:
    """The touch this one returns to, through every try; itself where it is the first."""
    found = touch
    while found.origin == Origin.FOLLOW_UP and found.follows is not None:
        found = found.follows
    return found
