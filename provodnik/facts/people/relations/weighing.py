"""Who stands behind a word, and by what it is weighed."""

from dataclasses import dataclass

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import rules
from provodnik.facts.people.relations.errors import (
    HasLeft,
    NobodySpeaks,
    UnknownDecisionKind,
)
from provodnik.facts.people.relations.models import ClientContact, PartOwner
from provodnik.facts.people.relations.types import Person, Who
from provodnik.facts.people.types import ClientKind
from provodnik.facts.team.models import Staff
from provodnik.kernel.gates import Verdict
from provodnik.method import queries as method
from provodnik.method.shapes.relations import DecisionKind

ACCOUNT = "account"
"""The part whose owner answers for the relationship as a whole."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word weighed: may it decide, and who confirms it where it may not."""

    verdict: Verdict
    needs: str


def person_of(client: Client, who: Who) -> Person:
    """Who speaks.

    Raises:  Staff.DoesNotExist; ClientContact.DoesNotExist: not a person of this client
             HasLeft; NobodySpeaks: a group or a company named nobody
    """
    if who.staff_id is not None:
        member = Staff.objects.get(pk=who.staff_id)
        if member.left_on is not None:
            raise HasLeft(member.name)
        return Person(member.name, role=member.role)
    if who.contact_id is not None:
        contact = ClientContact.objects.get(pk=who.contact_id, client=client)
        if contact.left_on is not None:
            raise HasLeft(contact.name)
        return Person(contact.name, decides=contact.decides)
    if client.kind != ClientKind.STUDENT.value:
        raise NobodySpeaks(str(client))
    return Person(client.name, decides=True)


def decision(client: Client, kind: str, who: Who) -> Weighed:
    """A word for a decision of a kind.

    Raises:  UnknownDecisionKind and those of `person_of`
    """
    return _weigh(client, kind_of(kind), person_of(client, who))


def priority(client: Client, who: Who) -> Weighed:
    """A word for a change of priorities: the owner of the relationship may change them as well.

    Raises:  those of `person_of`
    """
    kind = kind_of(str(method.relation_settings().priority_kind))
    person = person_of(client, who)
    if who.staff_id is not None and who.staff_id in account_owners(client):
        return Weighed(Verdict(), "")
    return _weigh(client, kind, person)


def kind_of(key: str) -> DecisionKind:
    """Raises:  UnknownDecisionKind"""
    found = method.relation_settings().decision_kind(key)
    if found is None:
        raise UnknownDecisionKind(key)
    return found


def account_owners(client: Client) -> dict[int, str]:
    """Who owns the relationship, by id: those named, else the coordinator. At most 2 queries."""
    named = PartOwner.objects.filter(
        client=client, part=ACCOUNT, until_at=None, staff__left_on=None
    )
    found = dict(named.values_list("staff_id", "staff__name"))
    part = method.relation_settings().part(ACCOUNT)
    if found or client.coordinator_id is None or part is None or not part.falls_to_coordinator:
        return found
    own = Staff.objects.filter(pk=client.coordinator_id, left_on=None)
    return dict(own.values_list("pk", "name"))


def deciders(client: Client) -> str:
    """Who decides on the client's side, by name."""
    there = ClientContact.objects.filter(client=client, decides=True, left_on=None)
    names = list(there.order_by("name", "pk").values_list("name", flat=True))
    if client.kind == ClientKind.STUDENT.value:
        names.insert(0, client.name)
    return ", ".join(names)


def _weigh(client: Client, kind: DecisionKind, person: Person) -> Weighed:
    roles = {str(role.key): role.title for role in method.roles().roles}
    theirs = deciders(client)
    said = rules.approve(kind, person, roles=roles, deciders=theirs)
    ours = ", ".join(account_owners(client).values()) or rules.titles(kind.approves, roles)
    asks_client = not person.role and kind.client_decides
    return Weighed(said, (theirs if asks_client else "") or ours)
