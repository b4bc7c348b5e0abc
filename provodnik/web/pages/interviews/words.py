"""Words of interviews: groups and refusals."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provodnik.method.voice_words import InterviewGroup
from provodnik.touches.voice.interviews.errors import (
    AlreadyHeld,
    InterviewsError,
    NotHeldYet,
    NothingSaid,
    NothingToSend,
    PackIsSent,
)

GROUPS: Mapping[InterviewGroup, Promise] = {
    InterviewGroup.STUDENT: _("student"),
    InterviewGroup.GRADUATE: _("graduate"),
}
REFUSALS: Mapping[type[InterviewsError], Promise] = {
    NothingSaid: _("Write down at least one answer, a quote or notes."),
    NotHeldYet: _("This day has not come yet."),
    AlreadyHeld: _("The interview was held: its quotes stay in the register."),
    NothingToSend: _("There is no quote of this month yet. Hold an interview first."),
    PackIsSent: _("The pack of this month has gone to marketing already."),
}


def refusal(error: InterviewsError) -> str:
    """What to do about a refusal."""
    return str(REFUSALS.get(type(error), error))
