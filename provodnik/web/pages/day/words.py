"""What the day says: its sentence, what a key did, why something did not happen."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.sales.errors import ObjectionUnknown
from provodnik.kernel.gates import Refused
from provodnik.method import queries as method
from provodnik.method import types as method_types
from provodnik.method.rules import refusal
from provodnik.method.types import Sentence
from provodnik.method.words import fill, places
from provodnik.touches.queue.errors import (
    AgreementMissing,
    AgreementSaysNothing,
    ClaimedByAnother,
    ObjectionMissing,
    ScriptStepMissing,
    TooLateToUndo,
    TouchIsClosed,
)
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.queries import Day
from provodnik.touches.queue.services import Recorded
from provodnik.web import formats


def toast_words(recorded: Recorded) -> str:
    """«Оксана Грек: «Думает», перезвонить 5 ноября»."""
    words = method.outcomes().outcome(method_types.Outcome(recorded.outcome.value))
    values = {"name": recorded.client_name, "when_on": _when(recorded)}
    if values["when_on"] or "when_on" not in places(words.toast):
        return fill(words.toast, values)
    return _("%(name)s: “%(outcome)s”, recorded") % {
        "name": recorded.client_name,
        "outcome": words.title,
    }


def _when(recorded: Recorded) -> str:
    """The day something follows, or the day before which nothing may."""
    if recorded.follow_up_at is not None:
        return timezone.localdate(recorded.follow_up_at).isoformat()
    return recorded.not_before_on.isoformat() if recorded.not_before_on else ""


def moved_words(touch: Touch, *, now: datetime) -> str:
    """That a deed was moved, and to when."""
    on = formats.day(timezone.localdate(touch.due_from), timezone.localdate(now), _language())
    return _("Moved to %(day)s.") % {"day": on}


def refusal_words(error: Exception) -> str:
    """What is wrong, in words, with what to do."""
    if isinstance(error, ClaimedByAnother):
        return _("%(name)s is with this student already. Take the next one.") % {"name": error.by}
    said: dict[type[Exception], str] = {
        ObjectionMissing: _("Choose what stood in the way: refusals teach what to change."),
        ScriptStepMissing: _(
            "Say which step of the script the talk got to, or “without a script”."
        ),
        AgreementMissing: _("Write down what was agreed about the next step, or why not now."),
        AgreementSaysNothing: _(
            "Fill in what, from which day and on what conditions; or only why not now."
        ),
        TouchIsClosed: _("This deed is closed already. Here is the next one."),
        TooLateToUndo: _("Too late to take it back: something followed from it already."),
    }
    return said.get(type(error), _("Choose how it ended."))


def can_be_mended(error: Exception) -> bool:
    """Whether the form lacks something and the deed stays open for it."""
    mended = ObjectionMissing | ObjectionUnknown | ScriptStepMissing | AgreementMissing | ValueError
    return isinstance(error, mended)


def gate_words(refused: Refused) -> str:
    """Every reason of a gate in the school's words."""
    gates = method.gates()
    return " ".join(refusal(gates, reason).missing for reason in refused.reasons)


def sentence(shown: Day) -> str:
    """The conclusion the page begins with: how much is left, or that all is done."""
    if _language() != "ru":
        return _english(shown)
    if shown.open:
        is_late = shown.late == shown.open
        key = Sentence.DAY_ALL_OVERDUE if is_late else Sentence.DAY_DEEDS
    elif shown.done:
        key = Sentence.DAY_ALL_DONE
    else:
        key = Sentence.DAY_EMPTY if shown.has_students else Sentence.DAY_NOBODY_ASSIGNED
    return fill(
        method.home_words().sentence(key).text,
        {
            "count": shown.open or shown.done,
            "left_minutes": shown.minutes_left,
            "paid": shown.paid,
            "paid_kopecks": shown.paid_kopecks,
            "tomorrow": shown.later,
        },
    )


def _english(shown: Day) -> str:
    """The method speaks Russian; these are the same sentences in English."""
    if shown.open:
        left = formats.duration(shown.minutes_left, _language())
        deeds = formats.counted(shown.open, _("deed|deeds"), _language())
        return _("%(deeds)s today, about %(left)s") % {"deeds": deeds, "left": left}
    if not shown.done and not shown.has_students:
        return _("You have no students yet. The head assigns them")
    return _("All done for today. Tomorrow %(count)s") % {"count": shown.later}


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
