"""Kinds of journal entries about feedback. `item` names the item: «feedback:7»."""

from provodnik.kernel.events import kind

KINDS = (
    kind(
        "feedback_noted",
        "what a client said was written down as feedback",
        needs="item",
        attrs="source topic sentiment",
    ),
    kind("feedback_sorted", "what it is about", needs="item", attrs="topic sentiment"),
    kind(
        "feedback_decided",
        "what will be done about feedback; `staff_id` answers for it",
        needs="item staff_id",
        attrs="decision words due",
    ),
    kind(
        "feedback_replied",
        "a client is told what was decided; `attrs.touch` is the contact",
        needs="client_id item",
        attrs="touch text",
    ),
    kind("feedback_done", "feedback is closed: changed, or refused and explained", needs="item"),
    kind("feedback_reopened", "closed feedback is taken up again", needs="item"),
    kind(
        "feedback_asked",
        "a cohort was asked before the next cycle, with the promise of an update by a day",
        needs="item",
        attrs="cohort promised clients",
    ),
    kind(
        "feedback_update_told",
        "those asked were told what was changed",
        needs="item",
        attrs="cohort text",
    ),
)
