"""Words of surveys: moments, who answers, kinds of questions, refusals."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provodnik.method.survey_words import AnswerKind, AskAbout, AskMoment, Measure
from provodnik.touches.voice.surveys import errors
from provodnik.touches.voice.surveys.types import InvitationState
from provodnik.web.design.types import Tone

type Words = Mapping[str, object]

MOMENTS: Words = {
    AskMoment.MODULE: gettext_lazy("A module is finished"),
    AskMoment.TICKET: gettext_lazy("A request is solved"),
    AskMoment.GRADUATION: gettext_lazy("Graduation"),
    AskMoment.MONTH: gettext_lazy("By the calendar"),
    AskMoment.BY_HAND: gettext_lazy("By hand"),
}
ABOUT: Words = {
    AskAbout.COORDINATOR: gettext_lazy("The student's coordinator"),
    AskAbout.CURATOR: gettext_lazy("The curator of the stream"),
    AskAbout.HOLDER: gettext_lazy("Who solved the request"),
}
KINDS: Words = {
    AnswerKind.SCALE_10: gettext_lazy("Scale 0–10"),
    AnswerKind.SCALE_5: gettext_lazy("Scale 1–5"),
    AnswerKind.ONE_OF: gettext_lazy("One of a list"),
    AnswerKind.TEXT: gettext_lazy("Own words"),
}
MEASURES: Words = {
    Measure.NONE: gettext_lazy("None"),
    Measure.NPS: "NPS",
    Measure.CSAT: "CSAT",
    Measure.CSI: "CSI",
}
STATES: Words = {
    InvitationState.PLANNED: gettext_lazy("waits for its hour"),
    InvitationState.BY_HAND: gettext_lazy("to pass on by hand"),
    InvitationState.SENT: gettext_lazy("sent"),
    InvitationState.ANSWERED: gettext_lazy("answer received"),
    InvitationState.EXPIRED: gettext_lazy("no answer in time"),
    InvitationState.CANCELLED: gettext_lazy("called off"),
}
TONES: Mapping[InvitationState, Tone] = {
    InvitationState.PLANNED: Tone.NEUTRAL,
    InvitationState.BY_HAND: Tone.WATCH,
    InvitationState.SENT: Tone.INFO,
    InvitationState.ANSWERED: Tone.GOOD,
    InvitationState.EXPIRED: Tone.NEUTRAL,
    InvitationState.CANCELLED: Tone.NEUTRAL,
}


_REFUSALS: Mapping[type[errors.SurveysError], object] = {
    errors.NameTaken: gettext_lazy("There is a survey of this name already. Choose another one."),
    errors.NothingAsked: gettext_lazy(
        "There is no question yet. Add at least one and publish again."
    ),
    errors.NoVersion: gettext_lazy("Nothing is published yet. Publish the questions first."),
    errors.MalformedQuestion: gettext_lazy(
        "The question is not kept: its name must differ, NPS takes 0–10, CSAT 1–5, a list needs"
        " its choices."
    ),
    errors.RhythmMissing: gettext_lazy(
        "A survey by the calendar says every how many months and on which day."
    ),
    errors.NothingTold: gettext_lazy("Write what the student was told: this closes the loop."),
}


def refusal(error: errors.SurveysError) -> str:
    """What happened and what to do."""
    return str(_REFUSALS.get(type(error), _("This cannot be done now. Nothing has changed.")))
