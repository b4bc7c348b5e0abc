"""Kinds of journal entries about clients themselves."""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind(
        "stage_entered",
        "a client entered a lifecycle stage, named by `item`",
        needs="client_id item",
    ),
    kind("goal_recorded", "a client said what they want", needs="client_id", attrs="text"),
    kind("goal_reached", "a client reached the goal", needs="client_id", attrs="text"),
    kind(
        "coordinator_assigned",
        "a client got a personal coordinator, `staff_id`",
        needs="client_id staff_id",
    ),
    kind("note_written", "a colleague wrote something down", needs="client_id", attrs="text"),
    kind("client_added", "a client was added by hand", needs="client_id"),
    kind(
        "lead_came",
        "a client became known to the school; `item` is the source by the method's rules, or as"
        " it was told",
        needs="client_id",
        attrs="told medium campaign",
    ),
    kind(
        "contacts_changed",
        "contacts of a client were corrected; `attrs.fields` says which",
        needs="client_id",
        attrs="fields",
    ),
    kind(
        "permission_changed",
        "a client allowed or refused calls or messages, named by `item`",
        needs="client_id item",
        attrs="allowed",
    ),
    kind(
        "client_merged",
        "two clients were found to be one person",
        needs="client_id",
        attrs="absorbed",
    ),
    kind("merge_undone", "a merge was taken back", needs="client_id", attrs="absorbed"),
    # Of no client: an entry of theirs would count as a sign of life.
    kind(
        "client_erased",
        "a person was erased at their request; `item` names the tombstone, «client:7»",
        needs="item",
    ),
    kind("logged_in", "a client opened the platform", needs="client_id"),
    kind(
        "complaint_received",
        "a client complained; `attrs.text` in short",
        needs="client_id",
        attrs="text",
    ),
    kind("complaint_closed", "a complaint was settled", needs="client_id", attrs="text"),
    kind(
        "survey_answered",
        "a score on a question, `item`; hundredths of a point",
        Unit.HUNDREDTHS,
        needs="client_id item value",
        attrs="measure text scale weight",
    ),
)
