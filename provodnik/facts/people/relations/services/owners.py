"""Owners of the parts of a relationship (R-002)."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations.errors import HasLeft, UnknownPart
from provodnik.facts.people.relations.models import PartOwner
from provodnik.facts.people.services.clients import standing
from provodnik.facts.team.models import Staff
from provodnik.kernel import journal, schools
from provodnik.method import queries as method


@transaction.atomic
def name_owner(client_id: int, part: str, *, staff_id: int, now: datetime, actor: str) -> PartOwner:
    """Name an owner. A part for one passes from whoever held it; naming again changes nothing.

    Raises:  Client.DoesNotExist; Staff.DoesNotExist; UnknownPart; HasLeft
    """
    found = method.relation_settings().part(part)
    if found is None:
        raise UnknownPart(part)
    member = Staff.objects.get(pk=staff_id)
    if member.left_on is not None:
        raise HasLeft(member.name)
    # Two naming at once wait for each other, so that the one owner is the later's.
    client = Client.objects.select_for_update().get(pk=standing(client_id).pk)
    held = PartOwner.objects.filter(client=client, part=part, until_at=None)
    mine = held.filter(staff=member).first()
    if not found.several:
        for other in held.exclude(staff=member):
            _release(other, now=now, actor=actor)
    if mine is not None:
        return mine
    made = PartOwner.objects.create(
        school_id=schools.current(),
        client=client,
        part=part,
        staff=member,
        is_only=not found.several,
        since_at=now,
    )
    _tell("part_owner_named", made, now=now, actor=actor)
    return made


@transaction.atomic
def release_owner(client_id: int, part: str, *, staff_id: int, now: datetime, actor: str) -> bool:
    """A member no longer owns a part. Whether they did.

    Raises:  Client.DoesNotExist
    """
    client = standing(client_id)
    held = PartOwner.objects.select_for_update().filter(
        client=client, part=part, staff_id=staff_id, until_at=None
    )
    found = held.first()
    if found is not None:
        _release(found, now=now, actor=actor)
    return found is not None


def _release(owner: PartOwner, *, now: datetime, actor: str) -> None:
    owner.until_at = max(now, owner.since_at)
    owner.save(update_fields=["until_at"])
    _tell("part_owner_released", owner, now=now, actor=actor)


def _tell(event: str, owner: PartOwner, *, now: datetime, actor: str) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        client_id=owner.client_id,
        staff_id=owner.staff_id,
        item=owner.part,
    )
