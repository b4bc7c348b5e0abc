"""What departments hand over: packs for marketing, requests, promises of a sale, warm leads."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from provodnik.facts.sales.errors import (
    AlreadyAnswered,
    LeadIsTaken,
    NothingToHandOver,
    SameDepartment,
)
from provodnik.facts.sales.models import (
    DepartmentRequest,
    MarketingPack,
    PackItem,
    SalesHandoff,
    WarmLead,
)
from provodnik.facts.sales.types import NewPackItem, NewRequest
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.kernel.calendar.rules import deadline
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method


@transaction.atomic
def send_pack(
    title: str, items: Sequence[NewPackItem], *, by_id: int, now: datetime
) -> MarketingPack:
    """Hand pains, words and cases over to marketing.

    Raises:  NothingToHandOver: without items
    """
    if not items:
        raise NothingToHandOver
    school_id = schools.current()
    pack = MarketingPack.objects.create(
        school_id=school_id, title=title, sent_at=now, sent_by_id=by_id
    )
    PackItem.objects.bulk_create(
        PackItem(
            school_id=school_id,
            pack=pack,
            kind=item.kind.value,
            text=item.text,
            pain_id=item.pain_id,
            client_id=item.client_id,
            heard=item.heard,
        )
        for item in items
    )
    _record("pack_sent", by_id, now, item=title, attrs={"pack": pack.pk})
    return pack


@transaction.atomic
def confirm_pack(pack_id: int, *, by_id: int, now: datetime) -> None:
    """Marketing has it. Confirming again changes nothing.

    Raises:  MarketingPack.DoesNotExist
    """
    pack = MarketingPack.objects.select_for_update().get(pk=pack_id)
    if pack.received_at is None:
        pack.received_at, pack.received_by_id = now, by_id
        pack.save(update_fields=["received_at", "received_by"])
        _record("pack_received", by_id, now, item=pack.title, attrs={"pack": pack.pk})


@transaction.atomic
def use_item(item_id: int, used_in: str, *, by_id: int, now: datetime) -> None:
    """Say which content was made of a pain, words or a case (R-444); empty takes it back.

    Raises:  PackItem.DoesNotExist
    """
    item = PackItem.objects.select_for_update().select_related("pack").get(pk=item_id)
    if item.used_in != used_in.strip():
        item.used_in = used_in.strip()
        item.save(update_fields=["used_in"])
        attrs: dict[str, journal.Attr] = {"pack": item.pack_id, "text": item.used_in}
        _record("pack_used", by_id, now, item=item.pack.title, attrs=attrs)


@transaction.atomic
def ask(new: NewRequest, *, by_id: int, now: datetime) -> DepartmentRequest:
    """Ask another department; the answer is due after the method's working hours.

    Raises:  SameDepartment; NoWorkingTime: the school never works
    """
    if new.from_department == new.to_department:
        raise SameDepartment
    hours = timedelta(hours=method.launch_settings().answer_hours)
    request = DepartmentRequest.objects.create(
        school_id=schools.current(),
        topic=new.topic,
        text=new.text,
        from_department=new.from_department,
        to_department=new.to_department,
        owner_id=new.owner_id,
        client_id=new.client_id,
        asked_at=now,
        asked_by_id=by_id,
        due_at=deadline(working_calendar(), now, hours),
    )
    attrs: dict[str, journal.Attr] = {
        "request": request.pk,
        "from": new.from_department,
        "to": new.to_department,
    }
    _record("request_asked", by_id, now, item=new.topic, client_id=new.client_id, attrs=attrs)
    return request


@transaction.atomic
def answer(request_id: int, text: str, *, by_id: int, now: datetime) -> DepartmentRequest:
    """Answer a request. The same answer again changes nothing.

    Raises:  DepartmentRequest.DoesNotExist; NothingToHandOver: no words
             AlreadyAnswered: with other words
    """
    if not text.strip():
        raise NothingToHandOver
    request = DepartmentRequest.objects.select_for_update().get(pk=request_id)
    if request.answered_at is not None:
        if request.answer == text.strip():
            return request
        raise AlreadyAnswered(request.answered_by.name if request.answered_by else "")
    request.answer, request.answered_at, request.answered_by_id = text.strip(), now, by_id
    request.save(update_fields=["answer", "answered_at", "answered_by"])
    attrs: dict[str, journal.Attr] = {"request": request.pk}
    _record(
        "request_answered", by_id, now, item=request.topic, client_id=request.client_id, attrs=attrs
    )
    return request


@transaction.atomic
def hand_over(
    client_id: int, *, promises: str, context: str, is_unclear: bool, by_id: int, now: datetime
) -> SalesHandoff:
    """What sales promised a client, and what to know; one a client, corrected by writing again.

    New words are to be read anew. The same words change nothing.

    Raises:  NothingToHandOver
    """
    told = {"promises": promises.strip(), "context": context.strip(), "is_unclear": is_unclear}
    if not (told["promises"] or told["context"]):
        raise NothingToHandOver
    found = SalesHandoff.objects.select_for_update().filter(client_id=client_id).first()
    if found is not None and all(getattr(found, name) == value for name, value in told.items()):
        return found
    handoff, _is_new = SalesHandoff.objects.update_or_create(
        school_id=schools.current(),
        client_id=client_id,
        defaults={**told, "told_at": now, "told_by_id": by_id, "seen_at": None, "seen_by": None},
    )
    _record("handoff_told", by_id, now, client_id=client_id)
    return handoff


@transaction.atomic
def note_seen(client_id: int, *, by_id: int, now: datetime) -> None:
    """The department has read what sales promised this client. Once.

    Raises:  SalesHandoff.DoesNotExist
    """
    handoff = SalesHandoff.objects.select_for_update().get(client_id=client_id)
    if handoff.seen_at is None:
        handoff.seen_at, handoff.seen_by_id = now, by_id
        handoff.save(update_fields=["seen_at", "seen_by"])
        _record("handoff_seen", by_id, now, client_id=client_id)


@transaction.atomic
def hand_leads(
    client_ids: Collection[int],
    *,
    launch_id: int | None,
    reason: str,
    by_id: int | None,
    actor: str,
    now: datetime,
) -> int:
    """Hand warm people over to sales, once a launch each. Returns how many anew. Set-based."""
    with connection.cursor() as cursor:
        cursor.execute(
            _HAND,
            {
                "clients": sorted(client_ids),
                "launch": launch_id,
                "reason": reason,
                "now": now,
                "by": by_id,
            },
        )
        handed = [row[0] for row in cursor.fetchall()]
    if handed:
        journal.append_from(
            "lead_handed",
            source="provodnik",
            columns=("happened_at", "actor", "attrs", "client_id"),
            query="SELECT %s::timestamptz, %s,"
            " jsonb_strip_nulls(jsonb_build_object('launch', %s::bigint)), client_id"
            " FROM unnest(%s::bigint[]) AS client_id",
            params=(now, actor, launch_id, handed),
        )
    return len(handed)


_HAND = """
INSERT INTO sales_warmlead (school_id, client_id, launch_id, reason, handed_at, handed_by_id)
SELECT current_setting('app.school')::bigint, client_id, %(launch)s::bigint, %(reason)s,
       %(now)s::timestamptz, %(by)s::bigint
