"""Words of cards: states, results, proofs, verdicts and refusals."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provodnik.decisions.causes.errors import (
    AlreadyInWork,
    CardIsClosed,
    CauseIsUnknown,
    CausesError,
    Incomplete,
    NotANumber,
    NothingChanged,
    UnknownKind,
    UnsafeLink,
)
from provodnik.decisions.causes.types import Outcome, ProofKind, Result, State, Verdict
from provodnik.method import queries as method
from provodnik.web.design.types import Tone

STATES: Mapping[State, Promise] = {
    State.FOUND: _("fall found"),
    State.CHECKING: _("being checked"),
    State.CAUSE_FOUND: _("cause found"),
    State.CHANGED: _("change made"),
    State.HELPED: _("helped"),
    State.NOT_HELPED: _("did not help"),
}
TONES: Mapping[State, Tone] = {
    State.FOUND: Tone.ACT,
    State.CHECKING: Tone.WATCH,
    State.CAUSE_FOUND: Tone.WATCH,
    State.CHANGED: Tone.INFO,
    State.HELPED: Tone.GOOD,
    State.NOT_HELPED: Tone.NEUTRAL,
}
RESULTS: Mapping[Result, Promise] = {
    Result.CONFIRMED: _("confirmed: this is the cause"),
    Result.REFUTED: _("not confirmed"),
}
PROOFS: Mapping[ProofKind, Promise] = {
    ProofKind.NUMBER: _("number that opens"),
    ProofKind.INTERVIEW: _("interview or quote"),
    ProofKind.LINK: _("link"),
}
OUTCOMES: Mapping[Outcome, Promise] = {
    Outcome.HELPED: _("It helped"),
    Outcome.NOT_HELPED: _("It did not help"),
}
VERDICTS: Mapping[Verdict, Promise] = {
    Verdict.BETTER: _("better, chance does not explain it"),
    Verdict.WORSE: _("worse, chance does not explain it"),
    Verdict.CHANCE: _("the difference is within chance"),
    Verdict.TOO_FEW: _("too few students to judge by"),
    Verdict.TOO_EARLY: _("too early to judge"),
}
VERDICT_TONES: Mapping[Verdict, Tone] = {
    Verdict.BETTER: Tone.GOOD,
    Verdict.WORSE: Tone.ACT,
    Verdict.CHANCE: Tone.NEUTRAL,
    Verdict.TOO_FEW: Tone.WATCH,
    Verdict.TOO_EARLY: Tone.NEUTRAL,
}
REFUSALS: Mapping[type[CausesError], Promise] = {
    Incomplete: _("Fill this in: without it nobody can repeat the check."),
    UnknownKind: _("There is no such kind of cause any more. Choose another."),
    UnsafeLink: _("The address begins with https:// or is copied from Provodnik."),
    NotANumber: _("Open the number in Figures and copy its address from there."),
    CauseIsUnknown: _("First confirm a cause by a check: else nobody knows what is mended."),
    NothingChanged: _("First write down what was changed and when."),
    CardIsClosed: _("The card is closed. Take it up again to change it."),
    AlreadyInWork: _("This place has another card in work."),
}


def kind_titles() -> Mapping[str, str]:
    """Kinds of causes in the school's words, by key."""
    return {kind.key: str(kind.title) for kind in method.metric_words().churn_points.kinds}


def kinds_words(keys: Iterable[str], titles: Mapping[str, str]) -> str:
    """«Материал, Непонятный путь»; a kind that left the method by its key."""
    return ", ".join(titles.get(key, key) for key in keys)


def refusal(error: CausesError) -> str:
    """What to do about a refusal."""
    return str(REFUSALS.get(type(error), error))
