"""Lists of work on a piece of work: attached, ticked off, completed."""

from datetime import datetime

from django.db import transaction

from provodnik.decisions.quality.errors import UnknownList
from provodnik.decisions.quality.models import ListUse, Tick
from provodnik.decisions.quality.types import Subject
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.method import queries as method


@transaction.atomic
def attach(subject: Subject, piece_id: int, key: str, *, by_id: int, now: datetime) -> ListUse:
    """Put a list of the method on a piece of work. Attaching again changes nothing.

    Raises:  UnknownList
    """
    if method.quality_settings().work_list(key) is None:
        raise UnknownList(key)
    use, is_new = ListUse.objects.get_or_create(
        school_id=schools.current(),
        subject=subject.value,
        piece_id=piece_id,
        key=key,
        defaults={"attached_at": now, "attached_by_id": by_id},
    )
    if is_new:
        _record("work_list_attached", use, by_id, now)
    return use


@transaction.atomic
def detach(use_id: int) -> None:
    """Take a list off again, with what was ticked: it was put there by mistake."""
    ListUse.objects.filter(pk=use_id, completed_at=None).delete()


@transaction.atomic
def tick(use_id: int, point: str, *, by_id: int, now: datetime) -> None:
    """A point is done. With the last one the list is completed, once.

    Raises:  ListUse.DoesNotExist; UnknownList
    """
    use = ListUse.objects.select_for_update().get(pk=use_id)
    points = _points(use)
    if point not in points:
        raise UnknownList(point)
    Tick.objects.get_or_create(
        school_id=schools.current(),
        use=use,
        point=point,
        defaults={"done_by_id": by_id, "done_at": now},
    )
    done = set(Tick.objects.filter(use=use).values_list("point", flat=True))
    if use.completed_at is None and points <= done:
        use.completed_at = now
        use.save(update_fields=["completed_at"])
        _record("work_list_completed", use, by_id, now)


@transaction.atomic
def untick(use_id: int, point: str) -> None:
    """A point was not done after all. The list is open again."""
    use = ListUse.objects.select_for_update().get(pk=use_id)
    Tick.objects.filter(use=use, point=point).delete()
    if use.completed_at is not None:
        use.completed_at = None
        use.save(update_fields=["completed_at"])


def _points(use: ListUse) -> set[str]:
    found = method.quality_settings().work_list(use.key)
    return {one.key for one in found.points} if found else set()


def _record(event: str, use: ListUse, by_id: int, now: datetime) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=staff_actor(by_id),
        item=f"{use.subject}:{use.piece_id}",
        attrs={"list": use.key},
    )
