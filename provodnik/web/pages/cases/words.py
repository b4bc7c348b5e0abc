"""Words of cases: states, kinds, signs, refusals."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provodnik.method.voice_words import CaseKind
from provodnik.touches.voice.cases.errors import (
    AlreadyReceived,
    CasesError,
    ConsentIsEmpty,
    DayIsAhead,
    NobodyToAsk,
    NothingGiven,
    NotReady,
    NotReceived,
    NowhereUsed,
    UnsafeLink,
    WithoutReason,
)
from provodnik.touches.voice.cases.types import Missing, Origin, Sign, State
from provodnik.web.design.types import Tone

STATES: Mapping[State, Promise] = {
    State.REQUESTED: _("review asked for"),
    State.RECEIVED: _("received"),
    State.CONSENTED: _("consent given"),
    State.EDITED: _("packaged"),
    State.PUBLISHED: _("published"),
    State.DECLINED: _("declined"),
}
TONES: Mapping[State, Tone] = {
    State.REQUESTED: Tone.NEUTRAL,
    State.RECEIVED: Tone.WATCH,
    State.CONSENTED: Tone.INFO,
    State.EDITED: Tone.INFO,
    State.PUBLISHED: Tone.GOOD,
    State.DECLINED: Tone.NEUTRAL,
}
KINDS: Mapping[CaseKind, Promise] = {
    CaseKind.TEXT: _("Review"),
    CaseKind.VIDEO: _("Video"),
    CaseKind.CASE: _("Case"),
}
ORIGINS: Mapping[Origin, Promise] = {
    Origin.ASKED: _("we asked"),
    Origin.UNSOLICITED: _("came unasked"),
}
SIGNS: Mapping[Sign, Promise] = {
    Sign.GOAL: _("reached the goal"),
    Sign.MARK: _("high marks"),
    Sign.PROMOTER: _("recommends us"),
}
MISSING: Mapping[Missing, Promise] = {
    Missing.NOT_RECEIVED: _("The review has not come yet: write down what the client gave."),
    Missing.NO_CONSENT: _(
        "There is no consent to publish. Without it a face and a name must not be shown: write"
        " down the client's words and the day."
    ),
    Missing.CONSENT_WITHDRAWN: _(
        "The client took the consent back. Publication is possible with a new consent only."
    ),
    Missing.NOT_EDITED: _("The case is not packaged: tell point A, the path and point B."),
    Missing.DECLINED: _("The client declined."),
}
REFUSALS: Mapping[type[CasesError], Promise] = {
    NothingGiven: _("Write the words or add a link: an empty case is nothing to show."),
    ConsentIsEmpty: _("Write the words of the consent and who gave it."),
    DayIsAhead: _("This day has not come yet."),
    NotReceived: _("First write down what the client gave."),
    AlreadyReceived: _("It was received already. Edit it below."),
    WithoutReason: _("Write the reason: whoever collected it should understand it."),
    NowhereUsed: _("Write where the case was used."),
    NobodyToAsk: _("Everybody was asked already, or has an open complaint."),
}


def refusal(error: CasesError) -> str:
    """What to do about a refusal."""
    if isinstance(error, NotReady):
        return " ".join(str(MISSING[one]) for one in error.missing)
    if isinstance(error, UnsafeLink):
        return str(_("The link begins with https://: %(link)s")) % {"link": error.link}
    return str(REFUSALS.get(type(error), error))
