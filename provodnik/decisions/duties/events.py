"""Kinds of journal entries about handing over. `item` names it: «handing:7»."""

from provodnik.kernel.events import kind

KINDS = (
    kind(
        "handing_over_begun",
        "a duty begins to pass from one colleague to another, `staff_id`",
        needs="item staff_id",
        attrs="function state",
    ),
    kind(
        "handing_over_moved",
        "a duty being handed over went a step on, or back with a reason",
        needs="item staff_id",
        attrs="function state reason",
    ),
    kind(
        "handing_over_accepted",
        "the colleague it was handed over to, `staff_id`, accepted a duty",
        needs="item staff_id",
        attrs="function",
    ),
)
