"""What was handed over lately: who gave what to whom, and whether it came back."""

from dataclasses import dataclass
from datetime import datetime

from provodnik.touches.queue.models import HandOver

SHOWN = 10


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One handing over; `client` is empty where all of the giver's went."""

    hand_over_id: int
    at: datetime
    giver: str
    taker: str
    client: str
    deeds: int
    students: int
    undone_at: datetime | None


def hand_overs() -> list[HandedOver]:
    """The latest first. One query."""
    found = HandOver.objects.order_by("-at", "-pk").values_list(
        *("pk", "at", "giver__name", "taker__name", "client__name"),
        *("touch_ids", "client_ids", "undone_at"),
    )
    return [
        HandedOver(pk, at, giver, taker, client or "", len(touches), len(clients), undone_at)
        for pk, at, giver, taker, client, touches, clients, undone_at in found[:SHOWN]
    ]
