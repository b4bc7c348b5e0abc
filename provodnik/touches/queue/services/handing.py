"""Handing work over: all of a member, or one student with everything planned for them."""

from datetime import datetime
from typing import LiteralString

from django.db import connection, transaction

from provodnik.facts.people.services.coordinators import move_students
from provodnik.facts.team.models import Staff
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.touches.queue.errors import NothingToHandOver, TooLateToUndo
from provodnik.touches.queue.models import HandOver


@transaction.atomic
def hand_over(
    giver_id: int, taker_id: int, *, client_id: int | None = None, by_id: int, now: datetime
) -> HandOver:
    """Give a member's open deeds and students to a colleague; of one student, if named.

    Nothing is lost and nothing else is touched: what changed hands is remembered, so that it
    can come back. Statements: the same number for one deed and for a thousand.

    Raises:  NothingToHandOver: nothing is open, or the taker works no queue
    """
    if giver_id == taker_id or not _works_a_queue(taker_id):
        raise NothingToHandOver(taker_id)
    actor = f"staff:{by_id}"
    moved = {"giver": giver_id, "taker": taker_id, "client": client_id}
    with connection.cursor() as cursor:
        cursor.execute(_GIVE, moved)
        touches = [row[0] for row in cursor.fetchall()]
    clients = move_students(giver_id, taker_id, client_id=client_id, now=now, actor=actor)
    with connection.cursor() as cursor:
        # What came back to the giver while we waited for the students goes with them.
        cursor.execute(_GIVE, moved)
        touches += [row[0] for row in cursor.fetchall()]
    if not touches and not clients:
        raise NothingToHandOver(giver_id)
    done = HandOver.objects.create(
        school_id=schools.current(),
        giver_id=giver_id,
        taker_id=taker_id,
        client_id=client_id,
        by_id=by_id,
        at=now,
        touch_ids=touches,
        client_ids=clients,
    )
    _tell_touches(touches, actor=actor, now=now)
    _record("deeds_handed_over", done, actor=actor, now=now)
    return done


@transaction.atomic
def undo_hand_over(hand_over_id: int, *, by_id: int, now: datetime) -> HandOver:
    """Bring back what is still open and still the taker's. The rest has moved on by itself.

    Raises:  HandOver.DoesNotExist
             TooLateToUndo: taken back already
    """
    done = HandOver.objects.select_for_update().get(pk=hand_over_id)
    if done.undone_at is not None:
        raise TooLateToUndo(str(hand_over_id))
    actor = f"staff:{by_id}"
    with connection.cursor() as cursor:
        cursor.execute(
            _RETURN, {"giver": done.giver_id, "taker": done.taker_id, "ids": done.touch_ids}
        )
        touches = [row[0] for row in cursor.fetchall()]
    move_students(
        done.taker_id, done.giver_id, only=done.client_ids, client_id=None, now=now, actor=actor
    )
    done.undone_at = now
    done.save(update_fields=["undone_at"])
    _tell_touches(touches, actor=actor, now=now)
    _record("hand_over_undone", done, actor=actor, now=now)
    return done


def _works_a_queue(staff_id: int) -> bool:
    taker = Staff.objects.filter(pk=staff_id, left_on=None).first()
    return taker is not None and Right.WORK_QUEUE in method.rights_of(taker.role)


def _tell_touches(ids: list[int], *, actor: str, now: datetime) -> None:
    if not ids:
        return
    journal.append_from(
        "touch_assigned",
        source="provodnik",
        columns=(
            "happened_at",
            "actor",
            "client_id",
            "staff_id",
            "product_id",
            "item",
            "channel",
            "attrs",
        ),
        query=_ASSIGNED,
        params=(now, actor, ids),
    )


def _record(event: str, done: HandOver, *, actor: str, now: datetime) -> None:
    attrs: dict[str, journal.Attr] = {"handover": done.pk}
    if event == "deeds_handed_over":
        attrs |= {"taker": done.taker_id, "students": len(done.client_ids)}
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        client_id=done.client_id,
        staff_id=done.giver_id,
        value=len(done.touch_ids),
        attrs=attrs,
    )


_GIVE: LiteralString = """
UPDATE queue_touch SET owner_id = %(taker)s, claimed_by_id = NULL, claimed_at = NULL
WHERE state = 'planned' AND owner_id = %(giver)s
  AND (%(client)s::bigint IS NULL OR client_id = %(client)s)
RETURNING id
"""

_RETURN: LiteralString = """
UPDATE queue_touch SET owner_id = %(giver)s, claimed_by_id = NULL, claimed_at = NULL
WHERE id = ANY(%(ids)s) AND state = 'planned' AND owner_id = %(taker)s
RETURNING id
"""

_ASSIGNED: LiteralString = """
SELECT %s::timestamptz, %s, client_id, owner_id, product_id, kind, nullif(channel, ''),
       jsonb_build_object('touch', id)
FROM queue_touch WHERE id = ANY(%s)
"""
