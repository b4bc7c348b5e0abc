"""Everything a person may do about the people and decisions of a relationship."""

from provodnik.facts.people.relations.services.contacts import (
    add_contact,
    change_contact,
    remove_contact,
)
from provodnik.facts.people.relations.services.decisions import agree, decide
from provodnik.facts.people.relations.services.owners import name_owner, release_owner
from provodnik.facts.people.relations.services.priorities import ask_priority, settle_priority

__all__ = [
    "add_contact",
    "agree",
    "ask_priority",
    "change_contact",
    "decide",
    "name_owner",
    "release_owner",
    "remove_contact",
    "settle_priority",
]
