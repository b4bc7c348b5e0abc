"""Everything a person may decide about the way through the stages."""

from provodnik.facts.people.lifecycle.services.afterwards import (
    make_contact,
    plan_contacts,
    record_referral,
    unmake_contact,
)
from provodnik.facts.people.lifecycle.services.growing import confirm_win, expand
from provodnik.facts.people.lifecycle.services.handoffs import accept, make_handoffs
from provodnik.facts.people.lifecycle.services.moving import (
    Moved,
    lead,
    lead_many,
    mark,
    meet,
    unmark,
)
from provodnik.facts.people.lifecycle.services.passing import pass_on

__all__ = [
    "Moved",
    "accept",
    "confirm_win",
    "expand",
    "lead",
    "lead_many",
    "make_contact",
    "make_handoffs",
    "mark",
    "meet",
    "pass_on",
    "plan_contacts",
    "record_referral",
    "unmake_contact",
    "unmark",
]
