"""What students said: scores over time, requests, reviews and results, complaints not settled."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, OuterRef, Subquery

from provodnik.facts.people.models import Client, Satisfaction
from provodnik.facts.people.types import SatisfactionKind

SCORES = 12
SAID = 3

REQUESTS = ("ticket_opened", "ticket_resolved", "ticket_reopened")
WORDS = ("review_received", "case_recorded")


@dataclass(frozen=True, slots=True)
class Request:
    """A request of a client; `resolved_at` is None while it waits or has come back."""

    number: str
    topic: str
    opened_at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """A review (`review_received`) or a result told as a case (`case_recorded`)."""

    event: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Voice:
    """A client's latest requests and words, newest first."""

    requests: tuple[Request, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint nobody has settled."""

    client_id: int
    name: str
    text: str
    at: datetime | None


def csat_scores(client_id: int) -> list[int]:
    """The client's last scores in hundredths of a point, oldest first. One query."""
    told = Satisfaction.objects.filter(client_id=client_id, kind=SatisfactionKind.CSAT.value)
    newest = told.order_by("-told_at", "-pk").values_list("score_hundredths", flat=True)
    return [score for score in newest[:SCORES] if score is not None][::-1]


def voice_of(client_ids: Sequence[int]) -> Voice:
    """What a client asked and said. `client_ids` are `known_as`. One query."""
    kinds = [*REQUESTS, *WORDS]
    with connection.cursor() as cursor:
        cursor.execute(_VOICE, {"clients": list(client_ids), "kinds": kinds})
        rows = [(*row[:-1], json.loads(row[-1])) for row in cursor.fetchall()]
    requests: dict[str, Request] = {}
    said = []
    for event, item, at, attrs in rows:
        if event in WORDS:
            said.append(Said(event, str(attrs.get("text", "")), at))
            continue
        known = requests.get(item)
        topic = str(attrs.get("topic", "")) or (known.topic if known else "")
        opened_at = known.opened_at if known else at
        resolved_at = at if event == "ticket_resolved" else None
        requests[item] = Request(item, topic, opened_at, resolved_at)
    latest = sorted(requests.values(), key=lambda one: one.opened_at, reverse=True)
    return Voice(tuple(latest[:SAID]), tuple(said[::-1][:SAID]))


def open_complaints(*, limit: int = 5) -> tuple[int, list[Complaint]]:
    """How many students wait for a complaint to be settled, and whose are the oldest. 2 queries."""
    waiting = Client.objects.filter(open_complaints__gt=0, merged_into__isnull=True)
    told = Satisfaction.objects.filter(
        client=OuterRef("pk"), kind=SatisfactionKind.COMPLAINT.value
    ).order_by("-told_at", "-pk")
    rows = waiting.annotate(
        text=Subquery(told.values("comment")[:1]), at=Subquery(told.values("told_at")[:1])
    )
    oldest = rows.order_by(F("at").asc(nulls_last=True), "pk").values_list(
        "pk", "name", "text", "at"
    )
    return waiting.count(), [
        Complaint(client_id, name, text or "", at) for client_id, name, text, at in oldest[:limit]
    ]


_VOICE = """
SELECT n.name, coalesce(e.item, ''), e.happened_at, e.attrs
FROM kernel_journalentry e
JOIN kernel_eventname n ON n.id = e.event_id
WHERE e.client_id = ANY(%(clients)s) AND n.name = ANY(%(kinds)s::text[])
  AND NOT EXISTS (
    SELECT FROM kernel_journalentry void
    WHERE void.client_id = e.client_id AND void.value = e.id
      AND void.event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided'))
ORDER BY e.happened_at, e.id
"""
