"""Closing the loop: the student hears what was done about a low score."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.team.rules import actor_staff_id, staff_actor
from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry
from provodnik.touches.voice.surveys.errors import NothingTold
from provodnik.touches.voice.surveys.models import Concern

_LENGTH = 500


@transaction.atomic
def settle(concern_id: int, told: str, *, by_id: int, now: datetime) -> Concern:
    """Keep what the student was told. Told again, the first words stay.

    Raises:  Concern.DoesNotExist; NothingTold
    """
    words = told.strip()[:_LENGTH]
    if not words:
        raise NothingTold
    concern = Concern.objects.select_for_update(of=("self",)).get(pk=concern_id)
    if concern.settled_at is not None:
        return concern
    concern.told, concern.settled_at, concern.settled_by_id = words, now, by_id
    concern.save(update_fields=["told", "settled_at", "settled_by"])
    actor = staff_actor(by_id)
    journal.record(
        "low_score_settled",
        happened_at=now,
        actor=actor,
        client_id=concern.client_id,
        staff_id=actor_staff_id(actor),
        attrs={"text": words},
    )
    return concern


@transaction.atomic
def unsettle(concern_id: int, *, by_id: int, now: datetime) -> Concern:
    """Take back that a concern is settled: its entry leaves the journal's figures.

    Raises:  Concern.DoesNotExist
    """
    concern = Concern.objects.select_for_update(of=("self",)).get(pk=concern_id)
    if concern.settled_at is None:
        return concern
    told = _entries(concern.client_id, concern.settled_at)
    journal.void(told, at=now, actor=staff_actor(by_id), reason="undone")
    concern.told, concern.settled_at, concern.settled_by = "", None, None
    concern.save(update_fields=["told", "settled_at", "settled_by"])
    return concern


def _entries(client_id: int, settled_at: datetime) -> list[int]:
    """Entries that tell of a settling."""
    found = JournalEntry.objects.filter(
        client_id=client_id,
        event_id=journal.event_id("low_score_settled"),
        happened_at=settled_at,
    )
    return list(found.values_list("pk", flat=True))
