"""Kinds of journal entries about touches. `item` is the kind of the touch."""

from provodnik.kernel.events import kind

KINDS = (
    kind("touch_planned", "a touch became due", needs="client_id", attrs="touch origin"),
    kind(
        "touch_made",
        "somebody turned to a client; `attrs.outcome` says how it ended",
        needs="client_id",
        attrs="touch outcome objection proactive minutes note",
    ),
    kind("touch_missed", "a touch was not made in time", needs="client_id", attrs="touch reason"),
    kind("touch_undone", "a recorded outcome was taken back", needs="client_id", attrs="touch"),
    kind("touch_postponed", "a touch was moved", needs="client_id", attrs="touch later"),
    kind("touch_assigned", "a touch got another owner", needs="client_id", attrs="touch"),
    kind("touch_cancelled", "a touch became pointless", needs="client_id", attrs="touch reason"),
)
