"""Kinds of journal entries about reviews and cases.

`review_received` and `case_recorded` are what the figure «cases» counts: a review counts once
it was received, a film or a case once it was approved. `attrs.case` is the id of the record it
came from, `attrs.origin` says whether we asked, `attrs.consent` is «none» where the words may
not be shown to others.
"""

from provodnik.kernel.events import kind

_TOLD = "text type origin consent cohort case"

KINDS = (
    kind("review_received", "a client gave a review", needs="client_id", attrs=_TOLD),
    kind("case_recorded", "a client's result was recorded", needs="client_id", attrs=_TOLD),
    kind(
        "case_requested",
        "a client was asked for a review or a case; again for each reminder",
        needs="client_id item",
        attrs="cohort reminder",
    ),
    kind(
        "case_received",
        "a client gave a review, a film or a case; `staff_id` collected it",
        needs="client_id item",
        attrs="type origin",
    ),
    kind(
        "case_declined",
        "a client does not want to tell",
        needs="client_id item",
        attrs="reason",
    ),
    kind(
        "publication_allowed",
        "a client agreed to publication, in which words and on which day",
        needs="client_id item",
        attrs="text by on",
    ),
    kind("publication_forbidden", "a client took the consent back", needs="client_id item"),
    kind("case_edited", "a case was packaged from point A to point B", needs="client_id item"),
    kind("case_published", "a case was published", needs="client_id item"),
    kind(
        "case_unpublished",
        "a case is published no more",
        needs="client_id item",
        attrs="reason",
    ),
    kind(
        "case_approved",
        "a case counts for the person who collected it, `staff_id`",
        needs="client_id item",
    ),
    kind(
        "case_rejected",
        "a case does not count for the person who collected it, `staff_id`",
        needs="client_id item",
        attrs="reason",
    ),
    kind(
        "case_used",
        "a case was used; `attrs.purpose` for what, `attrs.place` where, `attrs.on` when",
        needs="client_id item",
        attrs="purpose place on",
    ),
)
