"""Contacts with known figures, and a segment that speaks of them."""

from datetime import datetime, timedelta

from provodnik.facts.people.models import Client
from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.models import Membership, Segment
from provodnik.facts.sales.base.recounting import note_clients, recount_all
from provodnik.facts.sales.base.services import save_segment
from provodnik.facts.sales.tests.factories import MONDAY, make_client

ACTOR = "system"
DAY = timedelta(days=1)


def contact(
    name: str = "Наталья Ремизова",
    *,
    known_days: int = 400,
    active_days: int | None = None,
    goal: str | None = None,
) -> Client:
    """A client known for so many days, last seen so many days ago."""
    client = make_client(name, goal=goal)
    client.created_at = client.registered_at = MONDAY - known_days * DAY
    client.last_active_at = None if active_days is None else MONDAY - active_days * DAY
    client.save()
    note_clients([client.pk])
    return client


def segment(*groups: list[tuple[str, str, str]], name: str = "Сегмент") -> Segment:
    """A saved segment; each group is a list of (fact, how, value)."""
    stored = [
        [{"fact": fact, "how": how, "value": value} for fact, how, value in group]
        for group in groups
    ]
    return save_segment(name, rules.read(stored), actor=ACTOR, now=MONDAY)


def counted(now: datetime = MONDAY) -> None:
    recount_all(now=now)


def members(of: Segment) -> set[int]:
    """Who is in the segment now."""
    return set(
        Membership.objects.filter(segment=of, left_at=None).values_list("client_id", flat=True)
    )
