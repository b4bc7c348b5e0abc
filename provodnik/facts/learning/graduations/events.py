"""Kinds of journal entries about graduations. That a client graduated is told by `learning`."""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind(
        "graduation_held",
        "a graduation took place; how many graduated",
        Unit.COUNT,
        needs="product_id item value",
    ),
)
