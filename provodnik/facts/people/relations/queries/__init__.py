"""What is known about the people and decisions of a relationship."""

from provodnik.facts.people.relations.queries.decisions import (
    ChangeRow,
    DecisionRow,
    DecisionRule,
    approve,
    changes_of,
    decision_rules,
    decisions_of,
)
from provodnik.facts.people.relations.queries.people import (
    ContactRow,
    OwnerRow,
    contacts_of,
    escalation_contact,
    owners_of,
)
from provodnik.facts.people.relations.queries.raci import RaciRow, RaciStage, raci

__all__ = [
    "ChangeRow",
    "ContactRow",
    "DecisionRow",
    "DecisionRule",
    "OwnerRow",
    "RaciRow",
    "RaciStage",
    "approve",
    "changes_of",
    "contacts_of",
    "decision_rules",
    "decisions_of",
    "escalation_contact",
    "owners_of",
    "raci",
]
