"""What departments have handed over, and what to hand over next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F

from provodnik.facts.people.models import Goal, Pain
from provodnik.facts.sales.models import (
    DepartmentRequest,
    MarketingPack,
    PackItem,
    SalesHandoff,
    WarmLead,
)
from provodnik.facts.sales.types import NewPackItem, PackItemKind

LIMIT = 50
GATHERED_DAYS = 90


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request of one department to another; open while `answered_at` is None."""

    request_id: int
    topic: str
    text: str
    from_department: str
    to_department: str
    owner_id: int | None
    owner: str | None
    client_id: int | None
    client: str | None
    asked_at: datetime
    asked_by: str
    due_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by: str | None

    def is_late(self, now: datetime) -> bool:
        """Whether the answer came, or is still to come, after its term."""
        return (self.answered_at or now) > self.due_at


@dataclass(frozen=True, slots=True)
class PackItemRow:
    """A thing of a pack; `used_in` is the content made of it."""

    item_id: int
    kind: PackItemKind
    text: str
    pain: str | None
    client_id: int | None
    heard: int
    used_in: str


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack for marketing with its things."""

    pack_id: int
    title: str
    sent_at: datetime
    sent_by: str
    received_at: datetime | None
    received_by: str | None
    items: tuple[PackItemRow, ...]

    @property
    def used(self) -> int:
        """How many of its things have become content."""
        return sum(1 for item in self.items if item.used_in)


@dataclass(frozen=True, slots=True)
class HandoffRow:
    """What sales promised a client. `seen_at` is when the department read it."""

    client_id: int
    client: str
    coordinator_id: int | None
    promises: str
    context: str
    is_unclear: bool
    told_at: datetime
    told_by: str | None
    seen_at: datetime | None
    seen_by: str | None


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client with first money lately of whom sales has told nothing yet."""

    client_id: int
    name: str
    first_paid_at: datetime
    coordinator_id: int | None


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A warm lead handed over to sales."""

    lead_id: int
    client_id: int
    client: str
    launch: str | None
    reason: str
    handed_at: datetime
    taken_at: datetime | None
    taken_by: str | None


def requests(*, limit: int = LIMIT) -> list[RequestRow]:
    """Open requests by their term, then the answered, the latest first. One query."""
    found = DepartmentRequest.objects.annotate(
        owner_name=F("owner__name"),
        client_name=F("client__name"),
        asked_name=F("asked_by__name"),
        answered_name=F("answered_by__name"),
    ).order_by(F("answered_at").desc(nulls_first=True), "due_at", "pk")
    columns = (
        *("pk", "topic", "text", "from_department", "to_department", "owner_id", "owner_name"),
        *("client_id", "client_name", "asked_at", "asked_name", "due_at", "answer"),
        *("answered_at", "answered_name"),
    )
    return [RequestRow(*row) for row in found.values_list(*columns)[:limit]]


def packs(*, limit: int = 10) -> list[PackRow]:
    """Packs, the latest first, with their things. Two queries."""
    found = list(
        MarketingPack.objects.annotate(
            sent_name=F("sent_by__name"), received_name=F("received_by__name")
        ).order_by("-sent_at", "-pk")[:limit]
    )
    things: dict[int, list[PackItemRow]] = {}
    items = PackItem.objects.filter(pack_id__in=[pack.pk for pack in found])
    columns = ("pack_id", "pk", "kind", "text", "pain__name", "client_id", "heard", "used_in")
    for pack_id, pk, kind, *rest in items.order_by("pk").values_list(*columns):
        things.setdefault(pack_id, []).append(PackItemRow(pk, PackItemKind(kind), *rest))
    return [
        PackRow(
            pack_id=pack.pk,
            title=pack.title,
            sent_at=pack.sent_at,
            sent_by=pack.sent_name,
            received_at=pack.received_at,
            received_by=pack.received_name,
            items=tuple(things.get(pack.pk, ())),
        )
        for pack in found
    ]


@dataclass(frozen=True, slots=True)
class HeardRow:
    """A goal in which a pain was heard."""

    client_id: int
    client: str
    text: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """A page of the goals behind «heard so many times», the latest first, and how many in all."""

    pain: str
    rows: tuple[HeardRow, ...]
    total: int


def heard(pain: Pain, *, now: datetime, days: int = GATHERED_DAYS, offset: int = 0) -> Heard:
    """Goals that named a pain within the days a pack is gathered over. Two queries."""
    since = now - timedelta(days=days)
    found = Goal.objects.filter(pain=pain, recorded_at__gte=since, recorded_at__lte=now)
    columns = ("client_id", "client__name", "text", "recorded_at")
    rows = found.order_by("-recorded_at", "-pk").values_list(*columns)[offset : offset + LIMIT]
    return Heard(pain.name, tuple(HeardRow(*row) for row in rows), found.count())


def draft_pack(*, words: int, now: datetime, days: int = GATHERED_DAYS) -> list[NewPackItem]:
    """What a pack sent today would hold: pains by how often they were heard, words, cases.

    Words are students' own: goals they named and comments to their scores; cases are
    recorded ones. Of the last `days`; `words` at most of each. One query.
    """
    params: dict[str, Any] = {"since": now - timedelta(days=days), "now": now, "words": words}
    with connection.cursor() as cursor:
        cursor.execute(_DRAFT, params)
        return [
            NewPackItem(PackItemKind(kind), text, pain_id, client_id, heard)
            for kind, text, pain_id, client_id, heard in cursor.fetchall()
        ]


_DRAFT = """
WITH pain AS (
  SELECT 'pain' AS kind, p.name AS text, p.id AS pain_id, NULL::bigint AS client_id,
         count(*)::integer AS heard, 1 AS place
  FROM people_pain AS p JOIN people_goal AS g ON g.pain_id = p.id
    AND g.recorded_at >= %(since)s AND g.recorded_at <= %(now)s
  GROUP BY p.id, p.name ORDER BY count(*) DESC, p.name LIMIT %(words)s
), said AS (
  SELECT 'words' AS kind, s.comment AS text, NULL::bigint AS pain_id, s.client_id, 0 AS heard,
         2 AS place
  FROM people_satisfaction AS s WHERE s.comment <> '' AND s.told_at >= %(since)s
  ORDER BY s.told_at DESC LIMIT %(words)s
), goal AS (
  SELECT DISTINCT ON (g.text) 'words' AS kind, g.text, g.pain_id, g.client_id, 0 AS heard,
         3 AS place
  FROM people_goal AS g WHERE g.recorded_at >= %(since)s
  ORDER BY g.text, g.recorded_at DESC LIMIT %(words)s
), told_case AS (
  SELECT 'case' AS kind, coalesce(e.item, e.attrs ->> 'text', '') AS text,
         NULL::bigint AS pain_id, e.client_id, 0 AS heard, 4 AS place
  FROM kernel_journalentry AS e
  WHERE e.event_id = (SELECT id FROM kernel_eventname WHERE name = 'case_recorded')
    AND e.happened_at >= %(since)s AND coalesce(e.item, e.attrs ->> 'text', '') <> ''
    AND e.attrs ->> 'consent' IS DISTINCT FROM 'none'
    AND NOT EXISTS (SELECT FROM kernel_journalentry AS v
      WHERE v.client_id = e.client_id AND v.value = e.id
        AND v.event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided'))
  ORDER BY e.happened_at DESC LIMIT %(words)s
)
SELECT kind, text, pain_id, client_id, heard FROM (
  SELECT * FROM pain UNION ALL SELECT * FROM said UNION ALL SELECT * FROM goal
  UNION ALL SELECT * FROM told_case
) AS thing ORDER BY place, heard DESC, text
"""


def handoff_of(client_id: int) -> HandoffRow | None:
    """What sales promised this client; None where nothing was handed over. One query."""
    found = handoffs(client_ids=[client_id])
    return found[0] if found else None


def handoffs(
    *,
    client_ids: Sequence[int] | None = None,
    of_coordinator: int | None = None,
    limit: int = LIMIT,
) -> list[HandoffRow]:
    """Unread first, the latest first; of these clients or one coordinator only. One query."""
    found = SalesHandoff.objects.annotate(
        told_name=F("told_by__name"), seen_name=F("seen_by__name")
    )
    if client_ids is not None:
        found = found.filter(client_id__in=list(client_ids))
    if of_coordinator is not None:
        found = found.filter(client__coordinator_id=of_coordinator)
    rows = found.order_by(F("seen_at").desc(nulls_first=True), "-told_at", "pk")
    columns = (
        *("client_id", "client__name", "client__coordinator_id", "promises", "context"),
        *("is_unclear", "told_at", "told_name", "seen_at", "seen_name"),
    )
    return [HandoffRow(*row) for row in rows.values_list(*columns)[:limit]]


def clients_without_handoff(*, since: datetime, limit: int = LIMIT) -> list[NewClient]:
    """Clients with their first money since a moment and no handoff, the latest first. 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(_UNTOLD, {"since": since, "limit": limit})
        return [NewClient(*row) for row in cursor.fetchall()]


_UNTOLD = """
WITH fresh AS MATERIALIZED (
  SELECT o.client_id, min(o.first_paid_at) AS at FROM sales_order AS o
  WHERE o.first_paid_at >= %(since)s AND o.paid_kopecks > o.refunded_kopecks
  GROUP BY o.client_id
)
SELECT c.id, c.name, fresh.at, c.coordinator_id
FROM fresh JOIN people_client AS c ON c.id = fresh.client_id AND c.merged_into_id IS NULL
WHERE NOT EXISTS (SELECT FROM sales_saleshandoff AS h WHERE h.client_id = c.id)
  AND NOT EXISTS (SELECT FROM sales_order AS o
                  WHERE o.client_id = c.id AND o.first_paid_at < fresh.at)
ORDER BY fresh.at DESC, c.id LIMIT %(limit)s
"""


def leads(*, limit: int = LIMIT) -> list[LeadRow]:
    """Warm leads: those nobody took first, the latest first. One query."""
    found = WarmLead.objects.annotate(taken_name=F("taken_by__name"), launch_name=F("launch__name"))
    rows = found.order_by(F("taken_at").desc(nulls_first=True), "-handed_at", "pk")
    columns = (
        *("pk", "client_id", "client__name", "launch_name", "reason", "handed_at"),
        *("taken_at", "taken_name"),
    )
    return [LeadRow(*row) for row in rows.values_list(*columns)[:limit]]
