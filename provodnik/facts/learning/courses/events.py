"""Kinds of journal entries about courses."""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind(
        "course_version_published",
        "an order of lessons, version `item`, was published; the value says of how many lessons",
        Unit.COUNT,
        needs="product_id item value",
        attrs="note",
    ),
    kind(
        "lesson_marked",
        "the content audit said what a lesson, `item`, is in its course",
        needs="product_id item",
        attrs="mark",
    ),
    kind(
        "missing_lesson_planned",
        "the content audit missed a lesson, `item`, which is to be made",
        needs="product_id item",
    ),
    kind(
        "course_standard_started",
        "a course was set to be recorded anew; the value counts such times",
        Unit.COUNT,
        needs="product_id value",
    ),
    kind(
        "lesson_recorded",
        "a lesson, `item`, was recorded anew; the value is the standard of the course",
        Unit.COUNT,
        needs="product_id item value",
    ),
)
