"""Kinds of journal entries about accesses. `item` names the access: «access:7»."""

from provodnik.kernel.events import kind

KINDS = (
    kind(
        "access_granted",
        "somebody was let into something; `staff_id` is the holder, if a colleague, `client_id`"
        " the client who holds it or whose data it opens",
        needs="item",
        attrs="kind review_on",
    ),
    kind(
        "access_reviewed",
        "an access was looked at and stays",
        needs="item",
        attrs="kind review_on",
    ),
    kind("access_revoked", "an access was taken back", needs="item", attrs="kind reason"),
)
