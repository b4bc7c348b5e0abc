"""Kinds of journal entries about what is compared with what."""

from provodnik.kernel.events import kind

KINDS = (
    kind("programme_opened", "a programme of improvement got its dates", attrs="starts ends"),
    kind(
        "point_a_fixed",
        "the values before a programme were written down; again only with a reason",
        needs="item",
        attrs="reason value before source",
    ),
    kind(
        "success_target_set",
        "where a figure should be and until when; empty: the target was dropped",
        needs="item",
        attrs="before target due",
    ),
    kind("change_noted", "what the department changed on a day", needs="item", attrs="on text"),
    kind("change_note_dropped", "a note of a change was withdrawn", needs="item"),
    kind("change_note_restored", "a withdrawn note of a change is back", needs="item"),
)
