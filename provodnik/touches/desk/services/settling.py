"""Waiting for the client, solving, confirming, closing, coming back."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from provodnik.facts.team.rules import staff_actor
from provodnik.touches.desk.errors import AnswerFirst, NotResolved
from provodnik.touches.desk.models import Span, Ticket
from provodnik.touches.desk.services.clocks import recount, renew_terms
from provodnik.touches.desk.services.journaling import locked, tell
from provodnik.touches.desk.types import LIVE, SOLVED, SpanKind, TicketState

_NO_PROMISE = {"promised_until_at": None, "promised_by_id": None, "promised_text": ""}


@transaction.atomic
def wait(ticket_id: int, *, by_id: int, now: datetime) -> Ticket:
    """The ball is with the client: the clock of the resolution stands until they write.

    Raises:  Ticket.DoesNotExist; NotOpen
             AnswerFirst: a question stands unanswered, so nothing can be waited for
    """
    ticket = locked(ticket_id, TicketState.OPEN)
    _refuse_unanswered(ticket)
    _begin(ticket, SpanKind.WAIT, by_id=by_id, at=now)
    _write(ticket, {"state": TicketState.WAITING.value, **_NO_PROMISE})
    tell("ticket_waited", ticket, at=now, actor=staff_actor(by_id))
    return _counted(ticket)


@transaction.atomic
def resolve(ticket_id: int, *, by_id: int, now: datetime) -> Ticket:
    """The question is settled as we see it. The clocks stop.

    Raises:  Ticket.DoesNotExist; NotOpen; AnswerFirst: nobody has answered the last question
    """
    ticket = locked(ticket_id, *LIVE)
    _refuse_unanswered(ticket)
    end_wait(ticket, at=now)
    _begin(ticket, SpanKind.SOLVED, by_id=by_id, at=now)
    state = TicketState.RESOLVED.value
    _write(ticket, {"state": state, "resolved_at": now, "next_due_at": None, **_NO_PROMISE})
    tell("ticket_resolved", ticket, at=now, actor=staff_actor(by_id))
    return _counted(ticket)


@transaction.atomic
def confirm(ticket_id: int, *, actor: str, now: datetime) -> Ticket:
    """The client said that the question is settled: the ticket is closed (R-136).

    Raises:  Ticket.DoesNotExist; NotResolved
    """
    ticket = _solved(ticket_id)
    state = TicketState.CLOSED.value
    _write(ticket, {"state": state, "confirmed_at": now, "closed_at": now})
    tell("ticket_confirmed", ticket, at=now, actor=actor)
    tell("ticket_closed", ticket, at=now, actor=actor, attrs={"outcome": "confirmed"})
    return ticket


@transaction.atomic
def close(ticket_id: int, *, by_id: int, now: datetime) -> Ticket:
    """Put a solved ticket away. Without the client's word it awaits confirmation (R-136).

    Raises:  Ticket.DoesNotExist; NotResolved
    """
    ticket = _solved(ticket_id)
    if ticket.state == TicketState.AWAITING.value:
        return ticket
    _write(ticket, {"state": TicketState.AWAITING.value})
    by = staff_actor(by_id)
    tell("ticket_closed", ticket, at=now, actor=by, attrs={"outcome": "awaiting"})
    return ticket


@transaction.atomic
def reopen(ticket_id: int, *, by_id: int, now: datetime) -> Ticket:
    """It was not settled after all.

    Raises:  Ticket.DoesNotExist; NotOpen: it is not solved, or merged, or spam
    """
    ticket = locked(ticket_id, *SOLVED, TicketState.CLOSED)
    bring_back(ticket, at=now, actor=staff_actor(by_id), now=now)
    return _counted(ticket)


def bring_back(ticket: Ticket, *, at: datetime, actor: str, now: datetime) -> None:
    """A solved ticket is open again from `at` on, by what is promised now.

    The caller holds it and counts it anew.
    """
    _end(ticket, SpanKind.SOLVED, at=at)
    columns = {"resolved_at": None, "confirmed_at": None, "closed_at": None}
    _write(ticket, {"state": TicketState.OPEN.value, **columns})
    renew_terms([ticket.pk], now=now)
    tell("ticket_reopened", ticket, at=at, actor=actor)


def end_wait(ticket: Ticket, *, at: datetime) -> None:
    """Nobody waits for the client any more, and the ticket sleeps no more.

    The caller holds and counts it.
    """
    if ticket.snoozed_until_at is not None:
        _write(ticket, {"snoozed_until_at": None, "snoozed_by_id": None})
    if ticket.state != TicketState.WAITING.value:
        return
    _end(ticket, SpanKind.WAIT, at=at)
    _write(ticket, {"state": TicketState.OPEN.value})


def _solved(ticket_id: int) -> Ticket:
    ticket = locked(ticket_id)
    if TicketState(ticket.state) not in SOLVED:
        raise NotResolved(str(ticket))
    return ticket


def _refuse_unanswered(ticket: Ticket) -> None:
    if ticket.asked_at is not None:
        raise AnswerFirst(str(ticket))


def _begin(ticket: Ticket, kind: SpanKind, *, by_id: int, at: datetime) -> None:
    Span.objects.create(
        school_id=ticket.school_id, ticket=ticket, kind=kind.value, from_at=at, by_id=by_id
    )


def _end(ticket: Ticket, kind: SpanKind, *, at: datetime) -> None:
    """A word said before the stretch began ends it where it began."""
    standing = Span.objects.filter(ticket=ticket, kind=kind.value, to_at=None)
    standing.update(to_at=Greatest(F("from_at"), at))


def _write(ticket: Ticket, columns: dict[str, object]) -> None:
    for name, value in columns.items():
        setattr(ticket, name, value)
    ticket.save(update_fields=list(columns))


def _counted(ticket: Ticket) -> Ticket:
    recount([ticket.pk])
    ticket.refresh_from_db()
    return ticket
