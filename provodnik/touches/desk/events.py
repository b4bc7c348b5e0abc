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
    kind("ticket_snoozed", "a request sleeps until a moment", needs="item", attrs="until"),
    kind("ticket_split", "a part of a request became another", needs="item", attrs="into"),
    kind(
        "answer_taken_back",
        "an answer was taken back before it went; what it had told is voided",
        needs="item",
    ),
    kind("answer_approved", "a version of an approved answer", attrs="title number"),
    kind("answer_retired", "an approved answer is used no more", attrs="title"),
    kind("contradiction_reported", "an answer contradicts another", needs="item", attrs="answer"),
    kind("contradiction_closed", "a contradiction was settled", needs="item", attrs="outcome"),
    kind("producer_called", "a request went to the producer", needs="item", attrs="why"),
    kind(
        "wrong_channel_used",
        "a client wrote by the wrong channel; `attrs.belongs` is the right one",
        needs="client_id item",
        attrs="belongs",
    ),
    kind("window_agreed", "a client agreed to come through one window", needs="client_id"),
    kind(
        "client_absent",
        "a client can approve nothing for a while",
        needs="client_id",
        attrs="from until reason",
    ),
    kind("refund_asked", "a client asks for money back", needs="client_id item"),
    kind(
        "refund_step_made",
        "a step of the regulation of refunds was made; `attrs.choice` is what was chosen",
        needs="client_id item",
        attrs="step choice",
    ),
    kind(
        "conflict_registered",
        "a conflict with a client: expected or not, warned of earlier or not",
        needs="client_id",
        attrs="expected warned",
    ),
    kind(
        "duty_appointed",
        "a member takes the requests nobody answers; `attrs.reason` says why",
        needs="staff_id",
        attrs="reason until",
    ),
)
