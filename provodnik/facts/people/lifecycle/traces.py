"""What is kept here of a client's way, and what becomes of it when the person is erased."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from provodnik.facts.people.lifecycle.models import (
    Contact,
    Growth,
    Handoff,
    Mark,
    Referral,
    StageMove,
    Win,
)
from provodnik.kernel.erasure import goes, stays

# Somebody's recommendation stays theirs; whom they named is known by a number alone.
_NOBODY = Concat(Value("#"), Cast(F("pk"), CharField()))

TRACES = (
    goes(Mark, "client"),
    goes(StageMove, "client"),
    goes(Handoff, "client"),
    goes(Growth, "client"),
    goes(Win, "client"),
    goes(Contact, "client"),
    goes(Referral, "client"),
    stays(Referral, "came_as", blanks={"whom": _NOBODY, "came_as": None}),
)
