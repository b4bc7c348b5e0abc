"""Decisions by those who may take them, and the client's agreement (R-006)."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.people.relations import weighing
from provodnik.facts.people.relations.errors import NotShown, SaysNothing
from provodnik.facts.people.relations.models import Decision
from provodnik.facts.people.relations.types import DecisionFields, Who
from provodnik.facts.people.services.clients import standing
from provodnik.kernel import journal, schools


@transaction.atomic
def decide(
    client_id: int, fields: DecisionFields, *, who: Who, now: datetime, actor: str
) -> Decision:
    """Write down a decision with its reason. Of a kind that needs the client it is asked of them,
    and made when they agree; the client's own word is agreement enough.

    Idempotent by (client, kind, words, moment), so that a form sent twice writes once.

    Raises:  Client.DoesNotExist; UnknownDecisionKind; SaysNothing; those of `weighing.person_of`
             Refused: who decides has no right to
    """
    for name in ("what", "why"):
        if not getattr(fields, name).strip():
            raise SaysNothing(name)
    client, kind = standing(client_id), weighing.kind_of(fields.kind)
    weighing.decision(client, fields.kind, who).verdict.require()
    needs_client = kind.client_decides and who.staff_id is not None
    made, is_new = Decision.objects.get_or_create(
        school_id=schools.current(),
        client=client,
        kind=fields.kind,
        what=fields.what.strip(),
        why=fields.why.strip(),
        decided_at=now,
        defaults={
            "decided_by_contact_id": who.contact_id,
            "decided_by_staff_id": who.staff_id,
            "valid_from_on": fields.valid_from_on,
            "visible_to_client": fields.visible_to_client or needs_client,
            "needs_client": needs_client,
        },
    )
    if is_new:
        event = "decision_requested" if needs_client else "decision_made"
        _tell(event, made, now=now, actor=actor)
    return made


@transaction.atomic
def agree(decision_id: int, *, note: str = "", now: datetime, actor: str) -> Decision:
    """The client agrees to a decision shown to them. The first agreement stays.

    Raises:  Decision.DoesNotExist; NotShown
    """
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    if not decision.visible_to_client:
        raise NotShown(str(decision_id))
    if decision.agreed_at is not None:
        return decision
    decision.agreed_at, decision.agreed_note = now, note.strip()
    decision.save(update_fields=["agreed_at", "agreed_note"])
    journal.record(
        "decision_agreed",
        happened_at=now,
        actor=actor,
        client_id=decision.client_id,
        item=f"decision:{decision.pk}",
        attrs={"note": decision.agreed_note},
    )
    if decision.needs_client:
        _tell("decision_made", decision, now=now, actor=actor)
    return decision


def _tell(event: str, decision: Decision, *, now: datetime, actor: str) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        client_id=decision.client_id,
        staff_id=decision.decided_by_staff_id,
        item=f"decision:{decision.pk}",
        attrs={"kind": decision.kind, "what": decision.what},
    )
