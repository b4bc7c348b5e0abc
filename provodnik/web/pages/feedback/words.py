"""Words of feedback: states, sources, sentiments, decisions, refusals."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provodnik.touches.voice.feedback.errors import (
    AlreadyDone,
    FeedbackError,
    NobodyToAsk,
    NobodyToTell,
    NotDecided,
    NothingSaid,
    NotReachedYet,
    NotSorted,
    NotTold,
    UnknownTopic,
    WithoutOwner,
    WithoutWords,
)
from provodnik.touches.voice.feedback.types import Decision, Sentiment, Source, State
from provodnik.web.design.types import Tone

STATES: Mapping[State, Promise] = {
    State.UNSORTED: _("new"),
    State.OPEN: _("no decision"),
    State.DECIDED: _("decided"),
    State.TOLD: _("client told"),
    State.DONE: _("done"),
}
TONES: Mapping[State, Tone] = {
    State.UNSORTED: Tone.WATCH,
    State.OPEN: Tone.ACT,
    State.DECIDED: Tone.INFO,
    State.TOLD: Tone.INFO,
    State.DONE: Tone.GOOD,
}
SOURCES: Mapping[Source, Promise] = {
    Source.SURVEY: _("survey"),
    Source.REVIEW: _("review"),
    Source.COMPLAINT: _("complaint"),
    Source.TICKET: _("request"),
    Source.TALK: _("talk"),
    Source.REQUEST: _("asked before a cycle"),
    Source.HAND: _("other"),
}
SENTIMENTS: Mapping[Sentiment, Promise] = {
    Sentiment.GOOD: _("praise"),
    Sentiment.MIXED: _("mixed"),
    Sentiment.BAD: _("remark"),
}
DECISIONS: Mapping[Decision, Promise] = {
    Decision.IMPROVEMENT: _("Improvement"),
    Decision.OFFER_IDEA: _("Idea of an offer"),
    Decision.REFUSAL: _("Reasoned refusal"),
}
REFUSALS: Mapping[type[FeedbackError], Promise] = {
    NothingSaid: _("Write what was said."),
    UnknownTopic: _("There is no such topic any more. Choose another."),
    NotSorted: _("First choose the topic: decisions are counted by topics."),
    WithoutOwner: _("Name who answers: a decision without an owner is forgotten."),
    WithoutWords: _("Write it in words: the client will get exactly this."),
    NotDecided: _("First decide: there is nothing to tell the client yet."),
    NobodyToTell: _("It is not known who said it: there is nobody to answer."),
    NotTold: _(
        "The client was not told yet. Whoever got no answer does not write a second time: tell"
        " what was changed, then close."
    ),
    NotReachedYet: _("The answer waits among the deeds. Close it when the client got it."),
    AlreadyDone: _("It is closed. Take it up again to change it."),
    NobodyToAsk: _("The cohort has no students."),
}


def refusal(error: FeedbackError) -> str:
    """What to do about a refusal."""
    return str(REFUSALS.get(type(error), error))
