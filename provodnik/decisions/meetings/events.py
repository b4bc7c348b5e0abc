"""Kinds of journal entries about meetings. `item` names the meeting: «meeting:7»."""

from provodnik.kernel.events import kind

KINDS = (
    kind("meeting_planned", "a meeting was planned", needs="item", attrs="format at"),
    kind("meeting_cancelled", "a planned meeting will not be held", needs="item"),
    kind("meeting_held", "a meeting took place", attrs="format"),
    kind("protocol_sent", "a protocol was sent", attrs="meeting"),
    kind(
        "agenda_item_added",
        "something is to be spoken about at the next meeting",
        attrs="format source",
    ),
    kind("protocol_point_written", "what was agreed on at a meeting", needs="item", attrs="text"),
)
