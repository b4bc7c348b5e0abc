"""Kinds of journal entries about guidance."""

from provodnik.kernel.events import kind

KINDS = (
    kind("page_issued", "a student got a page of their own", needs="client_id", attrs="page"),
    kind("page_revoked", "a student's page was closed", needs="client_id", attrs="page"),
    kind(
        "page_opened",
        "a student's page was opened: once a day by a person, once a day by machines",
        needs="client_id",
        attrs="page machine sign",
    ),
    kind("goal_confirmed", "a student said the goal still holds", needs="client_id", attrs="text"),
    kind(
        "need_told",
        "a student said what they need here and now or what hinders, by the choice in `item`",
        needs="client_id item",
        attrs="need text touch",
    ),
    kind(
        "need_answered",
        "an answer to a request was found, sometimes a product",
        needs="client_id item",
        attrs="need text touch",
    ),
    kind(
        "need_rated",
        "the student said whether the answer helped",
        needs="client_id item",
        attrs="need helped",
    ),
    kind(
        "case_sent", "a suitable case was sent to a student", needs="client_id", attrs="case touch"
    ),
)
