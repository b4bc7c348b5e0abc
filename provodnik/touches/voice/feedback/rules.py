"""How far an item of feedback is. Pure."""

from provodnik.touches.voice.feedback.types import State


def state_of(*, topic: str, decision: str, is_told: bool, is_done: bool) -> State:
    """The last step that was made."""
    if is_done:
        return State.DONE
    if is_told:
        return State.TOLD
    if decision:
        return State.DECIDED
    return State.OPEN if topic else State.UNSORTED
