"""Kinds of journal entries about the people and decisions of a relationship."""

from provodnik.kernel.events import kind

KINDS = (
    kind(
        "part_owner_named",
        "a member of ours became an owner of a part of a relationship, `item`",
        needs="client_id staff_id item",
    ),
    kind(
        "part_owner_released",
        "a member of ours no longer owns a part of a relationship, `item`",
        needs="client_id staff_id item",
    ),
    kind(
        "side_contact_added",
        "a person of the client's side was written down; `item` is the role",
        needs="client_id item",
        attrs="allowed",
    ),
    kind(
        "side_contact_changed",
        "what is known of a person of the client's side changed; `item` is the role",
        needs="client_id item",
        attrs="fields allowed",
    ),
    kind(
        "side_contact_left",
        "a person of the client's side is there no more; `item` is the role",
        needs="client_id item",
    ),
    kind(
        "priority_asked",
        "somebody asked to change priorities; `attrs.outcome` says whether it stands",
        needs="client_id item",
        attrs="what why outcome",
    ),
    kind("decision_requested", "somebody asked for a decision", needs="item", attrs="kind what"),
    kind("decision_made", "a decision was made", needs="item", attrs="tacit kind what outcome"),
    kind(
        "decision_agreed",
        "the client agreed to a decision, `item`",
        needs="client_id item",
        attrs="note",
    ),
)
