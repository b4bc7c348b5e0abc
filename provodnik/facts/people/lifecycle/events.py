"""Kinds of journal entries about the way through the stages."""

from provodnik.kernel.events import kind

KINDS = (
    kind(
        "stage_led",
        "a person led a client into a stage, `item`; past unmet conditions with a written reason",
        needs="client_id item",
        attrs="was unmet reason",
    ),
    kind(
        "criterion_marked",
        "a person confirmed a condition of a stage, `item`",
        needs="client_id item",
        attrs="note",
    ),
    kind("criterion_unmarked", "a confirmation was taken back", needs="client_id item"),
    kind(
        "handoff_made",
        "one role passes a client to another on entering a stage, `item`",
        needs="client_id item",
        attrs="giver taker what",
    ),
    kind(
        "handoff_accepted",
        "the role it was made for accepted a client at a stage, `item`",
        needs="client_id item",
        attrs="note",
    ),
    kind("win_confirmed", "a client's win was confirmed", needs="client_id", attrs="what source"),
    kind(
        "expansion_recorded",
        "a relationship grew by one of the types, `item`",
        needs="client_id item",
        attrs="what",
    ),
    kind(
        "contact_planned",
        "a contact after completion, `item`, got its day",
        needs="client_id item",
        attrs="due",
    ),
    kind("contact_made", "a contact after completion was made", needs="client_id item"),
    kind(
        "referral_recorded",
        "a client recommended us to somebody",
        needs="client_id",
        attrs="whom",
    ),
)
