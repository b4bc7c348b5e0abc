"""What is noted about clients at the desk, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Max

from provodnik.touches.desk.models import (
    ClientAbsence,
    Conflict,
    Presence,
    Ticket,
    WindowAgreement,
    WrongChannel,
)
from provodnik.touches.desk.types import TicketState


@dataclass(frozen=True, slots=True)
class Manners:
    """How a client comes: wrong channels so far, when they agreed to one window, absences ahead."""

    wrong: int
    agreed_at: datetime | None
    absences: tuple[tuple[datetime, datetime, str], ...]


@dataclass(frozen=True, slots=True)
class OpenedRef:
    """A ticket made of something else in the house."""

    ticket_id: int
    number: int
    state: TicketState


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague who has the ticket open now."""

    name: str
    is_writing: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Requests that reached the producer in the week from `starts_on`, and all opened in it."""

    starts_on: date
    reached: int
    opened: int


@dataclass(frozen=True, slots=True)
class ReachedRow:
    """A request that reached the producer: when, and why or by whom it was handed over."""

    ticket_id: int
    number: int
    client: str
    subject: str
    at: datetime
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A client who came by the wrong channel, how often, when last, and their agreement."""

    client_id: int
    client: str
    count: int
    last_at: datetime
    agreed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConflictMonth:
    """Conflicts of a month of the school: expected, not expected, warned of among these."""

    month: date
    expected: int
    unexpected: int
    unexpected_warned: int


def manners(client_id: int, *, now: datetime) -> Manners:
    """Queries: 3."""
    agreed = WindowAgreement.objects.filter(client_id=client_id).aggregate(at=Max("agreed_at"))
    ahead = ClientAbsence.objects.filter(client_id=client_id, to_at__gt=now).order_by("from_at")
    return Manners(
        wrong=WrongChannel.objects.filter(client_id=client_id).count(),
        agreed_at=agreed["at"],
        absences=tuple(ahead.values_list("from_at", "to_at", "reason")),
    )


def present(ticket_id: int, *, but_id: int, now: datetime, within: timedelta) -> list[Present]:
    """Colleagues who looked at the ticket within so long; those writing first. One query."""
    since_at = now - within
    here = Presence.objects.filter(ticket_id=ticket_id, seen_at__gt=since_at, staff__left_on=None)
    rows = here.exclude(staff_id=but_id).values_list("staff__name", "wrote_at")
    found = [Present(name, at is not None and at > since_at) for name, at in rows]
    return sorted(found, key=lambda one: (not one.is_writing, one.name))


def opened_from(prefix: str) -> dict[str, OpenedRef]:
    """Tickets by what they were made of, of all origins that begin so (R-141). One query."""
    found = Ticket.objects.filter(origin__startswith=prefix).exclude(origin="")
    return {
        origin: OpenedRef(pk, number, TicketState(state))
        for origin, pk, number, state in found.values_list("origin", "pk", "number", "state")
    }


def producer_weeks(roles: Sequence[str], *, weeks: int, now: datetime) -> list[WeekRow]:
    """Weeks of the school, the oldest first, those without any included (R-010). One query.

    A request reached the producer when somebody called upon them or handed it to one of `roles`;
    it counts once a week, in the week it happened.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WEEKS, {"roles": list(roles), "weeks": weeks, "now": now})
        return [WeekRow(*row) for row in cursor.fetchall()]


def reached_producer(
    roles: Sequence[str], from_on: date, to_on: date, *, limit: int
) -> list[ReachedRow]:
    """The requests of [from_on, to_on), the newest first, each once a week. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _REACHED, {"roles": list(roles), "from": from_on, "to": to_on, "limit": limit}
        )
        return [ReachedRow(*row) for row in cursor.fetchall()]


def wrong_channels(*, limit: int) -> list[WrongRow]:
    """Clients by how often they came by the wrong channel. Queries: 2."""
    counted = list(
        WrongChannel.objects.values("client_id", "client__name")
        .annotate(n=Count("pk"), last=Max("marked_at"))
        .order_by("-n", "client__name", "client_id")[:limit]
    )
    ids = [row["client_id"] for row in counted]
    agreed = dict(
        WindowAgreement.objects.filter(client_id__in=ids)
        .values_list("client_id")
        .annotate(at=Max("agreed_at"))
    )
    return [
        WrongRow(
            row["client_id"],
            row["client__name"],
            row["n"],
            row["last"],
            agreed.get(row["client_id"]),
        )
        for row in counted
    ]


