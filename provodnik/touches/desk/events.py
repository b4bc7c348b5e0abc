"""Kinds of journal entries about conversations and tickets. `item` is the ticket as «#1043»."""

from provodnik.kernel.events import kind

KINDS = (
    kind("conversation_opened", "a client wrote first", needs="client_id"),
    kind("message_received", "a client wrote", needs="client_id", attrs="text"),
    kind("message_sent", "we wrote", needs="client_id", attrs="text auto"),
    kind("ticket_opened", "a request was registered", needs="item", attrs="priority topic"),
    kind("ticket_answered", "a person answered a request", needs="item", attrs="auto"),
    kind("ticket_resolved", "a request was resolved", needs="item"),
    kind("ticket_reopened", "a resolved request came back", needs="item"),
    kind(
        "ticket_assigned",
        "a request got another holder, `staff_id`, or none; `attrs.reason` says by which rule",
        needs="item",
        attrs="reason",
    ),
    kind("ticket_prioritised", "a request got another priority", needs="item", attrs="priority"),
    kind("ticket_waited", "a request waits for its client", needs="item"),
    kind("ticket_promised", "who answers next and by when", needs="item", attrs="until text"),
    kind("ticket_confirmed", "a client confirmed that the request is settled", needs="item"),
    kind(
        "ticket_closed",
        "a request was closed; `attrs.outcome`: confirmed, awaiting, spam or merged",
        needs="item",
        attrs="outcome into",
    ),
    kind(
        "duty_appointed",
        "a member takes the requests nobody answers; `attrs.reason` says why",
        needs="staff_id",
        attrs="reason until",
    ),
)
