"""Whose word counts in a relationship. No database."""

from collections.abc import Iterable, Mapping

from provodnik.facts.people.relations.types import Person
from provodnik.kernel.gates import Reason, Verdict, verdict
from provodnik.method.reasons import ReasonCode
from provodnik.method.shapes.relations import DecisionKind, RaciItem


def approve(
    kind: DecisionKind, person: Person, *, roles: Mapping[str, str], deciders: str
) -> Verdict:
    """The gate `relations.approve`: whether a person's word decides things of this kind (R-006).

    `roles` are titles of roles by key; `deciders` names who decides on the client's side.
    """
    approvers = titles(kind.approves, roles)
    if person.role:
        code = None if person.role in kind.approves else ReasonCode.DECISION_NOT_YOURS
    else:
        code = None if kind.client_decides else ReasonCode.CLIENT_DOES_NOT_DECIDE
    if code is not None:
        return verdict(Reason(code, {"kind": kind.title, "approvers": approvers}))
    if not person.role and not person.decides:
        words = {"name": person.name, "deciders": deciders or approvers}
        return verdict(Reason(ReasonCode.CONTACT_ONLY_ADVISES, words))
    return Verdict()


def gaps(item: RaciItem) -> tuple[str, ...]:
    """Letters a step or artefact lacks: R without who does it, A without who approves (R-004)."""
    lacking = (("R", bool(item.responsible)), ("A", item.approves is not None))
    return tuple(letter for letter, is_named in lacking if not is_named)


def titles(keys: Iterable[str], roles: Mapping[str, str]) -> str:
    """Roles in words, in their order."""
    return ", ".join(roles.get(str(key), str(key)) for key in keys)
