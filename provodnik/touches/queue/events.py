"""Kinds of journal entries about touches. `item` is the kind of the touch."""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind("touch_planned", "a touch became due", needs="client_id", attrs="touch origin"),
    kind(
        "touch_made",
        "somebody turned to a client; `attrs.outcome` says how it ended",
        needs="client_id",
        attrs="touch outcome objection proactive minutes note script_step",
    ),
    kind(
        "touch_missed",
        "a touch was not made long after its time; said once a touch, which stays open",
        needs="client_id",
        attrs="touch reason",
    ),
    kind(
        "mood_noted",
        "how the client feels, 1 (very anxious) to 5 (calm and glad), as heard in a talk",
        Unit.COUNT,
        needs="client_id value",
        attrs="touch",
    ),
    kind(
        "deeds_handed_over",
        "open deeds and students of one member went to another; `value` is how many deeds",
        Unit.COUNT,
        needs="staff_id value",
        attrs="handover taker students",
    ),
    kind(
        "hand_over_undone",
        "what was handed over came back; `value` is how many deeds",
        Unit.COUNT,
        needs="staff_id value",
        attrs="handover",
    ),
    kind(
        "upsell_agreed",
        "what, when and on what conditions was agreed with a client, or why it is too early",
        needs="client_id staff_id",
        attrs="touch what starts_on conditions not_now",
    ),
    kind(
        "automation_stopped",
        "planning, campaigns and promotions stopped doing anything by themselves",
        needs="staff_id",
        attrs="reason",
    ),
    kind(
        "automation_resumed",
        "the system plans by itself again",
        needs="staff_id",
        attrs="reason",
    ),
    kind("touch_undone", "a recorded outcome was taken back", needs="client_id", attrs="touch"),
    kind("touch_postponed", "a touch was moved", needs="client_id", attrs="touch later"),
    kind("touch_assigned", "a touch got another owner", needs="client_id", attrs="touch"),
    kind("touch_cancelled", "a touch became pointless", needs="client_id", attrs="touch reason"),
)
