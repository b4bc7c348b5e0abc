"""Kinds of journal entries about the method itself."""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind(
        "method_copied",
        "a section of the shipped method became the school's own; `item` is the section",
        Unit.COUNT,
        needs="item value",
    ),
    kind(
        "method_edited",
        "the school changed a section; `value` is its new revision",
        Unit.COUNT,
        needs="item value",
        attrs="reason",
    ),
    kind(
        "method_adopted",
        "the school took over changes of a newer method; `value` is the section's new revision",
        Unit.COUNT,
        needs="item value",
        attrs="version taken kept reason",
    ),
)