FROM unnest(%(clients)s::bigint[]) AS client_id
ON CONFLICT (school_id, client_id, launch_id) DO NOTHING
RETURNING client_id
"""


@transaction.atomic
def take_lead(lead_id: int, *, by_id: int, now: datetime) -> None:
    """A seller takes a lead; taking one's own again changes nothing.

    Raises:  WarmLead.DoesNotExist; LeadIsTaken: by a colleague
    """
    lead = WarmLead.objects.select_for_update().get(pk=lead_id)
    if lead.taken_by_id == by_id:
        return
    if lead.taken_by is not None:
        raise LeadIsTaken(lead.taken_by.name)
    lead.taken_at, lead.taken_by_id = now, by_id
    lead.save(update_fields=["taken_at", "taken_by"])
    launch: dict[str, journal.Attr] = {"launch": lead.launch_id} if lead.launch_id else {}
    _record("lead_taken", by_id, now, client_id=lead.client_id, attrs=launch)


def _record(
    event: str,
    by_id: int,
    now: datetime,
    *,
    item: str | None = None,
    client_id: int | None = None,
    attrs: dict[str, journal.Attr] | None = None,
) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=staff_actor(by_id),
        staff_id=by_id,
        client_id=client_id,
        item=item,
        attrs=attrs,
    )
