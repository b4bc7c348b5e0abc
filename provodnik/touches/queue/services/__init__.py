"""Everything that may change a touch."""

from provodnik.touches.queue.services.handling import (
    assign,
    cancel,
    claim,
    plan,
    postpone,
)
from provodnik.touches.queue.services.offering import offer_of_touch
from provodnik.touches.queue.services.outcomes import Recorded, record_outcome, undo_outcome

__all__ = [
    "Recorded",
    "assign",
    "cancel",
    "claim",
    "offer_of_touch",
    "plan",
    "postpone",
    "record_outcome",
    "undo_outcome",
]
