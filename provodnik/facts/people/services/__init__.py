"""Everything that may change clients, one module for each thing kept about them."""

from provodnik.facts.people.services.clients import (
    Contacts,
    add_client,
    edit_contacts,
    set_permission,
)
from provodnik.facts.people.services.coordinators import assign_coordinator, assign_unassigned
from provodnik.facts.people.services.goals import add_pain, reach_goal, record_goal
from provodnik.facts.people.services.merging import merge, undo_merge
from provodnik.facts.people.services.notes import write_note
from provodnik.facts.people.services.satisfaction import from_answers, record_satisfaction
from provodnik.facts.people.services.stages import enter_stage, enter_stages
from provodnik.facts.people.services.suggestions import decide_different, find_suggestions

__all__ = [
    "Contacts",
    "add_client",
    "add_pain",
    "assign_coordinator",
    "assign_unassigned",
    "decide_different",
    "edit_contacts",
    "enter_stage",
    "enter_stages",
    "find_suggestions",
    "from_answers",
    "merge",
    "reach_goal",
    "record_goal",
    "record_satisfaction",
    "set_permission",
    "undo_merge",
    "write_note",
]
