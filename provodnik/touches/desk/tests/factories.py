"""Requests for tests."""

from datetime import UTC, datetime, timedelta
from typing import TypedDict

from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.touches.desk import services
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.services import Received
from provodnik.touches.desk.types import Answer, Incoming

# A Monday, eleven in Moscow: an hour after the school's opening.
MONDAY = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class By(TypedDict):
    """Who does something, and when."""

    by_id: int
    now: datetime


def by(staff: Staff, now: datetime = MONDAY) -> By:
    return By(by_id=staff.pk, now=now)


def incoming(  # noqa: PLR0913 (what matters is visible at the call)
    client: Client,
    text: str = "Не открывается урок",
    *,
    at: datetime = MONDAY,
    channel: str = "chat",
    topic: str = "other",
    external_id: str | None = None,
    priority: str = "",
) -> Incoming:
    return Incoming(client.pk, channel, text, at, external_id, topic, priority)


def write(client: Client, text: str = "Не открывается урок", **told: object) -> Received:
    """A client's message, received at the moment it was said unless `now` says otherwise."""
    now = told.pop("now", None)
    message = incoming(client, text, **told)  # type: ignore[arg-type]
    return services.receive(message, actor="system", now=now or message.said_at)  # type: ignore[arg-type]


def ask(client: Client, text: str = "Не открывается урок", **told: object) -> Ticket:
    """A client's question that surely has a ticket."""
    received = write(client, text, **told)
    assert received.ticket is not None
    return received.ticket


def answer(ticket: Ticket, by_id: int, *, at: datetime, text: str = "Проверьте доступ") -> Ticket:
    services.reply(ticket.pk, Answer(text), by_id=by_id, now=at)
    ticket.refresh_from_db()
    return ticket
