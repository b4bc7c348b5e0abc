"""Kinds of journal entries about segments. Who is in them is kept with its dates apart."""

from provodnik.kernel.events import kind

KINDS = (
    kind("segment_saved", "a segment got a rule or a name, `item`", needs="item", attrs="segment"),
    kind("segment_archived", "a segment is not counted any more", needs="item", attrs="segment"),
    kind(
        "segment_assumed",
        "somebody changed what the potential of a segment is multiplied from",
        needs="item",
        attrs="segment conversion cheque",
    ),
    kind(
        "growth_planned",
        "how many new contacts a month should bring; `item` is its first day",
        needs="item",
        attrs="contacts",
    ),
)