def wrong_messages(client_id: int, *, limit: int) -> list[WrongChannel]:
    """A client's messages by wrong channels, the newest first, with their ticket. One query."""
    found = WrongChannel.objects.filter(client_id=client_id)
    rows = found.select_related("client", "message__ticket").order_by("-marked_at", "-pk")
    return list(rows[:limit])


def conflict_months(zone: ZoneInfo) -> list[ConflictMonth]:
    """Months that saw a conflict, the newest first (R-143). One query."""
    with connection.cursor() as cursor:
        cursor.execute(_CONFLICTS, {"zone": zone.key})
        return [ConflictMonth(*row) for row in cursor.fetchall()]


def conflicts(from_at: datetime | None, to_at: datetime | None, *, limit: int) -> list[Conflict]:
    """Conflicts of [from_at, to_at), the newest first, with client and ticket. One query."""
    found = Conflict.objects.select_related("client", "ticket", "noted_by")
    if from_at is not None and to_at is not None:
        found = found.filter(happened_at__gte=from_at, happened_at__lt=to_at)
    return list(found.order_by("-happened_at", "-pk")[:limit])


_CALLS = """
calls AS (
  SELECT c.ticket_id, c.called_at AS at, c.why, c.called_by_id AS by_id FROM desk_producercall c
  UNION ALL
  SELECT t.ticket_id, t.from_at, '', t.by_id FROM desk_turn t
  JOIN team_staff s ON s.id = t.holder_id AND s.role = ANY(%(roles)s)
), zoned AS (
  SELECT calls.*, z.timezone,
         date_trunc('week', calls.at AT TIME ZONE z.timezone)::date AS week
  FROM calls JOIN kernel_school z ON z.id = current_setting('app.school')::bigint
)
"""
_WEEKS = f"""
WITH {_CALLS}, span AS (
  SELECT generate_series(
    date_trunc('week', %(now)s::timestamptz AT TIME ZONE z.timezone)
      - (%(weeks)s - 1) * interval '1 week',
    date_trunc('week', %(now)s::timestamptz AT TIME ZONE z.timezone), interval '1 week'
  )::date AS week, z.timezone
  FROM kernel_school z WHERE z.id = current_setting('app.school')::bigint
)
SELECT span.week,
       (SELECT count(DISTINCT ticket_id) FROM zoned WHERE zoned.week = span.week),
       (SELECT count(*) FROM desk_ticket d
        WHERE d.opened_at >= span.week::timestamp AT TIME ZONE span.timezone
          AND d.opened_at < (span.week + 7)::timestamp AT TIME ZONE span.timezone
          AND d.state NOT IN ('merged', 'spam'))
FROM span ORDER BY 1
"""  # noqa: S608 (our own piece of SQL)
_REACHED = f"""
WITH {_CALLS}, once AS (
  SELECT DISTINCT ON (week, ticket_id) * FROM zoned
  WHERE week >= %(from)s AND week < %(to)s
  ORDER BY week, ticket_id, (why = ''), at
)
SELECT d.id, d.number, p.name, d.subject, once.at, once.why, coalesce(s.name, '')
FROM once JOIN desk_ticket d ON d.id = once.ticket_id
JOIN people_client p ON p.id = d.client_id
LEFT JOIN team_staff s ON s.id = once.by_id
ORDER BY once.at DESC, d.id LIMIT %(limit)s
"""  # noqa: S608 (our own piece of SQL)
_CONFLICTS = """
SELECT date_trunc('month', happened_at AT TIME ZONE %(zone)s)::date AS month,
       count(*) FILTER (WHERE is_expected), count(*) FILTER (WHERE NOT is_expected),
       count(*) FILTER (WHERE NOT is_expected AND was_warned)
FROM desk_conflict GROUP BY 1 ORDER BY 1 DESC
"""
