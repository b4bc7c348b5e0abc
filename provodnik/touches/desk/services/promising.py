"""What is agreed with one client about answers and resolutions (R-057)."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from provodnik.facts.people.services.clients import standing
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.touches.desk.errors import PromiseUnsound, ReasonMissing
from provodnik.touches.desk.models import ClientPromise, Ticket
from provodnik.touches.desk.rules import fault_of
from provodnik.touches.desk.services.clocks import renew
from provodnik.touches.desk.terms import common_of
from provodnik.touches.desk.types import LIVE, NewPromise

_WHY_LENGTH = 300


@transaction.atomic
def promise_client(
    client_id: int, told: NewPromise, reason: str, *, by_id: int, now: datetime
) -> ClientPromise:
    """Promise a client terms of their own for a priority, in place of what was agreed before.

    Their live tickets are counted by it at once, from now on. The same terms again are the same
    promise.

    Raises:  Client.DoesNotExist; UnknownTopic: no such priority; ReasonMissing
             PromiseUnsound: it promises nothing, or the impossible
    """
    client = standing(client_id)
    common = common_of(told.priority)
    if not reason.strip():
        raise ReasonMissing
    if fault := fault_of(told, common):
        raise PromiseUnsound(fault)
    before = _standing(client.pk, told.priority)
    if before is not None:
        if before.told == told:
            return before
        before.until_at = now
        before.save(update_fields=["until_at"])
    made = ClientPromise.objects.create(
        school_id=schools.current(),
        client=client,
        from_at=now,
        by_id=by_id,
        reason=reason.strip()[:_WHY_LENGTH],
        **asdict(told),
    )
    _tell_made(made)
    renew_promises([client.pk], now=now)
    return made


@transaction.atomic
def drop_client_promise(
    client_id: int, priority: str, reason: str, *, by_id: int, now: datetime
) -> bool:
    """Serve a client by the promise of the method again. False: nothing else was agreed.

    Raises:  Client.DoesNotExist; ReasonMissing
    """
    client = standing(client_id)
    if not reason.strip():
        raise ReasonMissing
    before = _standing(client.pk, priority)
    if before is None:
        return False
    before.until_at, before.dropped_by_id = now, by_id
    before.dropped_why = reason.strip()[:_WHY_LENGTH]
    before.save(update_fields=["until_at", "dropped_by", "dropped_why"])
    journal.record(
        "client_promise_dropped",
        happened_at=now,
        actor=staff_actor(by_id),
        client_id=client.pk,
        staff_id=by_id,
        attrs={"priority": priority.upper(), "reason": before.dropped_why},
    )
    renew_promises([client.pk], now=now)
    return True


def renew_promises(client_ids: Collection[int], *, now: datetime) -> int:
    """Count the live tickets of these clients by what is promised now. Returns how many changed."""
    live = Ticket.objects.filter(
        client_id__in=client_ids, state__in=[state.value for state in LIVE]
    )
    return renew(list(live.values_list("pk", flat=True)), now=now)


def _standing(client_id: int, priority: str) -> ClientPromise | None:
    found = ClientPromise.objects.filter(client_id=client_id, priority=priority, until_at=None)
    return found.select_for_update(of=("self",)).first()


def _tell_made(made: ClientPromise) -> None:
    attrs: dict[str, journal.Attr] = {
        "priority": made.priority.upper(),
        "working": made.is_working_time,
        "reason": made.reason,
    }
    terms = {
        "answer": made.answer_minutes,
        "resolve": made.resolve_minutes,
        "limit": made.limit_minutes,
    }
    journal.record(
        "client_promise_made",
        happened_at=made.from_at,
        actor=staff_actor(made.by_id),
        client_id=made.client_id,
        staff_id=made.by_id,
        attrs=attrs | {name: value for name, value in terms.items() if value is not None},
    )
