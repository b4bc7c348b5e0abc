"""Putting a ticket out of sight until a moment: its clocks go on, nobody was promised anything."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.team.rules import staff_actor
from provodnik.touches.desk.errors import PastMoment
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.services.journaling import locked, tell
from provodnik.touches.desk.types import LIVE


@transaction.atomic
def snooze(ticket_id: int, until_at: datetime, *, by_id: int, now: datetime) -> Ticket:
    """Out of the lists until a moment; it comes back by itself, when late, or when somebody writes.

    Raises:  Ticket.DoesNotExist; NotOpen; PastMoment: the moment is not ahead
    """
    ticket = locked(ticket_id, *LIVE)
    if until_at <= now:
        raise PastMoment(str(ticket))
    ticket.snoozed_until_at, ticket.snoozed_by_id = until_at, by_id
    ticket.save(update_fields=["snoozed_until_at", "snoozed_by"])
    attrs = {"until": until_at.isoformat()}
    tell("ticket_snoozed", ticket, at=now, actor=staff_actor(by_id), attrs={**attrs})
    return ticket


@transaction.atomic
def wake(ticket_id: int) -> Ticket:
    """Back into the lists now. Harmless for one that does not sleep.

    Raises:  Ticket.DoesNotExist; NotOpen
    """
    ticket = locked(ticket_id, *LIVE)
    ticket.snoozed_until_at = ticket.snoozed_by_id = None
    ticket.save(update_fields=["snoozed_until_at", "snoozed_by"])
    return ticket
