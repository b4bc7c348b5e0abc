"""Kinds of journal entries about interviews. `item` names one: «interview:7»."""

from provodnik.kernel.events import kind

KINDS = (
    kind(
        "interview_planned",
        "an interview with a client was planned; `staff_id` holds it",
        needs="client_id item",
        attrs="group on",
    ),
    kind(
        "interview_held",
        "a client was interviewed; `staff_id` held it",
        needs="client_id item",
        attrs="group on",
    ),
    kind(
        "interview_dropped",
        "a planned interview was called off",
        needs="client_id item",
        attrs="group on",
    ),
    kind(
        "pain_heard",
        "a client named a pain in an interview",
        needs="client_id item",
        attrs="pain quote",
    ),
    kind(
        "pain_unheard",
        "a quote was taken out of an interview",
        needs="client_id item",
        attrs="pain quote",
    ),
)
