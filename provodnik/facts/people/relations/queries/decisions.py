"""What was decided, what waits for a word, and by which rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models.functions import Coalesce

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import rules, weighing
from provodnik.facts.people.relations.models import Decision, PriorityChange
from provodnik.facts.people.relations.types import ChangeState, Who
from provodnik.kernel.gates import Verdict
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision; `by_name` is who decided. `waits`: the client has not agreed yet."""

    id: int
    kind: str
    kind_title: str
    what: str
    why: str
    decided_at: datetime
    by_name: str
    agreed_at: datetime | None
    agreed_note: str
    valid_from_on: date
    visible_to_client: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change of priorities; `needs` names whose confirmation it needs or needed."""

    id: int
    what: str
    why: str
    asked_at: datetime
    asked_by: str
    state: ChangeState
    needs: str
    decided_at: datetime | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """How decisions of a kind are taken, in words."""

    kind: str
    title: str
    approvers: str
    client_decides: bool
    where: str
    how: str


def decisions_of(client_id: int, *, visible_only: bool = False) -> Sequence[DecisionRow]:
    """Decisions, newest first, as many as the method shows. One query."""
    settings = method.relation_settings()
    titles = {str(kind.key): kind.title for kind in settings.decision_kinds}
    rows = Decision.objects.filter(client_id=client_id)
    if visible_only:
        rows = rows.filter(visible_to_client=True)
    told = rows.annotate(
        by=Coalesce("decided_by_staff__name", "decided_by_contact__name", "client__name")
    )
    return [
        DecisionRow(
            id=row.pk,
            kind=row.kind,
            kind_title=titles.get(row.kind, row.kind),
            what=row.what,
            why=row.why,
            decided_at=row.decided_at,
            by_name=row.by,
            agreed_at=row.agreed_at,
            agreed_note=row.agreed_note,
            valid_from_on=row.valid_from_on,
            visible_to_client=row.visible_to_client,
            waits=row.needs_client and row.agreed_at is None,
        )
        for row in told.order_by("-decided_at", "-pk")[: settings.most_shown]
    ]


def changes_of(client_id: int) -> Sequence[ChangeRow]:
    """Changes of priorities: those that wait first, then newest first. One query."""
    rows = PriorityChange.objects.filter(client_id=client_id).annotate(
        asker=Coalesce("asked_by_staff__name", "asked_by_contact__name", "client__name"),
        decider=Coalesce("decided_by_staff__name", "decided_by_contact__name", "client__name"),
    )
    most = method.relation_settings().most_shown
    found = [
        ChangeRow(
            id=row.pk,
            what=row.what,
            why=row.why,
            asked_at=row.asked_at,
            asked_by=row.asker,
            state=ChangeState(row.state),
            needs=row.needs,
            decided_at=row.decided_at,
            decided_by=row.decider if row.decided_at else "",
        )
        for row in rows.order_by("-asked_at", "-pk")[:most]
    ]
    return sorted(found, key=lambda one: one.state is not ChangeState.NEEDS_CONFIRMATION)


def decision_rules() -> Sequence[DecisionRule]:
    """Who approves what, where and how; the whole of it is the method's. No queries of its own."""
    roles = {str(role.key): role.title for role in method.roles().roles}
    return [
        DecisionRule(
            kind=str(kind.key),
            title=kind.title,
            approvers=rules.titles(kind.approves, roles),
            client_decides=kind.client_decides,
            where=kind.where,
            how=kind.how,
        )
        for kind in method.relation_settings().decision_kinds
    ]


def approve(client_id: int, kind: str, who: Who) -> Verdict:
    """The gate `relations.approve` for one client: may this person decide things of this kind.

    Raises:  Client.DoesNotExist; UnknownDecisionKind; those of `weighing.person_of`
    """
    return weighing.decision(Client.objects.get(pk=client_id), kind, who).verdict
