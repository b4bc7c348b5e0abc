"""Everything that may change feedback."""

from provodnik.touches.voice.feedback.services.asking import ask_cohort, script_text, tell_update
from provodnik.touches.voice.feedback.services.items import (
    decide,
    finish,
    note_feedback,
    reopen,
    reply,
    sort_feedback,
)
from provodnik.touches.voice.feedback.services.taking import take_words

__all__ = [
    "ask_cohort",
    "decide",
    "finish",
    "note_feedback",
    "reopen",
    "reply",
    "script_text",
    "sort_feedback",
    "take_words",
    "tell_update",
]
