"""How content a client is, for gates and cards."""

from dataclasses import dataclass
from datetime import datetime

from provodnik.facts.people.models import Client
from provodnik.facts.people.models import Satisfaction as Sign
from provodnik.facts.people.types import SatisfactionKind


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The latest of each: scores in hundredths of a point, CSAT on the method's scale.

    `complaint` and `complaint_at` tell of the last complaint while any is open.
    """

    csat_hundredths: int | None
    csat_at: datetime | None
    nps_hundredths: int | None
    nps_at: datetime | None
    open_complaints: int
    complaint: str
    complaint_at: datetime | None


def satisfaction_of(client_id: int) -> Satisfaction:
    """What a client told last. For a gate's batch read the same columns of `Client`.

    Queries: 1, or 2 while a complaint is open.
    Raises:  Client.DoesNotExist
    """
    client = Client.objects.only(
        "last_csat", "last_csat_at", "last_nps", "last_nps_at", "open_complaints"
    ).get(pk=client_id)
    return of_client(client)


def of_client(client: Client) -> Satisfaction:
    """The same of a client at hand."""
    complaint = None
    if client.open_complaints:
        told = Sign.objects.filter(client=client, kind=SatisfactionKind.COMPLAINT.value)
        complaint = told.order_by("-told_at", "-pk").first()
    return Satisfaction(
        csat_hundredths=client.last_csat,
        csat_at=client.last_csat_at,
        nps_hundredths=client.last_nps,
        nps_at=client.last_nps_at,
        open_complaints=client.open_complaints,
        complaint=complaint.comment if complaint else "",
        complaint_at=complaint.told_at if complaint else None,
    )
