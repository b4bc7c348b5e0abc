"""What pages read about campaigns: progress, both groups, who is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from provodnik.touches.campaigns import rules
from provodnik.touches.campaigns.models import Campaign, CampaignStep
from provodnik.touches.campaigns.types import CampaignKind, CampaignState, Ending, Group, Lift


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the people turned to: how many wait for the first step, are in it, have ended and how."""

    waiting: int = 0
    in_queue: int = 0
    between: int = 0
    endings: tuple[tuple[Ending, int], ...] = ()

    @property
    def ended(self) -> int:
        return sum(count for _ending, count in self.endings)


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step: how many were planned, made, and agreed."""

    number: int
    wait_days: int
    reason: str
    planned: int
    made: int
    agreed: int


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign with the comparison of its two groups."""

    campaign_id: int
    name: str
    kind: CampaignKind
    state: CampaignState
    segment_id: int | None
    segment: str
    product_id: int
    product: str
    channel: str
    holdout_percent: int
    result_days: int
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    touched: Group
    alone: Group
    lift: Lift | None


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """One campaign with its progress and steps."""

    row: CampaignRow
    progress: Progress
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A client of a campaign and what came of it; `ending` empty while it goes on."""

    client_id: int
    name: str
    is_alone: bool
    step: int
    joined_at: datetime
    ending: str
    is_revived: bool
    net_kopecks: int


def campaign_rows(*, now: datetime, only: int | None = None) -> list[CampaignRow]:
    """Campaigns, the newest first, with their results so far. Queries: 2."""
    found = Campaign.objects.select_related("segment", "product").order_by("-created_at", "-pk")
    if only is not None:
        found = found.filter(pk=only)
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, {"now": now, "only": only})
        groups = {(row[0], row[1]): Group(*map(int, row[2:])) for row in cursor.fetchall()}
    return [_row(one, groups) for one in found]


def campaign_page(campaign_id: int, *, now: datetime) -> CampaignPage:
    """One campaign. Queries: 5. Raises Campaign.DoesNotExist."""
    rows = campaign_rows(now=now, only=campaign_id)
    if not rows:
        raise Campaign.DoesNotExist(str(campaign_id))
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS, {"campaign": campaign_id})
        counted: Sequence[tuple[str, str, int]] = cursor.fetchall()
        cursor.execute(_STEPS, {"campaign": campaign_id, "origin": f"campaign:{campaign_id}"})
        made = {row[0]: row[1:] for row in cursor.fetchall()}
    places = {place: n for place, ending, n in counted if not ending}
    endings = {ending: n for _place, ending, n in counted if ending}
    progress = Progress(
        waiting=places.get("waiting", 0),
        in_queue=places.get("in_queue", 0),
        between=places.get("between", 0),
        endings=tuple((one, endings[one.value]) for one in Ending if one.value in endings),
    )
    steps = CampaignStep.objects.filter(campaign_id=campaign_id).order_by("number")
    told = tuple(
        StepRow(one.number, one.wait_days, one.reason, *made.get(f"step:{one.number}", (0, 0, 0)))
        for one in steps
    )
    return CampaignPage(rows[0], progress, told)


def member_rows(
    campaign_id: int, *, now: datetime, alone: bool | None = None, limit: int = 100
) -> list[MemberRow]:
    """People of a campaign: buyers first, then by name. One query."""
    params: dict[str, Any] = {
        "campaign": campaign_id,
        "now": now,
        "alone": alone,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, params)
        return [MemberRow(*row) for row in cursor.fetchall()]


def _row(one: Campaign, groups: dict[tuple[int, bool], Group]) -> CampaignRow:
    touched, alone = groups.get((one.pk, False), Group()), groups.get((one.pk, True), Group())
    return CampaignRow(
        campaign_id=one.pk,
        name=one.name,
        kind=CampaignKind(one.kind),
        state=CampaignState(one.state),
        segment_id=one.segment_id,
        segment=one.segment.name if one.segment else "",
        product_id=one.product_id,
        product=one.product.name,
        channel=one.channel,
        holdout_percent=one.holdout_percent,
        result_days=one.result_days,
        created_at=one.created_at,
        started_at=one.started_at,
        ended_at=one.ended_at,
        touched=touched,
        alone=alone,
        lift=rules.lift(touched, alone),
    )


# Orders of the days that count, whatever they bought: a revived client may choose another thing.
_BOUGHT = """
  SELECT coalesce(sum(o.paid_kopecks - o.refunded_kopecks), 0)::bigint AS net
  FROM sales_order AS o
  WHERE o.client_id = m.client_id AND o.first_paid_at > m.joined_at
    AND o.first_paid_at <= m.joined_at + make_interval(days => k.result_days)
    AND o.paid_kopecks > o.refunded_kopecks
"""

_GROUPS = f"""
SELECT m.campaign_id, m.is_alone, count(*),
       count(*) FILTER (WHERE c.alive_at > m.joined_at OR bought.net > 0),
       count(*) FILTER (WHERE bought.net > 0), coalesce(sum(bought.net), 0)::bigint
FROM campaigns_campaignmember AS m JOIN campaigns_campaign AS k ON k.id = m.campaign_id
LEFT JOIN base_contact AS c ON c.client_id = m.client_id
CROSS JOIN LATERAL ({_BOUGHT}) AS bought
WHERE m.joined_at <= %(now)s AND (%(only)s::bigint IS NULL OR m.campaign_id = %(only)s)
GROUP BY m.campaign_id, m.is_alone
"""  # noqa: S608 (our own text)

_PROGRESS = """
SELECT CASE WHEN m.step = 0 THEN 'waiting' WHEN m.next_at IS NULL THEN 'in_queue'
            ELSE 'between' END, m.ending, count(*)
FROM campaigns_campaignmember AS m WHERE m.campaign_id = %(campaign)s AND NOT m.is_alone
GROUP BY 1, 2
"""

_STEPS = """
SELECT t.occurrence, count(*), count(*) FILTER (WHERE t.state = 'made'),
       count(*) FILTER (WHERE t.outcome = 'agreed')
FROM campaigns_campaignmember AS m
JOIN queue_touch AS t ON t.client_id = m.client_id AND t.origin = %(origin)s
WHERE m.campaign_id = %(campaign)s GROUP BY t.occurrence
"""

_MEMBERS = f"""
SELECT m.client_id, p.name, m.is_alone, m.step, m.joined_at, m.ending,
       coalesce(c.alive_at > m.joined_at, false) OR bought.net > 0, bought.net
FROM campaigns_campaignmember AS m JOIN campaigns_campaign AS k ON k.id = m.campaign_id
JOIN people_client AS p ON p.id = m.client_id
LEFT JOIN base_contact AS c ON c.client_id = m.client_id
CROSS JOIN LATERAL ({_BOUGHT}) AS bought
WHERE m.campaign_id = %(campaign)s AND m.joined_at <= %(now)s
  AND (%(alone)s::boolean IS NULL OR m.is_alone = %(alone)s)
ORDER BY bought.net DESC, p.sort_key, m.client_id LIMIT %(limit)s
"""  # noqa: S608 (our own text)
