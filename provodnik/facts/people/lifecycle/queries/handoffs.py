"""Handoffs between roles: who waits for whom, and what was accepted."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from provodnik.facts.people.lifecycle.models import Handoff
from provodnik.facts.people.lifecycle.queries.board import PAGE
from provodnik.facts.people.lifecycle.types import PERSONAL_KEY
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method

_COLUMNS = (
    *("pk", "client_id", "client_name", "stage", "giver", "taker", "what", "giver_name"),
    *("taker_name", "made_at", "accepted_at", "accepted_name", "note", "key", "taker_staff_id"),
)


@dataclass(frozen=True, slots=True)
class HandoffRow:
    """Who passes what to whom; roles are keys of the method, names are None where it is anybody."""

    handoff_id: int
    client_id: int
    client: str
    stage: str
    giver: str
    taker: str
    what: str
    giver_name: str | None
    taker_name: str | None
    made_at: datetime
    accepted_at: datetime | None
    accepted_by: str | None
    note: str
    key: str
    taker_id: int | None

    @property
    def is_personal(self) -> bool:
        """From one coordinator of the client to another: accepted by that one alone."""
        return self.key == PERSONAL_KEY


def handoffs(
    *, taker: Staff | None = None, of: int | None = None, waiting: bool = True, offset: int = 0
) -> list[HandoffRow]:
    """Handoffs, the longest waiting first; accepted ones newest first. One query.

    `taker` leaves those this member is to accept: of their role, theirs or nobody's by name.
    """
    found = _found(taker, of, waiting=waiting)
    ordered = found.order_by("made_at", "pk") if waiting else found.order_by("-made_at", "-pk")
    return [HandoffRow(*row) for row in ordered.values_list(*_COLUMNS)[offset : offset + PAGE]]


def handoff_count(*, taker: Staff | None = None) -> int:
    """How many wait. One query."""
    return _found(taker, None, waiting=True).count()


def waiting_pack(client_id: int) -> HandoffRow | None:
    """The handoff of a client between coordinators that nobody has accepted yet. One query."""
    found = _found(None, client_id, waiting=True).filter(key=PERSONAL_KEY).order_by("-made_at")
    row = found.values_list(*_COLUMNS).first()
    return HandoffRow(*row) if row else None


def role_titles() -> dict[str, str]:
    """Roles of the school by key."""
    return {str(role.key): role.title for role in method.roles().roles}


def _found(taker: Staff | None, of: int | None, *, waiting: bool) -> QuerySet[Handoff]:
    found = Handoff.objects.annotate(
        client_name=F("client__name"),
        giver_name=F("giver_staff__name"),
        taker_name=F("taker_staff__name"),
        accepted_name=F("accepted_by__name"),
    )
    if waiting:
        found = found.filter(accepted_at=None)
    if of is not None:
        found = found.filter(client_id=of)
    if taker is not None:
        mine = found.filter(taker=taker.role)
        found = mine.filter(taker_staff=taker) | mine.filter(taker_staff=None)
    return found
