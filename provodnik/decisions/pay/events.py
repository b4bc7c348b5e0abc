"""Kinds of journal entries about pay."""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind(
        "pay_approved",
        "pay of a person was approved; `item` is the month it is for",
        Unit.KOPECKS,
        needs="value",
    ),
    kind("pay_month_closed", "a month of pay, `item`, was closed", needs="item"),
    kind(
        "pay_scheme_applied",
        "from a month, `item`, pay is counted by other rates",
        needs="item",
        attrs="before after reason",
    ),
)
