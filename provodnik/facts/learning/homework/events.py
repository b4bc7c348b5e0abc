"""Kinds of journal entries about marks of graduates and second opinions.

That a work was handed in and checked is told by `learning`.
"""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind(
        "practical_task_given",
        "a practical task, `item`, was given to a client; `staff_id` is the expert who checks it",
        needs="client_id staff_id item",
    ),
    kind(
        "second_opinion_given",
        "a check of a lesson's work, `item`, was compared with a colleague's; the greatest"
        " difference of a criterion in hundredths",
        Unit.HUNDREDTHS,
        needs="client_id item value",
        attrs="reason",
    ),
    kind(
        "graduate_marked",
        "an expert gave the mark 1–5 a graduate leaves with, in hundredths; `attrs.reason` says"
        " why an earlier one was changed",
        Unit.HUNDREDTHS,
        needs="client_id product_id staff_id value",
        attrs="reason",
    ),
    kind(
        "skill_changed",
        "what a course is to train, `item`, and by which lessons, was written down",
        needs="item",
    ),
)
