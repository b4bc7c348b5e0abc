"""A launch with everything around it: who leads it, who takes part, what it taught."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import F

from provodnik.facts.sales.models import Launch, LaunchAnalysis
from provodnik.facts.sales.queries.launches import LaunchFunnel, launch_funnels
from provodnik.facts.sales.types import Analysis, NewLaunch

PAGE = 100


@dataclass(frozen=True, slots=True)
class LaunchCard:
    """A launch's own fields with the names behind its links."""

    launch_id: int
    fields: NewLaunch
    owner: str | None
    marketing_owner: str | None
    speaker: str | None
    cohort: str | None
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Story:
    """What a launch taught and what came of it: the figures before and after, side by side."""

    launch_id: int
    failed_step: str
    analysis: Analysis
    written_at: datetime
    written_by: str | None
    before: LaunchFunnel
    after: LaunchFunnel | None


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A client in a launch; `bought_kopecks` of the launch's product or channel since it began."""

    client_id: int
    name: str
    coordinator_id: int | None
    joined_at: datetime
    tasks_done: int
    came_at: datetime | None
    bought_kopecks: int
    is_handed_over: bool


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A tracked link of a launch: whose, by whom, how many people and machines opened it."""

    token: str
    product: str
    staff: str | None
    client: str | None
    people: int
    machines: int


def launch_card(launch_id: int) -> LaunchCard:
    """One query. Raises:  Launch.DoesNotExist"""
    found = Launch.objects.annotate(
        owner_name=F("owner__name"),
        marketing_name=F("marketing_owner__name"),
        speaker_name=F("speaker__name"),
        cohort_name=F("cohort__name"),
    ).get(pk=launch_id)
    names = NewLaunch.__dataclass_fields__
    return LaunchCard(
        launch_id=launch_id,
        fields=NewLaunch(**{name: getattr(found, name) for name in names}),
        owner=found.owner_name,
        marketing_owner=found.marketing_name,
        speaker=found.speaker_name,
        cohort=found.cohort_name,
        cancelled_at=found.cancelled_at,
    )


def stories(launch_ids: Sequence[int] | None = None, *, limit: int = 20) -> list[Story]:
    """Analyses of launches, the latest first; of these launches only, where given. 2 queries."""
    found = LaunchAnalysis.objects.annotate(by_name=F("written_by__name")).order_by("-written_at")
    if launch_ids is not None:
        found = found.filter(launch_id__in=launch_ids)
    rows = list(found[:limit])
    ids = {row.launch_id for row in rows} | {row.next_launch_id for row in rows}
    wanted = [pk for pk in ids if pk is not None]
    funnels = {
        one.launch_id: one
        for one in launch_funnels(ids=wanted, limit=len(wanted), with_cancelled=True)
    }
    names = Analysis.__dataclass_fields__
    return [
        Story(
            launch_id=row.launch_id,
            failed_step=row.failed_step,
            analysis=Analysis(**{name: getattr(row, name) for name in names}),
            written_at=row.written_at,
            written_by=row.by_name,
            before=funnels[row.launch_id],
            after=funnels.get(row.next_launch_id or 0),
        )
        for row in rows
    ]


def tried_after(launch_id: int) -> list[tuple[int, str]]:
    """Launches whose analysis led to this one: id and name. One query."""
    found = LaunchAnalysis.objects.filter(next_launch_id=launch_id).order_by("-written_at")
    return [(pk, name) for pk, name in found.values_list("launch_id", "launch__name")]


def participants(
    launch_id: int, *, of_coordinator: int | None = None, limit: int = PAGE
) -> list[ParticipantRow]:
    """Those who take part, by name; of one coordinator only, where given. One query."""
    params = {"launch": launch_id, "coordinator": of_coordinator, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_PARTICIPANTS, params)
        return [ParticipantRow(*row) for row in cursor.fetchall()]


_PARTICIPANTS = """
WITH guest AS MATERIALIZED (
  SELECT p.client_id, p.joined_at, p.tasks_done, p.came_at, l.product_id, l.channel, l.id AS launch,
         l.starts_on::timestamp AT TIME ZONE s.timezone AS from_at
  FROM sales_participant AS p JOIN sales_launch AS l ON l.id = p.launch_id
  JOIN kernel_school AS s ON s.id = l.school_id
  WHERE p.launch_id = %(launch)s
)
SELECT c.id, c.name, c.coordinator_id, g.joined_at, g.tasks_done, g.came_at,
  coalesce((SELECT sum(o.paid_kopecks - o.refunded_kopecks) FROM sales_order AS o
    WHERE o.client_id = g.client_id AND o.created_at >= g.from_at
      AND (o.product_id = g.product_id OR g.product_id IS NULL AND o.channel = g.channel)
  ), 0)::bigint,
  EXISTS (SELECT FROM sales_warmlead AS w
    WHERE w.client_id = g.client_id AND w.launch_id = g.launch)
FROM guest AS g JOIN people_client AS c ON c.id = g.client_id
WHERE %(coordinator)s::bigint IS NULL OR c.coordinator_id = %(coordinator)s
ORDER BY c.sort_key, c.id LIMIT %(limit)s
"""


def links_of(launch_id: int, *, limit: int = PAGE) -> list[LinkRow]:
    """Its tracked links, the most opened first, each with its person and seller. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, [launch_id, limit])
        return [LinkRow(*row) for row in cursor.fetchall()]


_LINKS = """
SELECT t.token, p.name, s.name, c.name,
       count(k.id) FILTER (WHERE k.machine_sign = '') AS people,
       count(k.id) FILTER (WHERE k.machine_sign <> '')
FROM sales_trackedlink AS t JOIN catalog_product AS p ON p.id = t.product_id
LEFT JOIN team_staff AS s ON s.id = t.staff_id
LEFT JOIN people_client AS c ON c.id = t.client_id
LEFT JOIN sales_linkclick AS k ON k.link_id = t.id
WHERE t.launch_id = %s
GROUP BY t.id, p.name, s.name, c.name
ORDER BY people DESC, t.id LIMIT %s
"""


def launch_choices() -> list[tuple[int, str, date]]:
    """Launches by their first day, the latest first: id, name, day. One query."""
    found = Launch.objects.filter(cancelled_at=None).order_by("-starts_on", "-pk")
    return list(found.values_list("pk", "name", "starts_on"))
