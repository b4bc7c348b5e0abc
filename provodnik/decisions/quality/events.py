"""Kinds of journal entries about quality. `item` names the artefact: «message:12»."""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind(
        "artefact_checked",
        "a protocol, a report or feedback, `item`, was checked: points passed of those that apply",
        needs="item",
        attrs="passed applicable type",
    ),
    kind(
        "artefact_checked_again",
        "a second checker checked an artefact, `item`: what calibration compares",
        needs="item",
        attrs="passed applicable type",
    ),
    kind("quality_sample_drawn", "so many answers were drawn to be checked", Unit.COUNT),
    kind(
        "quality_remark_told",
        "the author of an artefact, `staff_id`, heard a remark",
        needs="item staff_id",
    ),
    kind(
        "quality_remark_answered",
        "the author agreed with a remark or said why not",
        needs="item staff_id",
        attrs="agreed",
    ),
    kind(
        "work_list_attached",
        "a list of work was attached; `item` is what to",
        needs="item",
        attrs="list",
    ),
    kind("work_list_completed", "every point of a list is done", needs="item", attrs="list"),
    kind("review_switched_on", "a second pair of eyes is asked for", attrs="artefact staff"),
    kind("review_switched_off", "no second pair of eyes any more", attrs="artefact staff"),
    kind("review_asked", "an artefact waits for a second pair of eyes", needs="item"),
    kind(
        "review_given", "a second pair of eyes judged an artefact", needs="item", attrs="approved"
    ),
)
