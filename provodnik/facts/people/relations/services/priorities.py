"""Changes of priorities: who decides changes them, who advises asks (R-005)."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import weighing
from provodnik.facts.people.relations.errors import SaysNothing
from provodnik.facts.people.relations.models import PriorityChange
from provodnik.facts.people.relations.types import ChangeState, Who
from provodnik.facts.people.services.clients import standing
from provodnik.kernel import journal, schools
from provodnik.method import queries as method


@transaction.atomic
def ask_priority(
    client_id: int, *, what: str, why: str, who: Who, now: datetime, actor: str
) -> PriorityChange:
    """Change priorities. From who only advises it waits for those who decide, and says for whom.

    Idempotent by (client, words, moment), so that a form sent twice writes once.

    Raises:  Client.DoesNotExist; SaysNothing; those of `weighing.person_of`
    """
    words = {"what": what.strip(), "why": why.strip()}
    for field, text in words.items():
        if not text:
            raise SaysNothing(field)
    client = standing(client_id)
    weighed = weighing.priority(client, who)
    stands = weighed.verdict.allowed
    state = ChangeState.STANDS if stands else ChangeState.NEEDS_CONFIRMATION
    made, is_new = PriorityChange.objects.get_or_create(
        school_id=schools.current(),
        client=client,
        asked_at=now,
        **words,
        defaults={
            "asked_by_contact_id": who.contact_id,
            "asked_by_staff_id": who.staff_id,
            "asker_decides": stands,
            "state": state.value,
            "needs": "" if stands else weighed.needs,
        },
    )
    if is_new:
        _tell_asked(made, words, now=now, actor=actor)
    return made


@transaction.atomic
def settle_priority(
    change_id: int, *, confirmed: bool, who: Who, now: datetime, actor: str
) -> PriorityChange:
    """Confirm or decline what waits. The first answer stays.

    Raises:  PriorityChange.DoesNotExist; those of `weighing.person_of`
             Refused: who answers only advises as well
    """
    change = PriorityChange.objects.select_for_update().get(pk=change_id)
    if change.state != ChangeState.NEEDS_CONFIRMATION.value:
        return change
    client = Client.objects.get(pk=change.client_id)
    weighing.priority(client, who).verdict.require()
    state = ChangeState.CONFIRMED if confirmed else ChangeState.DECLINED
    change.state, change.decided_at = state.value, now
    change.decided_by_contact_id, change.decided_by_staff_id = who.contact_id, who.staff_id
    change.save()
    journal.record(
        "decision_made",
        happened_at=now,
        actor=actor,
        client_id=change.client_id,
        staff_id=who.staff_id,
        item=_item(change),
        attrs={"kind": _kind(), "outcome": state.value, "what": change.what},
    )
    return change


def _tell_asked(
    change: PriorityChange, words: dict[str, str], *, now: datetime, actor: str
) -> None:
    journal.record(
        "priority_asked",
        happened_at=now,
        actor=actor,
        client_id=change.client_id,
        item=_item(change),
        attrs={**words, "outcome": change.state},
    )
    if change.state == ChangeState.NEEDS_CONFIRMATION.value:
        journal.record(
            "decision_requested",
            happened_at=now,
            actor=actor,
            client_id=change.client_id,
            staff_id=change.asked_by_staff_id,
            item=_item(change),
            attrs={"kind": _kind(), "what": change.what},
        )


def _item(change: PriorityChange) -> str:
    return f"priority:{change.pk}"


def _kind() -> str:
    return str(method.relation_settings().priority_kind)
