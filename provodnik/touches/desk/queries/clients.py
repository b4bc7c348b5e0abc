"""What the desk owes one client."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.types import LIVE, TicketState

MOST = 30


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A request that is not closed; `promised_text` is what was said of the next answer."""

    ticket_id: int
    number: int
    subject: str
    priority: str
    state: TicketState
    owner: str | None
    opened_at: datetime
    next_due_at: datetime | None
    promised_until_at: datetime | None
    promised_text: str


def live_of(client_id: int) -> list[LiveRow]:
    """Live requests of a client, what is due first. One query."""
    found = Ticket.objects.filter(client_id=client_id, state__in=[one.value for one in LIVE])
    columns = (
        *("pk", "number", "subject", "priority", "state", "owner__name", "opened_at"),
        *("next_due_at", "promised_until_at", "promised_text"),
    )
    rows = found.order_by(F("next_due_at").asc(nulls_last=True), "pk").values_list(*columns)
    return [
        LiveRow(pk, number, subject, priority, TicketState(state), *rest)
        for pk, number, subject, priority, state, *rest in rows[:MOST]
    ]
