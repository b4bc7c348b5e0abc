"""Kinds of journal entries about what is compared with what."""

from provodnik.kernel.events import kind

KINDS = (
    kind("programme_opened", "a programme of improvement got its dates", attrs="starts ends"),
    kind(
        "point_a_fixed",
        "the values before a programme were written down; again only with a reason",
        needs="item",
        attrs="reason value",
    ),
)
