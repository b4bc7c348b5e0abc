"""Kinds of journal entries about surveys. That a score was given is told by `people`."""

from provodnik.kernel.events import kind

KINDS = (
    kind(
        "survey_sent",
        "a survey was sent; `item` is its name",
        needs="client_id",
        attrs="measure invitation reminder",
    ),
    kind(
        "survey_opened",
        "an invitation to a survey was opened; by a machine if `attrs.machine`",
        needs="client_id",
        attrs="invitation machine sign",
    ),
    kind("survey_wave_begun", "a wave of a survey, `item`, began", needs="item", attrs="for"),
    kind(
        "survey_published", "a survey, `item`, got another version", needs="item", attrs="version"
    ),
    kind("survey_switched", "a survey, `item`, was switched on or off", needs="item", attrs="on"),
    kind(
        "low_score_settled",
        "a client was told what was done about a low score",
        needs="client_id",
        attrs="text",
    ),
)
