"""Kinds of journal entries about learning."""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind("enrolled", "a client got access to a product", needs="client_id product_id"),
    kind("withdrew", "a client left a product", needs="client_id product_id", attrs="reason"),
    kind("lesson_viewed", "a lesson, `item`, was opened", needs="client_id item", attrs="module"),
    kind(
        "homework_submitted",
        "homework of a lesson, `item`, was handed in",
        needs="client_id item",
        attrs="module required",
    ),
    kind(
        "homework_reviewed",
        "homework was checked; the score 1–5 in hundredths",
        Unit.HUNDREDTHS,
        needs="client_id item",
        attrs="module",
    ),
    kind(
        "module_completed", "a module, `item`, was finished", needs="client_id item", attrs="module"
    ),
    kind("course_completed", "a product was finished", needs="client_id product_id"),
    kind(
        "graduated",
        "a client graduated from a product; the mark 1–5, if one was given, in hundredths",
        Unit.HUNDREDTHS,
        needs="client_id product_id",
    ),
    kind(
        "activity_joined",
        "a client took part in a group activity, `item`",
        needs="client_id item",
        attrs="launch",
    ),
    kind("cohort_created", "a cohort or a group was opened; `item` is its name", needs="item"),
    kind("cohort_changed", "a cohort was corrected; `item` is its name", needs="item"),
    kind(
        "cohort_joined",
        "a client became a member of a cohort, `item`",
        needs="client_id item",
        attrs="cohort",
    ),
    kind("cohort_left", "a client left a cohort, `item`", needs="client_id item", attrs="cohort"),
    kind(
        "lesson_kept",
        "a lesson, `item`, was taken out of a course for a product of its own",
        needs="item",
        attrs="stage reason",
    ),
    kind("lesson_planned", "a kept lesson, `item`, was given a stage or a product", needs="item"),
    kind(
        "cohort_goal_set",
        "a cohort is to reach a figure, `item`; `attrs.target` in its own unit, none when dropped",
        needs="item",
        attrs="cohort target",
    ),
)
