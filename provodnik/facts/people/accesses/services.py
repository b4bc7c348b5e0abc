"""Everything that may change an access. Each change is a step of it and an entry of the journal."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from provodnik.facts.people.accesses.errors import (
    HolderHasLeft,
    IsRevoked,
    NamesNothing,
    OneHolder,
    WithoutReason,
)
from provodnik.facts.people.accesses.models import AccessGrant, AccessStep
from provodnik.facts.people.accesses.types import NewGrant, StepKind
from provodnik.facts.people.services.clients import standing
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.facts.team.services import leave
from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date
from provodnik.method import queries as method

_EVENTS = {
    StepKind.GRANTED: "access_granted",
    StepKind.REVIEWED: "access_reviewed",
    StepKind.REVOKED: "access_revoked",
}


@transaction.atomic
def grant(new: NewGrant, *, by_id: int, now: datetime) -> AccessGrant:
    """Write down that somebody was let in. What is open already is handed back unchanged.

    The day of the first review is set by the method's rhythm for the kind.

    Raises:  NamesNothing; OneHolder; HolderHasLeft; Client.DoesNotExist; Staff.DoesNotExist
    """
    what = {"kind": new.kind, "words": new.words.strip()}
    if not any(what.values()) or (new.kind and method.access_settings().kind(new.kind) is None):
        raise NamesNothing
    access, is_new = AccessGrant.objects.get_or_create(
        school_id=schools.current(),
        **what,
        **_holder(new),
        about_client_id=standing(new.about_client_id).pk if new.about_client_id else None,
        revoked_at=None,
        defaults={
            "granted_at": now,
            "granted_by_id": by_id,
            "review_on": _next_review(new.kind, now),
        },
    )
    if is_new:
        _note(access, StepKind.GRANTED, by_id=by_id, now=now, review_on=access.review_on)
    return access


@transaction.atomic
def review(grant_id: int, *, note: str = "", by_id: int, now: datetime) -> AccessGrant:
    """Look at an access and leave it open until the next review.

    Raises:  AccessGrant.DoesNotExist; IsRevoked
    """
    access = AccessGrant.objects.select_for_update().get(pk=grant_id)
    if access.revoked_at is not None:
        raise IsRevoked
    access.reviewed_at, access.reviewed_by_id = now, by_id
    access.review_on = _next_review(access.kind, now)
    access.save(update_fields=["reviewed_at", "reviewed_by", "review_on"])
    said = note.strip()
    _note(access, StepKind.REVIEWED, by_id=by_id, now=now, note=said, review_on=access.review_on)
    return access


@transaction.atomic
def revoke(grant_id: int, *, reason: str, by_id: int, now: datetime) -> AccessGrant:
    """Take an access back. What is taken back already stays as it was.

    Raises:  AccessGrant.DoesNotExist; WithoutReason
    """
    access = AccessGrant.objects.select_for_update().get(pk=grant_id)
    if access.revoked_at is None:
        _revoke([access], reason, by_id=by_id, now=now)
    return access


@transaction.atomic
def revoke_of_client(client_id: int, *, reason: str, by_id: int, now: datetime) -> int:
    """Take back all that a client holds and all that opens their data. Returns how many.

    Raises:  WithoutReason
    """
    rows = AccessGrant.objects.select_for_update().filter(revoked_at=None).order_by("pk")
    held, about = rows.filter(holder_client=client_id), rows.filter(about_client=client_id)
    found = {one.pk: one for one in (*held, *about)}
    return _revoke(list(found.values()), reason, by_id=by_id, now=now)


@transaction.atomic
def part_with(
    staff_id: int, *, reason: str, left_on: date, by_id: int, now: datetime
) -> tuple[Staff, int]:
    """Take back everything a member holds, and only then let them leave: both or neither.

    Returns the member and how many accesses were taken back.

    Raises:  Staff.DoesNotExist; WithoutReason; Refused: something else keeps them
    """
    rows = AccessGrant.objects.select_for_update().filter(holder_staff=staff_id, revoked_at=None)
    count = _revoke(list(rows.order_by("pk")), reason, by_id=by_id, now=now)
    gone = leave(staff_id, left_on=left_on, now=now, actor=staff_actor(by_id))
    return gone, count


def _revoke(accesses: Collection[AccessGrant], reason: str, *, by_id: int, now: datetime) -> int:
    said = reason.strip()
    if accesses and not said:
        raise WithoutReason
    for access in accesses:
        access.revoked_at, access.revoked_by_id, access.reason = now, by_id, said
        access.save(update_fields=["revoked_at", "revoked_by", "reason"])
        _note(access, StepKind.REVOKED, by_id=by_id, now=now, note=said)
    return len(accesses)


def _holder(new: NewGrant) -> dict[str, int | None]:
    """Whose it is. A member is locked: nobody leaves while something is opened to them."""
    if (new.holder_staff_id is None) == (new.holder_client_id is None):
        raise OneHolder
    if new.holder_client_id is not None:
        return {"holder_staff_id": None, "holder_client_id": standing(new.holder_client_id).pk}
    member = Staff.objects.select_for_update().get(pk=new.holder_staff_id or 0)
    if member.left_on is not None:
        raise HolderHasLeft
    return {"holder_staff_id": member.pk, "holder_client_id": None}


def _next_review(kind: str, now: datetime) -> date:
    zone = ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=schools.current()))
    days = method.access_settings().review_days(kind)
    return local_date(now, zone) + timedelta(days=days)


def _note(
    access: AccessGrant,
    kind: StepKind,
    *,
    by_id: int,
    now: datetime,
    note: str = "",
    review_on: date | None = None,
) -> None:
    AccessStep.objects.create(
        school_id=access.school_id,
        grant=access,
        kind=kind.value,
        at=now,
        by_id=by_id,
        note=note,
        review_on=review_on,
    )
    told = {"review_on": review_on.isoformat()} if review_on else {"reason": note}
    journal.record(
        _EVENTS[kind],
        happened_at=now,
        actor=staff_actor(by_id),
        client_id=access.holder_client_id or access.about_client_id,
        staff_id=access.holder_staff_id,
        item=f"access:{access.pk}",
        attrs={"kind": access.kind, **told},
    )
