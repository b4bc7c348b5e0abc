"""One relationship's people and decisions as they stand on the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django import forms
from django.utils import timezone

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import queries
from provodnik.facts.people.relations.models import ClientContact
from provodnik.facts.people.relations.queries import (
    ChangeRow,
    ContactRow,
    DecisionRow,
    DecisionRule,
    OwnerRow,
    RaciStage,
)
from provodnik.facts.people.relations.types import ChangeState
from provodnik.facts.people.relations.weighing import ACCOUNT
from provodnik.facts.team.models import Staff
from provodnik.kernel.gates import Refused
from provodnik.method import queries as method
from provodnik.method.rules import refusal
from provodnik.method.types import Right
from provodnik.web.access import has_right
from provodnik.web.design.types import GateReason
from provodnik.web.pages.relations.forms import (
    ContactForm,
    DecisionForm,
    OwnerForm,
    PriorityForm,
    SpokenForm,
    voices,
)


class Said(StrEnum):
    """What the page's first sentence says."""

    WAITS = "waits"
    NOBODY = "nobody"
    OWNED = "owned"


@dataclass(frozen=True, slots=True)
class Page:
    """Who owns what, who is who at the client's, what was decided and what waits."""

    client: Client
    said: Said
    account: str
    waiting: int
    owners: Sequence[OwnerRow]
    contacts: Sequence[ContactRow]
    called: ContactRow | None
    changes: Sequence[ChangeRow]
    decisions: Sequence[DecisionRow]
    rules: Sequence[DecisionRule]
    refused: tuple[GateReason, ...]
    voices: Sequence[tuple[str, str]]
    owner_form: forms.Form
    contact_form: forms.Form
    priority_form: forms.Form
    decision_form: forms.Form
    may_edit: bool
    sees_contacts: bool
    sees_grid: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Who answers for what; `gaps` counts rows somebody is missing in."""

    stages: Sequence[RaciStage]
    gaps: int
    may_edit: bool


def page(
    client: Client,
    staff: Staff,
    *,
    now: datetime,
    forms_: Mapping[str, forms.Form],
    refused: Refused | None = None,
) -> Page:
    """Everything about one relationship's people. A fixed number of queries."""
    owners, changes = queries.owners_of(client.pk), queries.changes_of(client.pk)
    account = next((one.name for one in owners if one.part == ACCOUNT), "")
    waiting = sum(one.state is ChangeState.NEEDS_CONFIRMATION for one in changes)
    speaking = voices(client)
    return Page(
        client=client,
        said=Said.WAITS if waiting else Said.OWNED if account else Said.NOBODY,
        account=account,
        waiting=waiting,
        owners=owners,
        contacts=queries.contacts_of(client.pk),
        called=queries.escalation_contact(client.pk),
        changes=changes,
        decisions=queries.decisions_of(client.pk),
        rules=queries.decision_rules(),
        refused=_reasons(refused),
        voices=speaking,
        owner_form=forms_.get("owner", OwnerForm(prefix="owner")),
        contact_form=forms_.get("contact", ContactForm(prefix="contact")),
        priority_form=forms_.get("priority", _spoken(PriorityForm(prefix="priority"), speaking)),
        decision_form=forms_.get("decision", _spoken(_fresh_decision(now), speaking)),
        may_edit=has_right(staff, Right.EDIT_STUDENTS),
        sees_contacts=has_right(staff, Right.SEE_CONTACTS),
        sees_grid=has_right(staff, Right.SEE_METHOD),
    )


def priority_form(client: Client, posted: Mapping[str, str]) -> PriorityForm:
    """A change of priorities as it was sent, by one of those who may speak for this client."""
    return _spoken(PriorityForm(posted, prefix="priority"), voices(client))


def decision_form(client: Client, posted: Mapping[str, str]) -> DecisionForm:
    """A decision as it was sent, by one of those who may speak for this client."""
    return _spoken(DecisionForm(posted, prefix="decision"), voices(client))


def known(contact: ClientContact) -> dict[str, str | bool]:
    """What a form of a person begins with."""
    return {name: getattr(contact, name) for name in ContactForm.base_fields}


def grid(staff: Staff) -> Grid:
    """The grid of the school. The whole of it is the method's."""
    stages = queries.raci()
    gaps = sum(bool(row.lacks) for stage in stages for row in stage.rows)
    return Grid(stages, gaps, has_right(staff, Right.EDIT_METHOD))


def _fresh_decision(now: datetime) -> DecisionForm:
    return DecisionForm(prefix="decision", initial={"valid_from_on": timezone.localdate(now)})


def _spoken[F: SpokenForm](form: F, choices: Sequence[tuple[str, str]]) -> F:
    form.spoken_by(choices)
    return form


def _reasons(refused: Refused | None) -> tuple[GateReason, ...]:
    if refused is None:
        return ()
    gates = method.gates()
    said = [refusal(gates, reason) for reason in refused.reasons]
    return tuple(GateReason(text=f"{one.title}. {one.missing}", why=one.why) for one in said)
