"""Everything that may change a touch."""

from provodnik.touches.queue.services.agreeing import agree
from provodnik.touches.queue.services.handing import hand_over, undo_hand_over
from provodnik.touches.queue.services.handling import (
    assign,
    cancel,
    claim,
    help_first,
    plan,
    postpone,
)
from provodnik.touches.queue.services.offering import offer_of_touch
from provodnik.touches.queue.services.outcomes import Recorded, record_outcome, undo_outcome
from provodnik.touches.queue.services.switching import resume_automation, stop_automation

__all__ = [
    "Recorded",
    "agree",
    "assign",
    "cancel",
    "claim",
    "hand_over",
    "help_first",
    "offer_of_touch",
    "plan",
    "postpone",
    "record_outcome",
    "resume_automation",
    "stop_automation",
    "undo_hand_over",
    "undo_outcome",
]
