"""What is kept here of a client, and what becomes of it when the person is erased.

Touches made stay, since the work of their owners is counted by them; those still open are
cancelled, and planning the same again finds them so.
"""

from django.db.models import Q

from provodnik.kernel.erasure import goes, stays
from provodnik.touches.queue.models import Agreement, HandOver, Moment, Touch
from provodnik.touches.queue.types import ClosedReason

TRACES = (
    goes(Agreement, "client"),
    goes(Moment, "client"),
    stays(HandOver, "client"),
    stays(
        Touch,
        "client",
        only=Q(state="planned"),
        blanks={
            **{
                "state": "cancelled",
                "closed_reason": ClosedReason.ERASED.value,
                "claimed_by": None,
            },
            **{"claimed_at": None},
        },
    ),
    stays(
        Touch,
        "client",
        blanks={"reason": "", "note": "", "goal": None, "mood": None},
        keeps=(
            "kind state origin occurrence script channel outcome objection script_step"
            " closed_reason"
        ),
    ),
)
