"""Words about touches shared with the floors above."""

from enum import StrEnum


class TouchState(StrEnum):
    """Planned until somebody made it, missed it or it became pointless."""

    PLANNED = "planned"
    MADE = "made"
    MISSED = "missed"
    CANCELLED = "cancelled"


class TouchKind(StrEnum):
    """Why we turn to a client."""

    ACQUAINT = "acquaint"
    OFFER = "offer"
    SUPPORT = "support"
    CALM = "calm"
    RECOVERY = "recovery"
    FOLLOW_UP = "follow_up"


class Outcome(StrEnum):
    """How a touch ended, in the order of the keys 1–5."""

    AGREED = "agreed"
    THINKING = "thinking"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    REACHED = "reached"


class ClosedReason(StrEnum):
    """Why a planned touch was cancelled."""

    DISSATISFIED = "dissatisfied"
    BOUGHT = "bought"
    UNDONE = "undone"
    BY_HAND = "by_hand"
    ERASED = "erased"


class Origin(StrEnum):
    """What plans touches, beside the steps of the path: those are `path:<key of the step>`."""

    ACQUAINT = "acquaint"
    RECOVERY = "recovery"
    FOLLOW_UP = "follow_up"
    SILENCE = "silence"
    MOOD = "mood"
    AGREEMENT = "agreement"
    CONTACT = "contact"


NO_SCRIPT = "none"
